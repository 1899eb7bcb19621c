package dev.carillon.dial;

import java.time.Duration;
import java.time.Instant;

/**
 * Something that takes longer the more there is: it is done as often as costs a fiftieth of the time, within
 * bounds. Not thread-safe.
 */
final class Seldom {

    private static final int PART = 50;

    private final Duration atMostEvery;
    private final Duration atLeastEvery;
    private Instant next = Instant.EPOCH;

    Seldom(Duration atMostEvery, Duration atLeastEvery) {
        this.atMostEvery = atMostEvery;
        this.atLeastEvery = atLeastEvery;
    }

    boolean due(Instant now) {
        return !next.isAfter(now);
    }

    /** It was done, and took so long. */
    void done(Instant now, Duration took) {
        Duration rest = Duration.ofNanos(took.toNanos() * PART);
        Duration atLeast = rest.compareTo(atMostEvery) < 0 ? atMostEvery : rest;
        next = now.plus(atLeast.compareTo(atLeastEvery) > 0 ? atLeastEvery : atLeast);
    }

    /** When it is done again. */
    Instant next() {
        return next;
    }
}
