package dev.carillon.dial;

import java.time.Instant;
import java.util.HashSet;
import java.util.Set;

import dev.carillon.call.Trunk;

/**
 * Which trunks take the calls that are decided on at one moment: of those that have rested one each. Used
 * once; not thread-safe.
 */
final class Trials {

    private final TrunkHealth health;
    private final Instant now;
    private final Set<Long> tried = new HashSet<>();
    private boolean refused;

    Trials(TrunkHealth health, Instant now) {
        this.health = health;
        this.now = now;
    }

    /** Whether one more call may go over it. */
    boolean admits(Trunk trunk) {
        boolean admitted = switch (health.way(trunk, now)) {
            case ALL -> true;
            case ONE -> !tried.contains(trunk.trunkId());
            case NONE -> false;
        };
        refused |= !admitted;
        return admitted;
    }

    /** One goes over it. */
    void takes(Trunk trunk) {
        if (health.way(trunk, now) == TrunkHealth.Way.ONE) {
            tried.add(trunk.trunkId());
        }
    }

    /** Whether a trunk was asked for that takes no more: the next look gives its batches another. */
    boolean refused() {
        return refused;
    }
}
