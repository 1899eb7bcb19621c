package dev.carillon.directory;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;

import org.jdbi.v3.core.Handle;

import dev.carillon.base.Ids;
import dev.carillon.call.SecretText;
import dev.carillon.directory.KeptSecrets.Kept;

/** Everything that is kept sealed. */
final class KeptSecretsSql {

    private static final String ALL = """
            select organization_id, 'trunk' as in_table, public_id, null as agent_id, secrets::text
            from trunk where secrets <> '{}'
            union all
            select organization_id, 'agent', null, agent_id, secrets::text from agent where secrets <> '{}'
            order by 1, 2, 3, 4""";

    private KeptSecretsSql() {
    }

    static List<Kept> all(Handle handle) {
        return handle.createQuery(ALL).map((row, context) -> kept(row)).list();
    }

    private static Kept kept(ResultSet row) throws SQLException {
        String agent = row.getString("agent_id");
        return new Kept(row.getString("organization_id"), row.getString("in_table"),
                agent == null ? Ids.text(Ids.TRUNK, row.getObject("public_id", UUID.class)) : agent,
                SecretText.read(row.getString("secrets")));
    }
}
