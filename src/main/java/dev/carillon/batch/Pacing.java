package dev.carillon.batch;

import org.jspecify.annotations.Nullable;

import dev.carillon.http.Fields;

/** The batch's own limits; null: none but those of the trunk, the agent and the organisation. */
record Pacing(@Nullable Double callsPerSecond, @Nullable Integer maxLiveCalls) {

    static final Pacing NONE = new Pacing(null, null);

    private static final double SLOWEST = 0.001;
    private static final double FASTEST = 10_000;
    private static final int MOST_LIVE = 1_000_000;

    /** Reads {@code pacing}; null is none, and what is absent in it stays as it was. */
    static Pacing read(Fields body, Pacing before) {
        return body.object("pacing").map(f -> new Pacing(
                f.has("calls_per_second")
                        ? f.decimal("calls_per_second", SLOWEST, FASTEST).orElse(null)
                        : before.callsPerSecond,
                f.has("max_live_calls")
                        ? f.integer("max_live_calls", 1, MOST_LIVE).orElse(null)
                        : before.maxLiveCalls))
                .orElse(NONE);
    }
}
