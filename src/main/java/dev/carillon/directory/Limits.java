package dev.carillon.directory;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

import dev.carillon.http.Fields;

/** How many calls may be live, and how many may start in a second; null: any number. */
record Limits(@Nullable Integer maxLiveCalls, @Nullable Double callsPerSecond) {

    static final Limits NONE = new Limits(null, null);
    static final int MOST_LIVE = 1_000_000;

    private static final String MAX_LIVE = "max_live_calls";
    private static final String PACE = "calls_per_second";
    private static final double SLOWEST = 0.001;
    private static final double FASTEST = 10_000;

    /**
     * These with what a request changes of them.
     *
     * @param otherwise what holds in place of null
     */
    Limits with(Fields body, Limits otherwise) {
        return new Limits(
                body.has(MAX_LIVE)
                        ? body.integer(MAX_LIVE, 1, MOST_LIVE).orElse(otherwise.maxLiveCalls)
                        : maxLiveCalls,
                body.has(PACE)
                        ? body.decimal(PACE, SLOWEST, FASTEST).orElse(otherwise.callsPerSecond)
                        : callsPerSecond);
    }

    /** Writes both fields. */
    void write(JsonGenerator json) {
        if (maxLiveCalls == null) {
            json.writeNullProperty(MAX_LIVE);
        } else {
            json.writeNumberProperty(MAX_LIVE, maxLiveCalls.intValue());
        }
        if (callsPerSecond == null) {
            json.writeNullProperty(PACE);
        } else {
            json.writeNumberProperty(PACE, callsPerSecond.doubleValue());
        }
    }
}
