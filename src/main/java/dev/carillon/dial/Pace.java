package dev.carillon.dial;

import java.time.Duration;
import java.time.Instant;

/**
 * Calls per second, as the generic cell rate algorithm (ITU-T I.371) has it: in any window of T seconds at
 * most cps·T + burst calls start (law: Capacity).
 *
 * @param apart     from one start to the next where only one node keeps it
 * @param interval  the same where as many keep it as do now
 * @param tolerance how much earlier than its turn a start may come
 */
record Pace(Duration apart, Duration interval, Duration tolerance) {

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
        return new Pace(apart, interval, Duration.ofNanos(apart.toNanos() * (burst - 1L)));
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

    /** Whether it is the same but for how many nodes keep it. */
    boolean isAsSetAs(Pace other) {
        return apart.equals(other.apart) && tolerance.equals(other.tolerance);
    }

    /**
     * When it is free at the earliest for who dials since then beside another that was alone before: the
     * other's last start may have been as late, whatever the ledger reckons, and used the whole burst.
     */
    Instant afterOthers(Instant since) {
        return since.plus(tolerance).plus(interval);
    }

    static Instant later(Instant a, Instant b) {
        return a.isAfter(b) ? a : b;
    }
}
