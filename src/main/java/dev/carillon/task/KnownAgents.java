package dev.carillon.task;

import java.util.Collection;
import java.util.List;
import java.util.Set;

import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

import dev.carillon.base.Refusal;

/**
 * Refuses agents that nobody could reach: a live batch call needs such as the directory has a SIP address
 * for. The sandbox plays any.
 */
public final class KnownAgents {

    private static final String FIELD = "agent_id";
    private static final String ALLOWED = "an agent of /api/agents that has sip";

    private KnownAgents() {
    }

    /** The agent of a batch call; null: it names none. */
    public static void check(Handle handle, String organizationId, @Nullable String agentId) {
        if (agentId != null
                && !KnownAgentsSql.unknown(handle, organizationId, Set.of(agentId)).isEmpty()) {
            throw unknown(FIELD, agentId);
        }
    }

    /** Those of new tasks. */
    public static void check(Handle handle, String organizationId, List<NewTask> tasks) {
        Collection<String> agents = TaskSql.agents(tasks);
        List<String> unknown =
                agents.isEmpty() ? List.of() : KnownAgentsSql.unknown(handle, organizationId, agents);
        for (NewTask task : tasks) {
            if (task.agentId() != null && unknown.contains(task.agentId())) {
                throw unknown(task.path() + "." + FIELD, task.agentId());
            }
        }
    }

    /** Those of a batch call that is about to be dialled, its own and its tasks', if it is a live one. */
    public static void checkLive(Handle handle, String organizationId, long batchId) {
        KnownAgentsSql.unknownOf(handle, organizationId, batchId).ifPresent(agentId -> {
            throw unknown(FIELD, agentId);
        });
    }

    private static Refusal unknown(String field, String agentId) {
        return Refusal.invalid(field, agentId + " is not in the directory with a SIP address (unknown_agent)",
                ALLOWED);
    }
}
