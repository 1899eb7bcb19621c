package dev.carillon.task;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;

import org.jdbi.v3.core.Handle;

import dev.carillon.call.BatchStatus;

/** Raises what a batch call has by its new tasks; its row of progress is locked. */
final class AppendSql {

    private static final String DEFINITION = """
            select batch_id, status, from_number, agent_id, max_attempts, duplicates, sandbox from batch_call
            where organization_id = :organization_id and batch_id = :batch_id""";

    private static final String RAISE_PROGRESS = """
            update batch_progress p
            set total = p.total + :added, open = p.open + :open, skipped = p.skipped + :skipped
            from batch_call b
            where b.organization_id = :organization_id and b.batch_id = :batch_id
              and p.batch_id = b.batch_id""";

    private static final String RAISE_BATCH = """
            update batch_call set total = total + :added, updated_at = greatest(updated_at, :now)
            where organization_id = :organization_id and batch_id = :batch_id""";

    private AppendSql() {
    }

    static Definition definition(Handle handle, String organizationId, long batchId) {
        return handle.createQuery(DEFINITION).bind("organization_id", organizationId)
                .bind("batch_id", batchId)
                .map((row, context) -> read(row)).findOne().orElseThrow(ProgressSql.unknown());
    }

    static void raise(Handle handle, String organizationId, TaskSql.Rows rows, Instant now) {
        int added = rows.tasks().size();
        handle.createUpdate(RAISE_PROGRESS).bind("organization_id", organizationId)
                .bind("batch_id", rows.batchId())
                .bind("added", added).bind("open", rows.open()).bind("skipped", added - rows.open())
                .execute();
        handle.createUpdate(RAISE_BATCH).bind("organization_id", organizationId)
                .bind("batch_id", rows.batchId())
                .bind("added", added).bind("now", now).execute();
    }

    private static Definition read(ResultSet row) throws SQLException {
        return new Definition(row.getLong("batch_id"), BatchStatus.of(row.getString("status")).orElseThrow(),
                row.getString("from_number"), row.getString("agent_id"), row.getInt("max_attempts"),
                Duplicates.of(row.getString("duplicates")), row.getBoolean("sandbox"));
    }
}
