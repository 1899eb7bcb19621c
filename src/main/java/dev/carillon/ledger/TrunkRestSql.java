package dev.carillon.ledger;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

import dev.carillon.dial.TrunkRest;

/** The trunks that rest on a node, for whoever reads the directory. */
final class TrunkRestSql {

    static final String FORGET = "delete from trunk_rest where node_id = ?";

    /** What nodes have left that have not been there for long. */
    static final String FORGET_GONE = """
            delete from trunk_rest where ctid = any(array(
                select r.ctid from node n
                cross join lateral (
                    select x.ctid from trunk_rest x where x.node_id = n.node_id offset 0) r
                where n.lease_until < statement_timestamp() - interval '1 hour'))
            """;

    static final String KEEP = """
            insert into trunk_rest (node_id, trunk_id, outcome, reason_text, since, until)
            select ?, v.trunk_id, v.outcome, v.reason_text,
                timestamptz 'epoch' + v.since * interval '1 microsecond',
                timestamptz 'epoch' + v.until * interval '1 microsecond'
            from (select unnest(?::bigint[]) as trunk_id, unnest(?::text[]) as outcome,
                    unnest(?::text[]) as reason_text, unnest(?::bigint[]) as since,
                    unnest(?::bigint[]) as until) v
            """;

    private TrunkRestSql() {
    }

    /** From now on these rest, and no others. */
    static void write(Connection c, long nodeId, List<TrunkRest> rests) throws SQLException {
        Statements.update(c, FORGET_GONE);
        Statements.update(c, FORGET, nodeId);
        if (!rests.isEmpty()) {
            Statements.update(c, KEEP, nodeId, Columns.longs(rests, r -> r.trunk().trunkId()),
                    Columns.texts(rests, r -> r.why().word()), Columns.texts(rests, TrunkRest::words),
                    Columns.micros(rests, TrunkRest::since), Columns.micros(rests, TrunkRest::until));
        }
    }
}
