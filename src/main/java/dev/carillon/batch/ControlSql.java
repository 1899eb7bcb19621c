package dev.carillon.batch;

import java.time.Instant;

import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

import dev.carillon.call.BatchStatus;

/** Changes what a batch call is doing, in both rows that say so; its row of progress is locked. */
final class ControlSql {

    private static final String PROGRESS = """
            update batch_progress p set status = :status, hang_up = p.hang_up or :hang_up
            from batch_call b
            where b.organization_id = :organization_id and b.batch_id = :batch_id
              and p.batch_id = b.batch_id""";

    /**
     * Whoever resumes what a stop-loss rule has paused has seen its figures: the calls before count no more.
     */
    private static final String DEFINITION = """
            update batch_call
            set status = :status, reason = :reason, reason_detail = null,
                updated_at = greatest(updated_at, :now),
                counts_since = case when :status = 'sent' and reason = 'stop_loss' then :now
                                    else counts_since end,
                started_at = case when :status = 'sent' then coalesce(started_at, :now) else started_at end,
                ended_at = case when :status = 'cancelled' then :now else ended_at end
            where organization_id = :organization_id and batch_id = :batch_id""";

    private static final String DEFER_END = """
            insert into deferred_end (batch_id)
            select b.batch_id from batch_call b
            where b.organization_id = :organization_id and b.batch_id = :batch_id
            on conflict do nothing""";

    private ControlSql() {
    }

    /**
     * A change of one batch call.
     *
     * @param reason why it is paused; null for every other status
     */
    record Change(String organizationId, long batchId, BatchStatus to, @Nullable String reason,
            boolean hangUp,
            Instant now) {
    }

    static void write(Handle handle, Change change) {
        hangUp(handle, change);
        handle.createUpdate(DEFINITION).bind("organization_id", change.organizationId())
                .bind("batch_id", change.batchId()).bind("status", change.to().word())
                .bind("reason", change.reason())
                .bind("now", change.now()).execute();
    }

    /**
     * Writes the row of progress alone: of a batch that is cancelled already, its live calls are to be hung
     * up.
     */
    static void hangUp(Handle handle, Change change) {
        handle.createUpdate(PROGRESS).bind("organization_id", change.organizationId())
                .bind("batch_id", change.batchId()).bind("status", change.to().word())
                .bind("hang_up", change.hangUp()).execute();
    }

    /**
     * Leaves it to upkeep to write that the pending tasks of a cancelled batch are skipped, and to seal it.
     */
    static void deferEnd(Handle handle, Change change) {
        handle.createUpdate(DEFER_END).bind("organization_id", change.organizationId())
                .bind("batch_id", change.batchId()).execute();
    }
}
