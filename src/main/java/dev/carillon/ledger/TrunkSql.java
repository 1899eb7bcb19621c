package dev.carillon.ledger;

/**
 * Which trunk a batch takes: one of its number, else of any, that is of its kind and not paused; the
 * preferred first.
 */
final class TrunkSql {

    /** A subquery beside {@code b}, a row of {@code batch_call}. */
    static final String CHOICE = """
            select t.trunk_id, t.version
            from caller_id i
            cross join lateral (
                select x.*, x.xmin::text::bigint as version from trunk x where x.trunk_id = i.trunk_id
                    offset 0) t
            where i.organization_id = b.organization_id and i.number in (b.from_number, '*')
                and (t.kind = 'sandbox') = b.sandbox and not t.paused
            order by i.number = '*', i.preference, t.trunk_id limit 1""";

    private TrunkSql() {
    }
}
