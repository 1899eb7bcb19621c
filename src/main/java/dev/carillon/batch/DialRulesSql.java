package dev.carillon.batch;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

import org.jdbi.v3.core.statement.Update;

import dev.carillon.call.RuleText;

/** Writes and reads a batch call's own rules; what there is none of is null. */
final class DialRulesSql {

    /** Of {@code batch_call b}. */
    static final String COLUMNS =
            "b.retry_rules::text as retry_rules, b.calling_window::text as calling_window,"
                    + " b.priority, b.stop_loss::text as stop_loss";

    private DialRulesSql() {
    }

    static void bind(Update update, RetryConfig retry, DialRules rules) {
        update.bind("retry_enabled", retry.enabled()).bind("max_attempts", retry.maxAttempts())
                .bind("retry_spread", retry.spread())
                .bind("retry_rules",
                        Optional.ofNullable(rules.retryRules()).map(RuleText::ofRetryRules).orElse(null))
                .bind("calling_window",
                        rules.callingWindow().isEmpty() ? null : RuleText.ofSpans(rules.callingWindow()))
                .bind("priority", rules.priority())
                .bind("stop_loss", rules.stopLoss().isEmpty() ? null : RuleText.ofStopLoss(rules.stopLoss()));
    }

    static DialRules read(ResultSet row) throws SQLException {
        String retryRules = row.getString("retry_rules");
        String window = row.getString("calling_window");
        String stopLoss = row.getString("stop_loss");
        return new DialRules(retryRules == null ? null : RuleText.retryRules(retryRules),
                window == null ? List.of() : RuleText.spans(window), row.getInt("priority"),
                stopLoss == null ? List.of() : RuleText.stopLoss(stopLoss));
    }
}
