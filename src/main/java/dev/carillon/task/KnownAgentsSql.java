package dev.carillon.task;

import java.util.Collection;
import java.util.List;
import java.util.Optional;

import org.jdbi.v3.core.Handle;

/** Which agents the directory can reach. */
final class KnownAgentsSql {

    private static final String UNKNOWN = """
            select k.id from unnest(:agents::text[]) k (id)
            where not exists (select from agent a
                              where a.organization_id = :organization_id and a.agent_id = k.id
                                and a.settings is not null)""";

    /** Of a batch in the sandbox none. */
    private static final String UNKNOWN_OF = """
            select k.id
            from batch_call b
            cross join lateral (
                select b.agent_id where b.agent_id is not null
                union
                select t.agent_id from task t
                where t.batch_id = b.batch_id and t.seq < b.total and t.agent_id is not null
                    and t.status = 'pending') k (id)
            where b.organization_id = :organization_id and b.batch_id = :batch_id and not b.sandbox
                and not exists (select from agent a
                                where a.organization_id = :organization_id and a.agent_id = k.id
                                  and a.settings is not null)
            order by k.id limit 1""";

    private KnownAgentsSql() {
    }

    static List<String> unknown(Handle handle, String organizationId, Collection<String> agents) {
        return handle.createQuery(UNKNOWN).bind("organization_id", organizationId)
                .bindArray("agents", String.class, List.copyOf(agents)).mapTo(String.class).list();
    }

    static Optional<String> unknownOf(Handle handle, String organizationId, long batchId) {
        return handle.createQuery(UNKNOWN_OF).bind("organization_id", organizationId)
                .bind("batch_id", batchId).mapTo(String.class).findOne();
    }
}
