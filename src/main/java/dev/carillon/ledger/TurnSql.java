package dev.carillon.ledger;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * Batches turn by the clock or because nothing is left of them: bounded pieces, each a transaction. Several
 * nodes may do it at once; each takes what no other holds.
 */
final class TurnSql {

    static final int PIECE = 100;

    static final String FIND_DUE = """
            select b.batch_id from batch_call b where b.status = 'scheduled' and b.scheduled_at <= ?
            order by b.scheduled_at limit 100
            """;

    /** A scalar subquery, for an {@code exists} may be planned as a join over all caller IDs. */
    static final String FIND_STUCK = """
            select b.batch_id from batch_call b
            cross join lateral (select * from batch_progress x where x.batch_id = b.batch_id offset 0) p
            where b.status = 'sent' and p.status = 'sent'
                and (p.open = 0 or (select c.trunk_id from (%s) c) is null or %s)
            limit 100
            """.formatted(TrunkSql.CHOICE, TrunkSql.NO_AGENT);

    static final String LOCK = """
            select b.batch_id
            from unnest(?::bigint[]) k(batch_id)
            cross join lateral (
                select * from batch_progress p where p.batch_id = k.batch_id and p.status = ?
                for no key update skip locked) b
            """;

    /** What becomes of {@code v}: batches, each with the reason why it is paused, or none. */
    private static final String TURN = """
            moved as (
                update batch_call b
                set status = case when v.reason is null then 'sent' else 'paused' end, reason = v.reason,
                    updated_at = greatest(b.updated_at, v.now),
                    started_at = case when v.reason is null then coalesce(b.started_at, v.now)
                        else b.started_at end
                from v
                where b.batch_id = any(array[v.batch_id]) and b.status = v.was
                    and (b.status = 'sent' or b.scheduled_at <= v.now)
                returning b.organization_id, b.batch_id, b.status, b.reason, v.now),
            progress as (
                update batch_progress p set status = m.status from moved m
                where p.batch_id = any(array[m.batch_id]))
            insert into event (organization_id, at, type, batch_id, word)
            select m.organization_id, m.now, 'batch_' || m.status, m.batch_id, m.reason from moved m
                order by m.batch_id
            """;

    static final String START = """
            with v as materialized (
                select b.batch_id, 'scheduled' as was, n.now,
                       case when b.scheduled_at < n.oldest then 'missed_start'
                            when (select c.trunk_id from (%s) c) is null then 'no_trunk'
                            when %s then 'unknown_agent' end as reason
                from (select ?::timestamptz as now, ?::timestamptz as oldest) n
                cross join lateral (select * from batch_call x where x.batch_id = any(?::bigint[])
                    offset 0) b),
            %s""".formatted(TrunkSql.CHOICE, TrunkSql.NO_AGENT, TURN);

    static final String PAUSE = """
            with v as materialized (
                select b.batch_id, 'sent' as was, ?::timestamptz as now,
                       case when t.trunk_id is null then 'no_trunk' else 'unknown_agent' end as reason
                from (select * from batch_call x where x.batch_id = any(?::bigint[]) offset 0) b
                cross join lateral (select * from batch_progress x where x.batch_id = b.batch_id offset 0) p
                cross join lateral (select (select c.trunk_id from (%s) c) as trunk_id offset 0) t
                where p.status = 'sent' and p.open > 0 and (t.trunk_id is null or %s)),
            %s""".formatted(TrunkSql.CHOICE, TrunkSql.NO_AGENT, TURN);

    private TurnSql() {
    }

    /** Scheduled batches whose time has come, one piece of them; returns whether there may be more. */
    static boolean start(Connection c, Instant now, Duration latestStart) throws SQLException {
        List<Long> found = Statements.list(c, FIND_DUE, r -> r.getLong(1), now);
        long[] locked = lock(c, found, "scheduled");
        if (locked.length > 0) {
            Statements.update(c, START, now, now.minus(latestStart), locked);
        }
        return locked.length == PIECE;
    }

    /** Running batches that have no task or no way to dial left, one piece of them. */
    static boolean stop(Connection c, Instant now) throws SQLException {
        List<Long> found = Statements.list(c, FIND_STUCK, r -> r.getLong(1));
        long[] locked = lock(c, found, "sent");
        if (locked.length > 0) {
            BatchEndSql.end(c, locked, now);
            Statements.update(c, PAUSE, now, locked);
        }
        return locked.length == PIECE;
    }

    private static long[] lock(Connection c, List<Long> found, String status) throws SQLException {
        long[] ids = found.stream().mapToLong(Long::longValue).sorted().toArray();
        return ids.length == 0
                ? ids
                : Statements.list(c, LOCK, r -> r.getLong(1), ids, status).stream().mapToLong(Long::longValue)
                        .toArray();
    }
}
