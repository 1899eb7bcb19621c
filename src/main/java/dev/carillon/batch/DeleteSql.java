package dev.carillon.batch;

import java.time.Instant;
import java.util.List;

import org.jdbi.v3.core.Handle;

/**
 * Takes a batch call out of sight: what there is one row of goes at once, and what may be many rows is left
 * to upkeep, which the removal tells of it. Its row of progress is locked.
 */
final class DeleteSql {

    private static final String TELL_UPKEEP = """
            insert into removed_batch (batch_id, organization_id, removed_at)
            select b.batch_id, b.organization_id, :now from batch_call b
            where b.organization_id = :organization_id and b.batch_id = :batch_id""";

    private static final String ROW = """
            delete from {table} x using batch_call b
            where b.organization_id = :organization_id and b.batch_id = :batch_id
              and x.batch_id = b.batch_id""";

    /** The tables with one row a batch call, which refer to it. */
    private static final List<String> ROWS = List.of("deferred_end", "batch_edit", "batch_progress");

    private static final String BATCH = """
            delete from batch_call
            where organization_id = :organization_id and batch_id = :batch_id""";

    /** One fewer in the list's exact total: the last row of all to be locked. */
    private static final String COUNT = """
            update organization_counter set batch_count = batch_count - 1
            where organization_id = :organization_id""";

    private DeleteSql() {
    }

    static void delete(Handle handle, String organizationId, long batchId, Instant now) {
        handle.createUpdate(TELL_UPKEEP).bind("organization_id", organizationId).bind("batch_id", batchId)
                .bind("now", now).execute();
        for (String table : ROWS) {
            handle.createUpdate(ROW.replace("{table}", table)).bind("organization_id", organizationId)
                    .bind("batch_id", batchId).execute();
        }
        handle.createUpdate(BATCH).bind("organization_id", organizationId).bind("batch_id", batchId)
                .execute();
        handle.createUpdate(COUNT).bind("organization_id", organizationId).execute();
    }
}
