package dev.carillon.ledger;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.UUID;

import dev.carillon.base.Ids;
import dev.carillon.call.SecretText;
import dev.carillon.call.Trunk;
import dev.carillon.dial.Peers;

/** Reads the peers of all organisations; each of the two tables has an index of just those. */
final class PeerSql {

    /** {@code xmin} changes with every write of a row. */
    private static final String VERSION = """
            select coalesce(md5(string_agg(x.version, ' ' order by x.version)), '')
            from (select 't' || t.trunk_id || ':' || t.xmin::text as version
                  from trunk t where t.kind <> 'sandbox'
                  union all
                  select 'a' || a.organization_id || a.agent_id || ':' || a.xmin::text
                  from agent a where a.settings is not null) x
            """;
    private static final String LINES = """
            select t.trunk_id, t.public_id, t.organization_id, t.kind, t.settings::text, t.secrets::text, t.paused
            from trunk t where t.kind <> 'sandbox' order by t.trunk_id
            """;
    private static final String AGENTS = """
            select a.organization_id, a.agent_id, a.settings::text, a.secrets::text
            from agent a where a.settings is not null order by a.organization_id, a.agent_id
            """;

    private PeerSql() {
    }

    static String version(Connection c) throws SQLException {
        return Statements.list(c, VERSION, r -> r.getString(1)).getFirst();
    }

    static List<Peers.Line> lines(Connection c) throws SQLException {
        return Statements.list(c, LINES, r -> new Peers.Line(trunk(r), r.getBoolean("paused")));
    }

    static List<Peers.Agent> agents(Connection c) throws SQLException {
        return Statements.list(c, AGENTS,
                r -> new Peers.Agent(r.getString(1), r.getString(2), r.getString(3),
                        SecretText.read(r.getString(4))));
    }

    private static Trunk trunk(ResultSet r) throws SQLException {
        return new Trunk(r.getLong("trunk_id"), Ids.text(Ids.TRUNK, r.getObject("public_id", UUID.class)),
                r.getString("organization_id"),
                Trunk.Kind.valueOf(r.getString("kind").toUpperCase(Locale.ROOT)), r.getString("settings"),
                SecretText.read(r.getString("secrets")), null, List.of());
    }
}
