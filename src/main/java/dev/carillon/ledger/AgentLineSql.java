package dev.carillon.ledger;

import java.sql.Array;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import dev.carillon.base.Ids.TaskKey;
import dev.carillon.base.Sealed;
import dev.carillon.call.SecretText;
import dev.carillon.dial.AgentLine;
import dev.carillon.dial.Claim.Candidate;

/**
 * How the agents of a claim's live tasks are reached: read anew in each claim, so that a change of one is
 * obeyed by the next call. The sandbox needs none of it, and its claims read none.
 */
final class AgentLineSql {

    static final String AGENTS = """
            select k.organization_id, k.agent_id, a.settings, a.secrets, a.variables
            from unnest(?::text[], ?::text[]) k(organization_id, agent_id)
            cross join lateral (
                select x.settings::text, x.secrets::text,
                    array(select distinct v.value
                          from jsonb_each_text(case when jsonb_typeof(x.settings -> 'headers') = 'object'
                                                    then x.settings -> 'headers' end) v) as variables
                from agent x
                where x.organization_id = k.organization_id and x.agent_id = k.agent_id
                    and x.settings is not null
                offset 0) a
            """;

    static final String VARIABLES = """
            select k.batch_id, k.seq, k.name, t.dynamic_variables ->> k.name
            from unnest(?::bigint[], ?::int[], ?::text[]) k(batch_id, seq, name)
            cross join lateral (
                select x.dynamic_variables from task x where x.batch_id = k.batch_id and x.seq = k.seq
                offset 0) t
            where t.dynamic_variables ->> k.name is not null
            """;

    private AgentLineSql() {
    }

    private record Named(String organizationId, String agentId) {

        static Named of(Candidate candidate) {
            return new Named(candidate.batch().organizationId(), String.valueOf(candidate.task().agentId()));
        }
    }

    /** @param variables the names of those that its settings name */
    private record Known(Named agent, String settings, Map<String, Sealed> secrets, List<String> variables) {
    }

    private record Wanted(TaskKey task, String name) {
    }

    /** The lines of the agents that the directory can reach, each by its task. */
    static Map<TaskKey, AgentLine> read(Connection c, Collection<Candidate> live) throws SQLException {
        Map<Named, Known> agents = agents(c, live.stream().map(Named::of).distinct().toList());
        Map<TaskKey, Map<String, String>> variables = variables(c, live, agents);
        var lines = new HashMap<TaskKey, AgentLine>();
        for (Candidate candidate : live) {
            Known known = agents.get(Named.of(candidate));
            if (known != null) {
                TaskKey task = task(candidate);
                lines.put(task, new AgentLine(known.agent().agentId(), known.settings(), known.secrets(),
                        variables.getOrDefault(task, Map.of())));
            }
        }
        return lines;
    }

    static TaskKey task(Candidate candidate) {
        return new TaskKey(candidate.task().call().batchId(), candidate.task().call().seq());
    }

    private static Map<Named, Known> agents(Connection c, List<Named> named) throws SQLException {
        var agents = new HashMap<Named, Known>();
        Statements.list(c, AGENTS, AgentLineSql::known, Columns.texts(named, Named::organizationId),
                Columns.texts(named, Named::agentId)).forEach(known -> agents.put(known.agent(), known));
        return agents;
    }

    private static Known known(ResultSet r) throws SQLException {
        Array variables = r.getArray(5);
        return new Known(new Named(r.getString(1), r.getString(2)), r.getString(3),
                SecretText.read(r.getString(4)), List.of((String[]) variables.getArray()));
    }

    private static Map<TaskKey, Map<String, String>> variables(Connection c, Collection<Candidate> live,
            Map<Named, Known> agents) throws SQLException {
        var wanted = new ArrayList<Wanted>();
        for (Candidate candidate : live) {
            Known known = agents.get(Named.of(candidate));
            Set<String> names = known == null ? Set.of() : Set.copyOf(known.variables());
            names.forEach(name -> wanted.add(new Wanted(task(candidate), name)));
        }
        var variables = new HashMap<TaskKey, Map<String, String>>();
        if (!wanted.isEmpty()) {
            Statements.list(c, VARIABLES,
                    r -> variables
                            .computeIfAbsent(new TaskKey(r.getLong(1), r.getInt(2)), _ -> new HashMap<>())
                            .put(r.getString(3), r.getString(4)),
                    Columns.longs(wanted, w -> w.task().batchId()), Columns.ints(wanted, w -> w.task().seq()),
                    Columns.texts(wanted, Wanted::name));
        }
        return variables;
    }
}
