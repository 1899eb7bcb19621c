package dev.carillon.simulate;

import org.jspecify.annotations.Nullable;

/**
 * What limits one thing.
 *
 * @param maxLive        null: no limit
 * @param reserved       how many of them batches leave free
 * @param callsPerSecond null: no limit
 * @param burst          how many may start together
 */
public record Limits(@Nullable Integer maxLive, int reserved, @Nullable Double callsPerSecond, int burst) {

    /** No limit at all. */
    public static final Limits NONE = new Limits(null, 0, null, 1);

    /** So many live calls. */
    public static Limits live(int most) {
        return new Limits(most, 0, null, 1);
    }
}
