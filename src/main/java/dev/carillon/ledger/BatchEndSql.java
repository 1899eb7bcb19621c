package dev.carillon.ledger;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;

/**
 * Ends running batches that have nothing open. Whoever brought their last task to its end calls it, under
 * their lock.
 */
final class BatchEndSql {

    static final String END = """
            with ended as (
                update batch_progress p
                set status = case when p.sent > 0 then 'completed' else 'failed' end
                where p.batch_id = any(?::bigint[]) and p.status = 'sent' and p.open = 0
                returning p.batch_id, p.status),
            named as (
                update batch_call b
                set status = e.status, ended_at = ?, updated_at = greatest(b.updated_at, ?)
                from ended e
                where b.batch_id = any(array[e.batch_id])
                returning b.organization_id, b.batch_id, b.status)
            insert into event (organization_id, at, type, batch_id)
            select n.organization_id, ?, 'batch_' || n.status, n.batch_id from named n order by n.batch_id
            """;

    private BatchEndSql() {
    }

    static void end(Connection c, long[] batches, Instant now) throws SQLException {
        if (batches.length > 0) {
            Statements.update(c, END, batches, now, now, now);
        }
    }
}
