package dev.carillon.dial;

import java.util.Map;

import org.jspecify.annotations.Nullable;

import dev.carillon.base.Sealed;

/**
 * How the agent of a call is reached.
 *
 * @param settings  the agent's, as the directory keeps them, a JSON object; null: it has none, as in the
 *                  sandbox
 * @param secrets   what they leave out, each by its name; bound to the table {@code agent}
 * @param variables of the task's dynamic variables those that the settings name
 */
public record AgentLine(String agentId, @Nullable String settings, Map<String, Sealed> secrets,
        Map<String, String> variables) {

    public AgentLine {
        secrets = Map.copyOf(secrets);
        variables = Map.copyOf(variables);
    }

    /** An agent of whom no more than the name is known. */
    public static AgentLine of(String agentId) {
        return new AgentLine(agentId, null, Map.of(), Map.of());
    }

    /** For errors and logs: nothing of a task. */
    @Override
    public String toString() {
        return "the line of " + agentId;
    }
}
