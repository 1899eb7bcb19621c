package dev.carillon.batch;

import java.util.List;

import org.jspecify.annotations.Nullable;

import dev.carillon.call.CallingWindow.Span;
import dev.carillon.call.RetryRule;
import dev.carillon.call.StopLoss;
import dev.carillon.http.CallingWindowField;
import dev.carillon.http.Fields;

/**
 * What a batch call itself says of when its tasks are dialled, before which others, and when it pauses by
 * itself.
 *
 * @param retryRules    those that hold; null: none were given, so the default ones hold where retries do
 * @param callingWindow in the called party's time; empty: no hours of its own
 * @param priority      0 to 9, the highest first
 * @param stopLoss      empty: it never pauses by itself
 */
record DialRules(@Nullable List<RetryRule> retryRules, List<Span> callingWindow, int priority,
        List<StopLoss> stopLoss) {

    private static final int DEFAULT_PRIORITY = 5;
    private static final int HIGHEST_PRIORITY = 9;

    /** What holds when a new batch call says nothing. */
    static DialRules unsaid(boolean sandbox) {
        return new DialRules(null, List.of(), DEFAULT_PRIORITY,
                sandbox ? List.of() : StopLoss.DEFAULT_LIVE);
    }

    /** These with what a request says of them; null is none of it, or the default priority. */
    DialRules with(Fields body) {
        return new DialRules(body.has("retry_rules") ? RetryRulesField.read(body) : retryRules,
                body.has("calling_window")
                        ? CallingWindowField.read(body, "calling_window").orElse(List.of())
                        : callingWindow,
                body.has("priority")
                        ? body.integer("priority", 0, HIGHEST_PRIORITY).orElse(DEFAULT_PRIORITY)
                        : priority,
                body.has("stop_loss") ? StopLossField.read(body) : stopLoss);
    }

    /** Whether some outcome is tried again because a rule of its own says so. */
    boolean retryByRule() {
        return retryRules != null && !retryRules.isEmpty();
    }

    /** Whether rules were given and every one of them is turned off. */
    boolean retryByNone() {
        return retryRules != null && retryRules.isEmpty();
    }
}
