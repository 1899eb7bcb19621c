package dev.carillon.directory;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Update;

import dev.carillon.call.SecretText;
import dev.carillon.http.Paging;

/** The table agent, with the limits of its rows. */
final class AgentSql {

    private static final String FIND = """
            select a.agent_id, a.name, a.settings::text, a.secrets::text, a.created_at,
                   coalesce(a.updated_at, a.created_at) as updated_at,
                   u.max_live, u.calls_per_second
            from agent a left join usage u
                on u.organization_id = a.organization_id and u.scope = 50 and u.id = a.agent_id
            where a.organization_id = :organization_id and a.agent_id = :agent_id""";
    private static final String PAGE = """
            select a.agent_id, a.name, a.settings::text, a.secrets::text, a.created_at,
                   coalesce(a.updated_at, a.created_at) as updated_at,
                   u.max_live, u.calls_per_second
            from agent a left join usage u
                on u.organization_id = a.organization_id and u.scope = 50 and u.id = a.agent_id
            where a.organization_id = :organization_id
            order by a.agent_id offset :offset limit :limit""";
    private static final String COUNT = """
            select count(*) from agent where organization_id = :organization_id""";
    private static final String LOCK = """
            select agent_id from agent
            where organization_id = :organization_id and agent_id = :agent_id for update""";
    private static final String INSERT = """
            insert into agent (organization_id, agent_id, name, settings, secrets, created_at, updated_at)
            values (:organization_id, :agent_id, :name, :settings::jsonb, :secrets::jsonb, :created_at,
                    :updated_at)
            on conflict do nothing""";
    private static final String WRITE = """
            update agent
            set name = :name, settings = :settings::jsonb, secrets = :secrets::jsonb, updated_at = :updated_at
            where organization_id = :organization_id and agent_id = :agent_id""";
    private static final String DELETE = """
            delete from agent where organization_id = :organization_id and agent_id = :agent_id""";

    private AgentSql() {
    }

    static Optional<Agent> find(Handle handle, String organizationId, String agentId) {
        return handle.createQuery(FIND).bind("organization_id", organizationId).bind("agent_id", agentId)
                .map((row, context) -> agent(row)).findOne();
    }

    /** The same, kept from change by others until the transaction ends. */
    static Optional<Agent> lock(Handle handle, String organizationId, String agentId) {
        handle.createQuery(LOCK).bind("organization_id", organizationId).bind("agent_id", agentId)
                .mapTo(String.class).findOne();
        return find(handle, organizationId, agentId);
    }

    static List<Agent> page(Handle handle, String organizationId, Paging paging) {
        return handle.createQuery(PAGE).bind("organization_id", organizationId)
                .bind("offset", paging.offset()).bind("limit", paging.limit())
                .map((row, context) -> agent(row)).list();
    }

    static long count(Handle handle, String organizationId) {
        return handle.createQuery(COUNT).bind("organization_id", organizationId).mapTo(Long.class).one();
    }

    /** Whether it was not there before. */
    static boolean insert(Handle handle, String organizationId, Agent agent) {
        return bound(handle, INSERT, organizationId, agent).bind("created_at", agent.createdAt())
                .execute() > 0;
    }

    static void write(Handle handle, String organizationId, Agent agent) {
        bound(handle, WRITE, organizationId, agent).execute();
    }

    private static Update bound(Handle handle, String sql, String organizationId, Agent agent) {
        return handle.createUpdate(sql).bind("organization_id", organizationId)
                .bind("agent_id", agent.agentId()).bind("name", agent.name())
                .bind("settings", agent.line().settings())
                .bind("secrets", SecretText.of(agent.line().secrets()))
                .bind("updated_at", agent.updatedAt());
    }

    static boolean delete(Handle handle, String organizationId, String agentId) {
        return handle.createUpdate(DELETE).bind("organization_id", organizationId).bind("agent_id", agentId)
                .execute() > 0;
    }

    private static Agent agent(ResultSet row) throws SQLException {
        var line = new Agent.Line(row.getString("settings"), SecretText.read(row.getString("secrets")));
        return new Agent(row.getString("agent_id"), row.getString("name"), line, LimitSql.limits(row),
                row.getTimestamp("created_at").toInstant(), row.getTimestamp("updated_at").toInstant());
    }
}
