package dev.carillon.dial;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import dev.carillon.dial.Capacity.Room;
import dev.carillon.dial.Claim.Candidate;
import dev.carillon.dial.Claim.Decision;

/**
 * One batch's part in a claim: its candidates in their order, and how far they have come. Not thread-safe.
 */
final class BatchTurn {

    private static final String NO_AGENT = "";

    private final List<Candidate> candidates = new ArrayList<>();
    private final Map<String, List<Room>> rooms = new HashMap<>(4);
    private int next;
    private int advanced;
    private int opened;
    private boolean full;
    private boolean byItsOwn;
    private @Nullable Instant again;
    private @Nullable Instant waitsUntil;

    void add(Candidate candidate) {
        candidates.add(candidate);
    }

    /** The candidate whose turn it is; null: there is none, or a limit is in the way. */
    @Nullable Candidate next() {
        return full || next == candidates.size() ? null : candidates.get(next);
    }

    /** The limits of the tasks that have this agent. */
    List<Room> rooms(@Nullable String agentId, Capacity capacity) {
        return rooms.computeIfAbsent(agentId == null ? NO_AGENT : agentId,
                _ -> capacity.rooms(candidates.getFirst().batch(), agentId));
    }

    void decided(Decision decision) {
        next++;
        if (!decision.candidate().fromDue()) {
            advanced++;
        }
        switch (decision) {
            case Decision.Open _ -> opened++;
            case Decision.Wait wait -> waitsUntil = waitsUntil == null || wait.dueAt().isBefore(waitsUntil)
                    ? wait.dueAt()
                    : waitsUntil;
            case Decision.Skip _ -> {
            }
        }
    }

    /**
     * A limit is in the way of all that follow.
     *
     * @param until    when to ask again; null: when a call has ended
     * @param byItsOwn whether no other batch takes what this one lacks
     */
    void stop(@Nullable Instant until, boolean byItsOwn) {
        full = true;
        again = until;
        this.byItsOwn = byItsOwn;
    }

    int found() {
        return candidates.size();
    }

    /** How many tasks were decided on. */
    int decided() {
        return next;
    }

    /** How many of the cursor's tasks were decided on. */
    int advanced() {
        return advanced;
    }

    int opened() {
        return opened;
    }

    boolean full() {
        return full;
    }

    @Nullable Instant again() {
        return again;
    }

    /** The earliest of what has to wait. */
    @Nullable Instant waitsUntil() {
        return waitsUntil;
    }

    /** Whether it had its share, be it that its own limits made that nothing. */
    boolean served() {
        return next > 0 || candidates.isEmpty() || byItsOwn;
    }
}
