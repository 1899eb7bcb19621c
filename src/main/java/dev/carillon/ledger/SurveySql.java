package dev.carillon.ledger;

/**
 * The statements of a survey: index probes only, a few for each batch that is looked at, and definitions only
 * when they changed.
 */
final class SurveySql {

    /**
     * {@code xmin} changes with every write of a row: it tells whether what is remembered of it is still
     * true.
     */
    private static final String RUNNING = """
            select b.batch_id, b.xmin::text::bigint, o.version, t.trunk_id, t.version, p.total - p.next_seq, d.due_at
            from %s b
            cross join lateral (select * from batch_progress x where x.batch_id = b.batch_id offset 0) p
            cross join lateral (
                select x.xmin::text::bigint as version from organization x
                where x.organization_id = b.organization_id offset 0) o
            left join lateral (
                select x.due_at from due x where x.batch_id = b.batch_id order by x.due_at limit 1) d on true
            left join lateral (%s) t on true
            where b.status = 'sent' and p.status = 'sent' and (p.total > p.next_seq or d.due_at is not null)
            """;

    /** Every batch that runs. */
    static final String ALL = RUNNING.formatted("batch_call", TrunkSql.CHOICE_BUT);

    /** Those that are asked for, and those that were started, changed or appended to since a moment. */
    static final String SOME = RUNNING.formatted("""
            (select distinct k.batch_id
             from (select unnest(?::bigint[]) as batch_id
                   union all
                   select x.batch_id from batch_call x where x.status = 'sent' and x.updated_at >= ?) k) asked
            cross join lateral (
                select x.*, x.xmin from batch_call x where x.batch_id = asked.batch_id offset 0)""",
            TrunkSql.CHOICE_BUT);

    static final String DEFINITIONS = """
            select b.batch_id, b.organization_id, b.from_number, b.agent_id, b.quiet_start, b.quiet_end, b.quiet_zone,
                   b.expires_at, b.timezone, b.sandbox, b.calling_window::text, b.retry_rules::text,
                   b.retry_spread, b.priority, o.weight, o.calling_window::text, o.default_zones::text,
                   o.cap_attempts, o.cap_days, t.trunk_id, t.public_id as trunk_public_id, t.kind, t.settings,
                   t.secrets::text as secrets, t.countries, t.kinds,
                   (%s)::text as paused_before
            from (select unnest(?::bigint[]) as batch_id, unnest(?::bigint[]) as trunk_id,
                    ?::bigint[] as resting) k
            cross join lateral (select * from batch_call x where x.batch_id = k.batch_id offset 0) b
            cross join lateral (
                select * from organization x where x.organization_id = b.organization_id offset 0) o
            left join lateral (select * from trunk x where x.trunk_id = k.trunk_id offset 0) t on true
            """.formatted(TrunkSql.PAUSED_BEFORE);

    /**
     * Whole batches, and single calls of a node: of these there are nearly always none. A lost one may be up
     * until its places are free.
     */
    static final String HANG_UP = """
            select p.batch_id, 0 as seq, 0 as no
            from batch_progress p where p.batch_id = any(?::bigint[]) and p.hang_up
            union all
            select h.batch_id, h.seq, h.no from hang_up h
            cross join lateral (
                select * from attempt x
                where x.batch_id = h.batch_id and x.seq = h.seq and x.no = h.no offset 0) a
            where h.node_id = ? and (a.phase < 4 or a.outcome = 'lost' and coalesce((
                select true from on_line o
                where o.organization_id = (
                        select b.organization_id from batch_call b where b.batch_id = h.batch_id)
                    and o.number = a.to_number
                    and o.batch_id = h.batch_id and o.seq = h.seq and o.no = h.no), false))
            """;

    private SurveySql() {
    }
}
