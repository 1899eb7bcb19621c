package dev.carillon.ledger;

/**
 * The statements that place an attempt over another trunk. The placement that failed becomes a row of its
 * own; the one that follows stands in the attempt.
 */
final class PlacementSql {

    /** Attempts of a node that still are where it believes them to be, and may be dialled; sorted by call. */
    static final String LOCK = """
            select v.i, a.trunk_id, (
                select coalesce(array_agg(p.trunk_id), '{}') from placement p
                where p.batch_id = a.batch_id and p.seq = a.seq and p.no = a.no)
            from (select unnest(?::text[]) as organization_id, unnest(?::text[]) as number,
                    unnest(?::bigint[]) as batch_id, unnest(?::int[]) as seq, unnest(?::int[]) as no,
                    unnest(?::int[]) as i) v
            cross join lateral (
                select * from attempt x
                where x.batch_id = v.batch_id and x.seq = v.seq and x.no = v.no and x.phase = 0
                    and x.node_id = ?
                for no key update) a
            where (select p.status = 'sent' from batch_progress p where p.batch_id = v.batch_id)
                and (select true from do_not_call d
                     where d.organization_id = v.organization_id and d.number = v.number) is null
            """;

    /** The trunks that batches could take, the preferred first; one may come twice. */
    static final String WAYS = """
            select b.batch_id, b.organization_id, t.trunk_id
            from unnest(?::bigint[]) k(batch_id)
            cross join lateral (select * from batch_call x where x.batch_id = k.batch_id offset 0) b
            cross join lateral (%s) t
            """.formatted(TrunkSql.ALL);

    /** As for a claim: since when this node dials beside others; no row: it dials alone. */
    static final String DIALS_BESIDE = """
            select n.dials_since from node n
            where n.node_id = ? and exists (
                select from node y
                where y.node_id <> n.node_id and y.lease_until > ? and y.dials_since < 'infinity')
            """;

    static final String KEEP = """
            insert into placement (batch_id, seq, no, placement, trunk_id, placed_at, ended_at, outcome,
                sip_status, q850_cause, reason_text)
            select a.batch_id, a.seq, a.no, v.placement, a.trunk_id, a.place_at,
                timestamptz 'epoch' + v.ended_at * interval '1 microsecond', v.outcome,
                nullif(v.sip_status, 0), nullif(v.q850_cause, 0), v.reason_text
            from (select unnest(?::bigint[]) as batch_id, unnest(?::int[]) as seq, unnest(?::int[]) as no,
                    unnest(?::int[]) as placement, unnest(?::bigint[]) as ended_at,
                    unnest(?::text[]) as outcome, unnest(?::int[]) as sip_status,
                    unnest(?::int[]) as q850_cause, unnest(?::text[]) as reason_text) v
            cross join lateral (
                select * from attempt x
                where x.batch_id = v.batch_id and x.seq = v.seq and x.no = v.no offset 0) a
            """;

    static final String MOVE = """
            update attempt a
            set trunk_id = v.trunk_id, place_at = timestamptz 'epoch' + v.place_at * interval '1 microsecond',
                place_by = timestamptz 'epoch' + v.place_by * interval '1 microsecond',
                last_deadline = timestamptz 'epoch' + v.last_deadline * interval '1 microsecond'
            from (select unnest(?::bigint[]) as batch_id, unnest(?::int[]) as seq, unnest(?::int[]) as no,
                    unnest(?::bigint[]) as trunk_id, unnest(?::bigint[]) as place_at,
                    unnest(?::bigint[]) as place_by, unnest(?::bigint[]) as last_deadline) v
            where a.batch_id = any(array[v.batch_id]) and a.seq = v.seq and a.no = v.no
            """;

    /** Their rows are nobody else's while their attempts are locked. */
    static final String MOVE_LINES = """
            update on_line o
            set trunk_id = v.trunk_id,
                deadline = timestamptz 'epoch' + v.last_deadline * interval '1 microsecond'
            from (select unnest(?::text[]) as organization_id, unnest(?::text[]) as number,
                    unnest(?::bigint[]) as batch_id, unnest(?::int[]) as seq, unnest(?::int[]) as no,
                    unnest(?::bigint[]) as trunk_id, unnest(?::bigint[]) as last_deadline) v
            where o.organization_id = any(array[v.organization_id]) and o.number = any(array[v.number])
                and o.batch_id = v.batch_id and o.seq = v.seq and o.no = v.no
            """;

    private PlacementSql() {
    }
}
