package dev.carillon.ledger;

/**
 * The statements of a survey: index probes only, a few for each batch that runs, and definitions only when
 * they changed.
 */
final class SurveySql {

    /**
     * {@code xmin} changes with every write of a row: it tells whether what is remembered of it is still
     * true.
     */
    static final String RUNNING = """
            select b.batch_id, b.xmin::text::bigint, t.trunk_id, t.version, p.total - p.next_seq, d.due_at
            from batch_call b
            cross join lateral (select * from batch_progress x where x.batch_id = b.batch_id offset 0) p
            left join lateral (
                select x.due_at from due x where x.batch_id = b.batch_id order by x.due_at limit 1) d on true
            left join lateral (%s) t on true
            where b.status = 'sent' and p.status = 'sent' and (p.total > p.next_seq or d.due_at is not null)
            """.formatted(TrunkSql.CHOICE);

    static final String DEFINITIONS = """
            select b.batch_id, b.organization_id, b.from_number, b.agent_id, b.quiet_start, b.quiet_end, b.quiet_zone,
                   b.expires_at, t.trunk_id, t.kind, t.settings
            from unnest(?::bigint[], ?::bigint[]) k(batch_id, trunk_id)
            cross join lateral (select * from batch_call x where x.batch_id = k.batch_id offset 0) b
            left join lateral (select * from trunk x where x.trunk_id = k.trunk_id offset 0) t on true
            """;

    static final String HANG_UP = """
            select p.batch_id from batch_progress p where p.batch_id = any(?::bigint[]) and p.hang_up
            """;

    private SurveySql() {
    }
}
