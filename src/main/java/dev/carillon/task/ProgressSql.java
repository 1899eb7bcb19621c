package dev.carillon.task;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;

import org.jdbi.v3.core.Handle;

import dev.carillon.base.Ids;
import dev.carillon.base.Refusal;
import dev.carillon.base.Refusal.Code;
import dev.carillon.call.BatchStatus;

/** The row that claim, control and append share, found by a batch's public id within its organisation. */
public final class ProgressSql {

    private static final String FIND = """
            select p.* from batch_progress p
            where p.batch_id = (select b.batch_id from batch_call b
                                where b.organization_id = :organization_id and b.public_id = :public_id)""";
    private static final String LOCK = FIND + " for no key update";

    private ProgressSql() {
    }

    /**
     * The row as it stands.
     *
     * @param pending tasks that are neither on the line nor at an end
     */
    public record Progress(long batchId, BatchStatus status, boolean hangUp, int total, int nextSeq,
            int pending,
            int calling, int completed, int failed, int skipped) {

        private static Progress of(ResultSet row) throws SQLException {
            int calling = row.getInt("calling");
            return new Progress(row.getLong("batch_id"),
                    BatchStatus.of(row.getString("status")).orElseThrow(),
                    row.getBoolean("hang_up"), row.getInt("total"), row.getInt("next_seq"),
                    row.getInt("open") - calling,
                    calling, row.getInt("completed"), row.getInt("failed"), row.getInt("skipped"));
        }

        /** Tasks that are not at an end. */
        public int open() {
            return pending + calling;
        }
    }

    /** Reads without a lock; what is not this organisation's is not found. */
    public static Progress find(Handle handle, String organizationId, String batchCallId) {
        return one(handle, FIND, organizationId, batchCallId);
    }

    /**
     * Locks the row before anything of the batch is changed; what is not this organisation's is not found.
     */
    public static Progress lock(Handle handle, String organizationId, String batchCallId) {
        return one(handle, LOCK, organizationId, batchCallId);
    }

    /** The UUID of a batch's public id. */
    public static UUID publicId(String batchCallId) {
        return Optional.ofNullable(Ids.uuid(Ids.BATCH_CALL, batchCallId)).orElseThrow(unknown());
    }

    /** The same words whether the id is not there, another organisation's, or no id at all (law: Tenancy). */
    public static Supplier<Refusal> unknown() {
        return () -> Refusal.of(Code.NOT_FOUND, "there is no batch call with this id");
    }

    private static Progress one(Handle handle, String sql, String organizationId, String batchCallId) {
        return handle.createQuery(sql).bind("organization_id", organizationId)
                .bind("public_id", publicId(batchCallId)).map((row, context) -> Progress.of(row)).findOne()
                .orElseThrow(unknown());
    }
}
