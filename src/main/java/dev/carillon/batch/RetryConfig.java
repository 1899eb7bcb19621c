package dev.carillon.batch;

import dev.carillon.http.Fields;

/**
 * How often a task is tried.
 *
 * @param maxAttempts all attempts of a task, the first included
 */
record RetryConfig(boolean enabled, int maxAttempts) {

    private static final int MOST = 10;
    private static final int WHEN_ENABLED = 3;

    /** Reads {@code retry_config}; without it there is one attempt. */
    static RetryConfig read(Fields body) {
        return body.object("retry_config").map(f -> {
            boolean enabled = f.bool("enabled").orElse(false);
            int given = f.integer("max_attempts", 1, MOST).orElse(WHEN_ENABLED);
            return new RetryConfig(enabled, enabled ? given : 1);
        }).orElse(new RetryConfig(false, 1));
    }
}
