package dev.carillon.list;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * A page with the list's total, both of one snapshot.
 *
 * @param asOf a moment at or before the snapshot
 * @param seen a moment at or after it
 */
record ListPage(List<BatchRow> rows, long total, Instant asOf, Instant seen) {

    /** Whether the snapshot's moment is known well enough to be compared with another's (law: Monotone). */
    boolean datedWithin(Duration error) {
        return Duration.between(asOf, seen).compareTo(error) <= 0;
    }
}
