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
 */
public record Look(Set<Long> batchesWithLiveCalls, boolean all, Set<Long> known, Instant changedSince) {

    /** Everything that runs. */
    public static Look atAll(Set<Long> batchesWithLiveCalls) {
        return new Look(batchesWithLiveCalls, true, Set.of(), Instant.EPOCH);
    }
}
