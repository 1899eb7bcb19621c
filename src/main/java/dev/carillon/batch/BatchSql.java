package dev.carillon.batch;

import java.time.Instant;
import java.util.Optional;
import java.util.SortedSet;
import java.util.UUID;

import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Update;

import dev.carillon.call.QuietHours;
import dev.carillon.task.TaskSql;

/** Writes a new batch call: its definition, its progress, its tasks and its limits. */
final class BatchSql {

    private static final String INSERT = """
            insert into batch_call (organization_id, public_id, name, from_number, agent_id, status, total,
                                    sandbox, timezone, scheduled_at, expires_at, quiet_start, quiet_end,
                                    quiet_zone, retry_enabled, max_attempts, retry_spread, duplicates,
                                    retry_rules, calling_window, priority, stop_loss, created_at,
                                    updated_at, started_at)
            values (:organization_id, :public_id, :name, :from_number, :agent_id, :status, :total, :sandbox,
                    :timezone, :scheduled_at, :expires_at, :quiet_start, :quiet_end, :quiet_zone,
                    :retry_enabled, :max_attempts, :retry_spread, :duplicates, :retry_rules::jsonb,
                    :calling_window::jsonb, :priority, :stop_loss::jsonb, :now, :now, :started_at)""";

    private static final String INSERT_PROGRESS = """
            insert into batch_progress (batch_id, status, total, open, skipped)
            select b.batch_id, b.status, b.total, :open, b.total - :open
            from batch_call b where b.organization_id = :organization_id and b.batch_id = :batch_id""";

    private static final String INSERT_LIMIT = """
            insert into usage (organization_id, scope, id, max_live, calls_per_second, free_at)
            values (:organization_id, 10, :id, :max_live, :calls_per_second, :now)""";

    private static final String COUNT = """
            insert into organization_counter as c (organization_id, batch_count) values (:organization_id, 1)
            on conflict (organization_id) do update set batch_count = c.batch_count + 1""";

    private BatchSql() {
    }

    /** A checked batch call on its way into the database. */
    record Draft(String organizationId, UUID publicId, NewBatch batch, Instant now) {
    }

    /** Writes the definition and gives its key. */
    static long insert(Handle handle, Draft draft) {
        NewBatch b = draft.batch();
        Optional<QuietHours> quiet = Optional.ofNullable(b.quietHours());
        Update insert = handle.createUpdate(INSERT).bind("organization_id", draft.organizationId())
                .bind("public_id", draft.publicId()).bind("name", b.name())
                .bind("from_number", b.fromNumber())
                .bind("agent_id", b.agentId()).bind("status", b.start().status().word())
                .bind("total", b.tasks().size()).bind("sandbox", b.sandbox())
                .bind("timezone", b.zone() == null ? null : b.zone().getId())
                .bind("scheduled_at", b.start().scheduledAt()).bind("expires_at", b.start().expiresAt())
                .bind("quiet_start", quiet.map(QuietHours::start).orElse(null))
                .bind("quiet_end", quiet.map(QuietHours::end).orElse(null))
                .bind("quiet_zone", quiet.map(q -> q.zone().getId()).orElse(null))
                .bind("duplicates", b.duplicates().word()).bind("now", draft.now())
                .bind("started_at", b.startsNow() ? draft.now() : null);
        DialRulesSql.bind(insert, b.retry(), b.dialling());
        return insert.executeAndReturnGeneratedKeys("batch_id").mapTo(Long.class).one();
    }

    static void insertProgress(Handle handle, Draft draft, TaskSql.Rows rows) {
        handle.createUpdate(INSERT_PROGRESS).bind("organization_id", draft.organizationId())
                .bind("batch_id", rows.batchId()).bind("open", rows.open()).execute();
    }

    /**
     * The batch's own limits, then those of its agents: the order in which these rows are locked everywhere.
     */
    static void insertLimits(Handle handle, Draft draft, long batchId, SortedSet<String> agents) {
        Pacing pacing = draft.batch().pacing();
        handle.createUpdate(INSERT_LIMIT).bind("organization_id", draft.organizationId())
                .bind("id", Long.toString(batchId)).bind("max_live", pacing.maxLiveCalls())
                .bind("calls_per_second", pacing.callsPerSecond()).bind("now", draft.now()).execute();
        TaskSql.agentLimits(handle, draft.organizationId(), agents, draft.now());
    }

    /** One more in the list's exact total: the last row of all to be locked. */
    static void count(Handle handle, String organizationId) {
        handle.createUpdate(COUNT).bind("organization_id", organizationId).execute();
    }
}
