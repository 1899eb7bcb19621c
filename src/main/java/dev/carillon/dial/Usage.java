package dev.carillon.dial;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * What is in use of one limited thing, read under its lock (law: Capacity).
 *
 * @param maxLive        how many batch calls may have live, what is reserved left out; null: no limit
 * @param callsPerSecond null: no limit
 * @param burst          how many may start together, at least 1
 * @param freeAt         when the next start fits the pace if nothing starts before
 * @param leftToday      how many live attempts may still be opened today; null: no limit
 */
public record Usage(UsageKey key, int live, @Nullable Integer maxLive, @Nullable Double callsPerSecond,
        int burst, Instant freeAt, @Nullable Integer leftToday) {

    /** Without a limit for the day. */
    public Usage(UsageKey key, int live, @Nullable Integer maxLive, @Nullable Double callsPerSecond,
            int burst, Instant freeAt) {
        this(key, live, maxLive, callsPerSecond, burst, freeAt, null);
    }

    /** The same with a limit for the day. */
    public Usage withLeftToday(int left) {
        return new Usage(key, live, maxLive, callsPerSecond, burst, freeAt, left);
    }
}
