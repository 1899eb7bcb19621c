package dev.carillon.batch;

import dev.carillon.base.Refusal;
import dev.carillon.http.Fields;

/**
 * How often a task is tried.
 *
 * @param maxAttempts all attempts of a task, the first included
 * @param spread      whether the next attempt is to fall into another part of the day
 */
record RetryConfig(boolean enabled, int maxAttempts, boolean spread) {

    /** One attempt. */
    static final RetryConfig NONE = new RetryConfig(false, 1, false);

    private static final String NAME = "retry_config";
    private static final int MOST = 10;
    private static final int WHEN_ENABLED = 3;
    private static final RetryConfig BY_RULES = new RetryConfig(true, WHEN_ENABLED, false);

    /**
     * Reads {@code retry_config}; null is none of it, and what is absent in it stays as it was. Whoever gives
     * rules and no configuration wants retries: nobody sends rules in vain.
     *
     * @param rules the batch call's rules, as they are with this request
     */
    static RetryConfig read(Fields body, RetryConfig before, DialRules rules) {
        RetryConfig config = body.object(NAME).map(f -> given(f, before))
                .orElseGet(() -> unsaid(body, before, rules));
        if (config.enabled && rules.retryByNone()) {
            throw body.has("retry_rules")
                    ? body.wrong("retry_rules", "has no enabled rule, and retry_config.enabled is true",
                            "at least one enabled rule, or null for the default ones")
                    : Refusal.invalid(NAME + ".enabled", "is true, and retry_rules has no enabled rule",
                            "false, or retry_rules with an enabled rule");
        }
        return config;
    }

    private static RetryConfig given(Fields f, RetryConfig before) {
        boolean enabled = f.has("enabled") ? f.bool("enabled").orElse(false) : before.enabled;
        int given = f.integer("max_attempts", 1, MOST)
                .orElse(before.enabled && !f.has("max_attempts") ? before.maxAttempts : WHEN_ENABLED);
        boolean spread = f.has("spread") ? f.bool("spread").orElse(false) : before.spread;
        return new RetryConfig(enabled, enabled ? given : 1, spread);
    }

    private static RetryConfig unsaid(Fields body, RetryConfig before, DialRules rules) {
        if (body.has(NAME)) {
            return rules.retryByRule() ? BY_RULES : NONE;
        }
        boolean asked = body.has("retry_rules") && rules.retryByRule() && !before.enabled;
        return asked ? new RetryConfig(true, WHEN_ENABLED, before.spread) : before;
    }
}
