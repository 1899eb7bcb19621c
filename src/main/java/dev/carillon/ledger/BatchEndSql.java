package dev.carillon.ledger;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;

/**
 * Ends running batches that have nothing open, and seals the recount of all that have ended; a large one is
 * left to upkeep, for here everybody waits. Whoever brought their last task to its end calls it, under their
 * lock.
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

    /**
     * A paused batch with nothing open is left out: tasks that are skipped at once may still be appended.
     */
    static final String SEAL = """
            with ended as materialized (
                select p.batch_id, p.total
                from unnest(?::bigint[]) k(batch_id)
                cross join lateral (
                    select * from batch_progress x
                    where x.batch_id = k.batch_id and x.open = 0
                        and x.status in ('completed', 'failed', 'cancelled')
                    offset 0) p),
            large as (
                insert into unsealed_batch (batch_id)
                select e.batch_id from ended e where e.total > 10000
                on conflict do nothing)
            insert into batch_seal (batch_id, total, sent, picked_up, completed, sealed_at)
            select e.batch_id, r.total, r.sent, r.picked_up, r.completed, n.now
            from (select ?::timestamptz as now) n
            cross join ended e
            cross join lateral recount(e.batch_id, e.total) r
            where e.total <= 10000
            on conflict (batch_id) do update
            set total = excluded.total, sent = excluded.sent, picked_up = excluded.picked_up,
                completed = excluded.completed, sealed_at = excluded.sealed_at
            """;

    private BatchEndSql() {
    }

    static void end(Connection c, long[] batches, Instant now) throws SQLException {
        if (batches.length > 0) {
            Statements.update(c, END, batches, now, now, now);
            Statements.update(c, SEAL, batches, now);
        }
    }
}
