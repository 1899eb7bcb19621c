package dev.carillon.batch;

import dev.carillon.http.Fields;

/**
 * How often a task is tried.
 *
 * @param maxAttempts all attempts of a task, the first included
 */
record RetryConfig(boolean enabled, int maxAttempts) {

    /** One attempt. */
    static final RetryConfig NONE = new RetryConfig(false, 1);

    private static final int MOST = 10;
    private static final int WHEN_ENABLED = 3;

    /** Reads {@code retry_config}; null is none of it, and what is absent in it stays as it was. */
    static RetryConfig read(Fields body, RetryConfig before) {
        return body.object("retry_config").map(f -> {
            boolean enabled = f.has("enabled") ? f.bool("enabled").orElse(false) : before.enabled;
            int given = f.integer("max_attempts", 1, MOST)
                    .orElse(before.enabled && !f.has("max_attempts") ? before.maxAttempts : WHEN_ENABLED);
            return new RetryConfig(enabled, enabled ? given : 1);
        }).orElse(NONE);
    }
}
