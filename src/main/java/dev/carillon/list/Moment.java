package dev.carillon.list;

import java.time.Duration;
import java.time.Instant;

/**
 * When a snapshot was taken, by the database's clock.
 *
 * @param asOf a moment at or before it
 * @param seen a moment at or after it
 */
record Moment(Instant asOf, Instant seen) {

    /** What is left open is no more than two answers may differ by and still change places. */
    private static final Duration ERROR = Duration.ofMillis(20);

    /** Whether it is known well enough to be compared with another's (law: Monotone). */
    boolean isKnown() {
        return Duration.between(asOf, seen).compareTo(ERROR) <= 0;
    }
}
