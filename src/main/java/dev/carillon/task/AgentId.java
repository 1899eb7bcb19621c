package dev.carillon.task;

import java.util.Optional;
import java.util.regex.Pattern;

import dev.carillon.http.Fields;
import dev.carillon.http.Form;

/** The form of an agent's id. Whether there is such an agent is the trunk's affair: the sandbox plays any. */
public final class AgentId {

    public static final String ALLOWED = "agent_ and 1 to 249 letters, digits, - or _";

    private static final Form FORM = new Form("has not the form of an agent's id", ALLOWED,
            Pattern.compile("agent_[A-Za-z0-9_-]{1,249}").asMatchPredicate());

    private AgentId() {
    }

    /** Reads the field {@code agent_id}. */
    public static Optional<String> read(Fields fields) {
        return fields.text("agent_id", FORM);
    }
}
