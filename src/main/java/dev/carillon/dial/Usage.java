package dev.carillon.dial;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * What is in use of one limited thing, read under its lock (law: Capacity).
 *
 * @param maxLive        null: no limit
 * @param callsPerSecond null: no limit
 * @param burst          how many may start together, at least 1
 * @param freeAt         when the next start fits the pace if nothing starts before
 */
public record Usage(UsageKey key, int live, @Nullable Integer maxLive, @Nullable Double callsPerSecond,
        int burst, Instant freeAt) {
}
