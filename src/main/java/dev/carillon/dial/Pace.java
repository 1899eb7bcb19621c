package dev.carillon.dial;

import java.time.Duration;
import java.time.Instant;

/**
 * Calls per second, as the generic cell rate algorithm (ITU-T I.371) has it: in any window of T seconds at
 * most cps·T + burst calls start (law: Capacity).
 *
 * @param interval  from one start to the next
 * @param tolerance how much earlier than its turn a start may come
 */
record Pace(Duration interval, Duration tolerance) {

    private static final double MICROS = 1e6;
    /** Of a second, so long may a start be late there, and what their clocks differ by. */
    private static final double BESIDE_OTHERS = 1 + Capacity.LATE_BESIDE_OTHERS.toMillis() * 1.5 / 1_000;

    /**
     * The interval is rounded up to whole microseconds, which is what the ledger keeps. Where several nodes
     * keep a pace each may be late by itself, so it is a little slower, and in no second there are too many;
     * the tolerance is the same, or more would be made up for than was missed.
     */
    static Pace of(double callsPerSecond, int burst, boolean shared) {
        Duration interval = interval(MICROS / callsPerSecond * (shared ? BESIDE_OTHERS : 1));
        Duration apart = interval(MICROS / callsPerSecond);
        return new Pace(interval, Duration.ofNanos(apart.toNanos() * (burst - 1L)));
    }

    private static Duration interval(double micros) {
        return Duration.ofSeconds(0, 1_000L * (long) Math.min(Math.ceil(micros), 1e12));
    }

    /** The earliest start at or after {@code now}, when the pace is free at {@code freeAt}. */
    Instant slot(Instant freeAt, Instant now) {
        Instant earliest = freeAt.minus(tolerance);
        return earliest.isAfter(now) ? earliest : now;
    }

    /** When the pace is free again after a start at the given time. */
    Instant after(Instant freeAt, Instant start) {
        return later(freeAt, start).plus(interval);
    }

    static Instant later(Instant a, Instant b) {
        return a.isAfter(b) ? a : b;
    }
}
