package dev.carillon.dial;

import java.time.Duration;
import java.time.Instant;

/**
 * Calls per second, as the generic cell rate algorithm (ITU-T I.371) has it: in any window of T seconds at
 * most cps·T + burst calls start (law: Capacity).
 */
record Pace(double callsPerSecond, int burst) {

    private static final double NANOS = 1e9;

    /** From one start to the next. Rounded up to whole microseconds, which is what the ledger keeps. */
    Duration interval() {
        return Duration.ofNanos(1_000L * (long) Math.ceil(NANOS / callsPerSecond / 1_000));
    }

    /** The earliest start at or after {@code now}, when the pace is free at {@code freeAt}. */
    Instant slot(Instant freeAt, Instant now) {
        Instant earliest = freeAt.minus(interval().multipliedBy(burst - 1L));
        return earliest.isAfter(now) ? earliest : now;
    }

    /** When the pace is free again after a start at the given time. */
    Instant after(Instant freeAt, Instant start) {
        return (freeAt.isAfter(start) ? freeAt : start).plus(interval());
    }
}
