package dev.carillon.batch;

import java.time.Instant;
import java.time.LocalTime;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

import dev.carillon.batch.ReasonsSql.Counts;
import dev.carillon.call.CallingWindow.Span;
import dev.carillon.call.QuietHours;
import dev.carillon.call.Reason;
import dev.carillon.call.RetryRule;
import dev.carillon.http.CallingWindowField;
import dev.carillon.http.Json;
import dev.carillon.list.BatchRow;

/**
 * One batch call as {@code GET /batch-call/{id}} shows it: its row of the list, then its moments and
 * configuration.
 *
 * @param counts null: they were not counted, for it is large and the answer is about a change
 */
record BatchView(BatchRow row, Moments moments, Rules rules, @Nullable Counts counts) {

    /** What happened when. */
    record Moments(Instant createdAt, @Nullable Instant startedAt, @Nullable String reason,
            @Nullable String reasonDetail) {
    }

    /** The configuration, as given or as its defaults are. */
    record Rules(boolean sandbox, @Nullable String timezone, @Nullable QuietHours quietHours,
            RetryConfig retry,
            Pacing pacing, @Nullable Instant expiresAt, String duplicates, DialRules dialling) {
    }

    /** The same with why its tasks wait and were skipped. */
    BatchView with(Counts itsCounts) {
        return new BatchView(row, moments, rules, itsCounts);
    }

    void write(JsonGenerator json) {
        row.write(json);
        json.writeNumberProperty("total", row.figures().total());
        json.writeStringProperty("timezone", rules.timezone() == null ? "UTC" : rules.timezone());
        Json.seconds(json, "created_timestamp", moments.createdAt());
        Json.seconds(json, "last_sent_timestamp", moments.startedAt());
        json.writeStringProperty("tasks_url", "/batch-call/" + row.batchCallId() + "/tasks");
        json.writeStringProperty("reason", moments.reason());
        json.writeBooleanProperty("sandbox", rules.sandbox());
        writeRules(json);
        List<RetryRule> retryRules = rules.dialling().retryRules();
        RetryRulesField.write(json, retryRules == null ? List.of() : retryRules);
        List<Span> window = rules.dialling().callingWindow();
        CallingWindowField.write(json, "calling_window", window.isEmpty() ? null : window);
        json.writeNumberProperty("priority", rules.dialling().priority());
        StopLossField.write(json, rules.dialling().stopLoss());
        json.writeStringProperty("reason_detail", moments.reasonDetail());
        writeCounts(json, Reason.Kind.WAITING, counts == null ? null : counts.waiting());
        writeCounts(json, Reason.Kind.SKIPPED, counts == null ? null : counts.skipped());
    }

    /** Every reason of the kind, be it that of none. */
    private static void writeCounts(JsonGenerator json, Reason.Kind kind,
            @Nullable Map<Reason, Long> byReason) {
        String name = kind.name().toLowerCase(Locale.ROOT);
        if (byReason == null) {
            json.writeNullProperty(name);
            return;
        }
        json.writeObjectPropertyStart(name);
        for (Reason reason : Reason.values()) {
            if (reason.kind() == kind) {
                json.writeNumberProperty(reason.word(), byReason.getOrDefault(reason, 0L));
            }
        }
        json.writeEndObject();
    }

    private void writeRules(JsonGenerator json) {
        json.writeObjectPropertyStart("retry_config");
        json.writeBooleanProperty("enabled", rules.retry().enabled());
        json.writeNumberProperty("max_attempts", rules.retry().maxAttempts());
        json.writeBooleanProperty("spread", rules.retry().spread());
        json.writeEndObject();
        writeQuietHours(json, rules.quietHours());
        Json.seconds(json, "expires_at", rules.expiresAt());
        json.writeStringProperty("duplicates", rules.duplicates());
        writePacing(json, rules.pacing());
    }

    private static void writeQuietHours(JsonGenerator json, @Nullable QuietHours hours) {
        if (hours == null) {
            json.writeNullProperty("quiet_hours");
            return;
        }
        json.writeObjectPropertyStart("quiet_hours");
        json.writeBooleanProperty("enabled", true);
        json.writeStringProperty("start_time", hoursAndMinutes(hours.start()));
        json.writeStringProperty("end_time", hoursAndMinutes(hours.end()));
        json.writeStringProperty("timezone", hours.zone().getId());
        json.writeEndObject();
    }

    private static void writePacing(JsonGenerator json, Pacing pacing) {
        if (pacing.equals(Pacing.NONE)) {
            json.writeNullProperty("pacing");
            return;
        }
        json.writeObjectPropertyStart("pacing");
        json.writeName("calls_per_second");
        number(json, pacing.callsPerSecond());
        json.writeName("max_live_calls");
        number(json, pacing.maxLiveCalls());
        json.writeEndObject();
    }

    private static void number(JsonGenerator json, @Nullable Number value) {
        switch (value) {
            case null -> json.writeNull();
            case Integer whole -> json.writeNumber(whole);
            default -> json.writeNumber(value.doubleValue());
        }
    }

    private static String hoursAndMinutes(LocalTime time) {
        return time.toString().substring(0, 5);
    }
}
