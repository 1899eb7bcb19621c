package dev.carillon.batch;

import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

import dev.carillon.call.QuietHours;
import dev.carillon.http.Fields;
import dev.carillon.task.AgentId;
import dev.carillon.task.Duplicates;
import dev.carillon.task.NewTask;
import dev.carillon.task.Zones;

/**
 * What a client can change of a batch call, beside its status and its tasks.
 *
 * @param zone null: none was given
 */
record Terms(@Nullable String name, String fromNumber, @Nullable String agentId,
        @Nullable Instant scheduledAt, @Nullable ZoneId zone, @Nullable QuietHours quietHours,
        RetryConfig retry, Pacing pacing, @Nullable Instant expiresAt, Duplicates duplicates,
        DialRules dialling) {

    /** Those that a batch call has. */
    static Terms of(BatchView batch) {
        BatchView.Rules rules = batch.rules();
        return new Terms(batch.row().name(), batch.row().fromNumber(), batch.row().agentId(),
                batch.row().scheduledAt(), rules.timezone() == null ? null : ZoneId.of(rules.timezone()),
                rules.quietHours(), rules.retry(), rules.pacing(), rules.expiresAt(),
                Duplicates.of(rules.duplicates()), rules.dialling());
    }

    /**
     * These with what a request changes of them. A field that is absent stays as it was; null makes it what
     * it is when a new batch call is sent without it.
     */
    Terms with(Fields body, Instant now) {
        DialRules itsDialling = dialling.with(body);
        ZoneId itsZone = given(body, "timezone", Zones.read(body, "timezone"), zone);
        return new Terms(given(body, "name", NewBatch.name(body), name),
                body.has("from_number") ? NewTask.readNumber(body, "from_number") : fromNumber,
                given(body, "agent_id", AgentId.read(body), agentId),
                future(body, "trigger_timestamp", scheduledAt, now), itsZone,
                body.has("quiet_hours")
                        ? Quiet.read(body, itsZone == null ? NewBatch.DEFAULT_ZONE : itsZone, quietHours)
                        : quietHours,
                RetryConfig.read(body, retry, itsDialling),
                body.has("pacing") ? Pacing.read(body, pacing) : pacing,
                future(body, "expires_at", expiresAt, now),
                body.has("duplicates") ? NewBatch.duplicates(body) : duplicates, itsDialling);
    }

    private static <T> @Nullable T given(Fields body, String name, Optional<T> value, @Nullable T before) {
        return body.has(name) ? value.orElse(null) : before;
    }

    /** Whoever sends back the seconds that he was told changes nothing. */
    private static @Nullable Instant future(Fields body, String name, @Nullable Instant before,
            Instant now) {
        if (!body.has(name)) {
            return before;
        }
        Instant told = before == null ? null : before.truncatedTo(ChronoUnit.SECONDS);
        return body.instant(name).filter(t -> t.equals(told) || t.equals(before)).isPresent()
                ? before
                : Start.future(body, name, now);
    }
}
