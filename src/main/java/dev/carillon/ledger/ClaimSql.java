package dev.carillon.ledger;

/**
 * The statements of claim and open. First the locks, then, in statements that begin after them, what is read
 * under them: a snapshot older than the lock would miss what the last holder committed. Keys are joined as
 * {@code any(array[key])} and flags are scalar subqueries, so that no plan but the index's is possible,
 * however empty a table looks.
 */
final class ClaimSql {

    /**
     * The shared lock is held to the end: whoever takes the other one knows that no claim of the node is
     * under way.
     */
    private static final String LOCK = """
            select b.batch_id, b.next_seq, b.total, me.shared_since
            from (
                select n.lease_until > x.now and (n.dials_since <= x.settled or not o.shared)
                           and pg_advisory_xact_lock_shared(20251, n.node_id::int) is not null as may,
                       case when o.shared then n.dials_since end as shared_since
                from (select ?::timestamptz as now, ?::timestamptz as settled, ?::bigint as node_id) x
                join node n on n.node_id = x.node_id
                cross join lateral (
                    select exists (
                        select from node y
                        where y.node_id <> x.node_id and y.lease_until > x.now and y.dials_since < 'infinity')
                        as shared) o
                offset 0) me
            cross join unnest(?::bigint[]) k(batch_id)
            cross join lateral (
                select * from batch_progress p
                where me.may and p.batch_id = k.batch_id and p.status = 'sent'
                for no key update%s) b
            """;
    static final String LOCK_BATCHES = LOCK.formatted("");
    static final String LOCK_FREE_BATCHES = LOCK.formatted(" skip locked");

    /** The columns of a candidate; {@code t} is its task, {@code w} what was asked for. */
    private static final String TASK =
            """
            t.batch_id, t.seq, t.to_number, t.status = 'pending', t.budget, t.agent_id, t.timezone,
            t.not_before, t.picked_up,
            (select true from do_not_call x
             where x.organization_id = w.organization_id and x.number = t.to_number),
            (select true from on_line o
             where o.organization_id = w.organization_id and o.number = t.to_number),
            case when w.cap_since is null then 0 else
                (select count(*) from recent_call x
                 where x.organization_id = w.organization_id and x.number = t.to_number
                     and x.opened_at > timestamptz 'epoch' + w.cap_since * interval '1 microsecond') end""";

    static final String READ_DUE = """
            select %s, d.no, d.spent, d.tid::text
            from unnest(?::bigint[], ?::text[], ?::bigint[], ?::int[])
                with ordinality w(batch_id, organization_id, cap_since, most, i)
            cross join lateral (
                select x.ctid as tid, x.due_at, x.seq, x.no, x.spent from due x
                where x.batch_id = w.batch_id and x.due_at <= ?
                order by x.due_at, x.seq limit w.most) d
            cross join lateral (
                select * from task x where x.batch_id = w.batch_id and x.seq = d.seq offset 0) t
            order by w.i, d.due_at, d.seq
            """.formatted(TASK);

    static final String READ_CURSOR = """
            select %s
            from unnest(?::bigint[], ?::text[], ?::bigint[], ?::int[], ?::int[])
                with ordinality w(batch_id, organization_id, cap_since, low, high, i)
            cross join lateral (
                select * from task x where x.batch_id = w.batch_id and x.seq >= w.low and x.seq < w.high
                offset 0) t
            order by w.i, t.seq
            """.formatted(TASK);

    /** Rows are sent as columns; unnested side by side in a select list they are never materialised. */
    static final String OPEN = """
            insert into attempt (batch_id, seq, no, spent, budget, phase, node_id, trunk_id,
                to_number, agent_id, opened_at, place_at, place_by, last_deadline, zones)
            select v.batch_id, v.seq, v.no, v.spent, v.budget, 0, n.node_id, v.trunk_id,
                v.to_number, v.agent_id, n.now, timestamptz 'epoch' + v.place_at * interval '1 microsecond',
                timestamptz 'epoch' + v.place_by * interval '1 microsecond',
                timestamptz 'epoch' + v.last_deadline * interval '1 microsecond', string_to_array(v.zones, ' ')
            from (select ?::bigint as node_id, ?::timestamptz as now) n
            cross join (
                select unnest(?::bigint[]) as batch_id, unnest(?::int[]) as seq, unnest(?::int[]) as no,
                    unnest(?::int[]) as spent, unnest(?::int[]) as budget, unnest(?::bigint[]) as trunk_id,
                    unnest(?::text[]) as to_number, unnest(?::text[]) as agent_id,
                    unnest(?::bigint[]) as place_at, unnest(?::bigint[]) as place_by,
                    unnest(?::bigint[]) as last_deadline, unnest(?::text[]) as zones) v
            """;

    static final String TAKE_LINES = """
            insert into on_line (organization_id, number, node_id, batch_id, seq, no,
                trunk_id, agent_id, deadline, from_number)
            select v.organization_id, v.number, n.node_id, v.batch_id, v.seq, v.no, v.trunk_id, v.agent_id,
                timestamptz 'epoch' + v.deadline * interval '1 microsecond', v.from_number
            from (select ?::bigint as node_id) n
            cross join (
                select unnest(?::text[]) as organization_id, unnest(?::text[]) as number,
                    unnest(?::bigint[]) as batch_id, unnest(?::int[]) as seq, unnest(?::int[]) as no,
                    unnest(?::bigint[]) as trunk_id, unnest(?::text[]) as agent_id,
                    unnest(?::bigint[]) as deadline, unnest(?::text[]) as from_number) v
            """;

    /** Of those whose organisation has a cap. */
    static final String COUNT_RECENT = """
            insert into recent_call (organization_id, number, opened_at, batch_id, seq, no)
            select unnest(?::text[]), unnest(?::text[]), ?::timestamptz, unnest(?::bigint[]), unnest(?::int[]),
                unnest(?::int[])
            """;

    static final String TAKE_DUE = "delete from due where ctid = any(?::text[]::tid[])";

    static final String WAIT = """
            insert into due (batch_id, due_at, seq, no, spent, reason)
            select k.batch_id, timestamptz 'epoch' + k.due_at * interval '1 microsecond', k.seq, k.no,
                k.spent, k.reason
            from (select unnest(?::bigint[]) as batch_id, unnest(?::bigint[]) as due_at,
                    unnest(?::int[]) as seq, unnest(?::int[]) as no, unnest(?::int[]) as spent,
                    unnest(?::text[]) as reason) k
            """;

    static final String SKIP = """
            update task t set status = 'skipped', reason = k.reason
            from (select unnest(?::bigint[]) as batch_id, unnest(?::int[]) as seq,
                    unnest(?::text[]) as reason) k
            where t.batch_id = any(array[k.batch_id]) and t.seq = k.seq and t.status = 'pending'
            """;

    static final String ADVANCE = """
            update batch_progress b
            set next_seq = k.next_seq, sent = b.sent + k.sent, calling = b.calling + k.calling,
                skipped = b.skipped + k.skipped, open = b.open - k.skipped
            from (select unnest(?::bigint[]) as batch_id, unnest(?::int[]) as next_seq,
                    unnest(?::int[]) as sent, unnest(?::int[]) as calling, unnest(?::int[]) as skipped) k
            where b.batch_id = any(array[k.batch_id])
            returning b.batch_id, b.open
            """;

    private ClaimSql() {
    }
}
