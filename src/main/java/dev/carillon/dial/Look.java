package dev.carillon.dial;

import java.time.Instant;
import java.util.Set;

/**
 * What a survey is to look at. A look at all that run costs as much as there are batches that wait; between
 * two of them it is enough to look at those that have something soon, and at those that were started or
 * changed.
 *
 * @param batchesWithLiveCalls asked whether their calls are to be hung up, all or one of them
 * @param all                  every batch that runs
 * @param known                else these
 * @param changedSince         and those started, changed or appended to since then
 * @param resting              trunks that are not taken, as if they were paused
 */
public record Look(Set<Long> batchesWithLiveCalls, boolean all, Set<Long> known, Instant changedSince,
        Set<Long> resting) {

    /** With no trunk that rests. */
    public Look(Set<Long> batchesWithLiveCalls, boolean all, Set<Long> known, Instant changedSince) {
        this(batchesWithLiveCalls, all, known, changedSince, Set.of());
    }

    /** The same while these trunks rest. */
    Look whileRest(Set<Long> trunks) {
        return new Look(batchesWithLiveCalls, all, known, changedSince, trunks);
    }

    /** Everything that runs. */
    public static Look atAll(Set<Long> batchesWithLiveCalls) {
        return new Look(batchesWithLiveCalls, true, Set.of(), Instant.EPOCH);
    }
}
