package dev.carillon.dial;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import dev.carillon.call.Outcome;
import dev.carillon.call.Trunk;

/**
 * Which trunks do not work, as this node sees it: one of which so many calls in a row found out that it
 * cannot be reached or does not take them rests, and after that, as long as it still does not work, ever
 * longer. Of the sandbox's, whose calls fail as they are told to, nothing is made. Not thread-safe.
 */
final class TrunkHealth {

    static final int IN_A_ROW = 3;
    static final Duration FIRST_REST = Duration.ofSeconds(10);
    static final Duration LONGEST_REST = Duration.ofMinutes(5);

    private final DialObserver observer;
    private final Map<Long, Illness> ill = new HashMap<>();

    TrunkHealth(DialObserver observer) {
        this.observer = observer;
    }

    /** What is known of a trunk that does not work; not thread-safe. */
    private static final class Illness {

        private final Trunk trunk;
        private int inARow;
        private int rests;
        private Instant restedUntil = Instant.MIN;
        private boolean resting;

        Illness(Trunk trunk) {
            this.trunk = trunk;
        }
    }

    /** A call over this trunk has come so far that the trunk must work. */
    void works(Trunk trunk) {
        Illness its = ill.remove(trunk.trunkId());
        if (its != null && its.resting) {
            observer.rests(its.trunk, null, null);
        }
    }

    /**
     * A call over this trunk has ended.
     *
     * @param placedBy when it had been placed at the latest: of what was placed before the trunk's last rest
     *                 was over, nothing new is learnt
     */
    void ended(Trunk trunk, @Nullable Outcome outcome, Instant placedBy, Instant at) {
        if (outcome == null || trunk.kind() == Trunk.Kind.SANDBOX) {
            return;
        }
        if (outcome.isOfTrunk()) {
            failed(trunk, outcome, placedBy, at);
        } else if (provesThatItWorks(outcome)) {
            works(trunk);
        }
    }

    private void failed(Trunk trunk, Outcome why, Instant placedBy, Instant at) {
        Illness its = ill.computeIfAbsent(trunk.trunkId(), _ -> new Illness(trunk));
        if (placedBy.isBefore(its.restedUntil)) {
            return;
        }
        its.inARow++;
        if (its.rests > 0 || its.inARow >= IN_A_ROW) {
            Duration rest = FIRST_REST.multipliedBy(1L << Math.min(its.rests, 10));
            its.restedUntil = at.plus(rest.compareTo(LONGEST_REST) < 0 ? rest : LONGEST_REST);
            its.rests++;
            its.resting = true;
            observer.rests(trunk, why, its.restedUntil);
        }
    }

    /** Whoever is refused, busy or not found was looked for. */
    private static boolean provesThatItWorks(Outcome outcome) {
        return switch (outcome) {
            case COMPLETED, VOICEMAIL, ABANDONED, AGENT_FAILED, NO_ANSWER, BUSY, DECLINED, INVALID_NUMBER,
                    BLOCKED_BY_NETWORK, BLOCKED_BY_CALLEE, MEDIA_MISMATCH, CONGESTION ->
                true;
            case TRUNK_UNREACHABLE, TRUNK_CONFIG, CANCELLED, LOST, NOT_PLACED, FAILED -> false;
        };
    }

    /** The trunks that rest. */
    Set<Long> resting(Instant now) {
        var resting = new HashSet<Long>();
        for (Illness its : ill.values()) {
            if (its.resting && !its.restedUntil.isAfter(now)) {
                its.resting = false;
                observer.rests(its.trunk, null, null);
            }
            if (its.resting) {
                resting.add(its.trunk.trunkId());
            }
        }
        return resting;
    }
}
