package dev.carillon.call;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * What decides whether and when a batch's tasks are dialled.
 *
 * @param expiresAt after this moment no attempt is opened; null: never
 * @param cap       null: a person may be called as often as the budgets allow
 */
public record Rules(Hours hours, RetryPlan retryPlan, @Nullable Instant expiresAt, @Nullable AttemptCap cap) {

    /** No hours, no end, no cap. */
    public static Rules of(RetryPlan retryPlan) {
        return new Rules(Hours.ALWAYS, retryPlan, null, null);
    }

    public boolean expired(Instant time) {
        return expiresAt != null && !time.isBefore(expiresAt);
    }
}
