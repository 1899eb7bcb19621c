package dev.carillon.ledger;

/**
 * Which trunk a batch takes: one of its number, else of any, that is of its kind and not paused; the
 * preferred first.
 */
final class TrunkSql {

    private static final String USABLE = """
            select t.trunk_id, t.version
            from caller_id i
            cross join lateral (
                select x.*, x.xmin::text::bigint as version from trunk x where x.trunk_id = i.trunk_id
                    offset 0) t
            where i.organization_id = b.organization_id and i.number in (b.from_number, '*')
                and (t.kind = 'sandbox') = b.sandbox and not t.paused%s
            order by i.number = '*', i.preference, t.trunk_id%s""";
    private static final String BUT = " and t.trunk_id <> all(?::bigint[])";

    /** A subquery beside {@code b}, a row of {@code batch_call}. */
    static final String CHOICE = USABLE.formatted("", " limit 1");

    /** The same but for trunks that rest. */
    static final String CHOICE_BUT = USABLE.formatted(BUT, " limit 1");

    /** All that could be chosen, in their order, but for trunks that rest. */
    static final String ALL = USABLE.formatted(BUT, "");

    /**
     * A subquery beside {@code b} and {@code k.resting}: where the trunks may call that come before the
     * choice but are paused, or rest.
     */
    static final String PAUSED_BEFORE = """
            select jsonb_agg(jsonb_build_object('countries', y.countries, 'kinds', y.kinds))
            from (
                select t.countries, t.kinds,
                       bool_and(t.paused or t.trunk_id = any(k.resting))
                           over (order by i.number = '*', i.preference, t.trunk_id) as before_it
                from caller_id i
                cross join lateral (select * from trunk x where x.trunk_id = i.trunk_id offset 0) t
                where i.organization_id = b.organization_id and i.number in (b.from_number, '*')
                    and (t.kind = 'sandbox') = b.sandbox) y
            where y.before_it""";

    /**
     * A condition on {@code b}: its calls need an agent that can be reached, and the directory has none of
     * its. Tasks that name another are not looked at.
     */
    static final String NO_AGENT = """
            not b.sandbox and b.agent_id is not null
                and (select a.agent_id from agent a
                     where a.organization_id = b.organization_id and a.agent_id = b.agent_id
                         and a.settings is not null) is null""";

    private TrunkSql() {
    }
}
