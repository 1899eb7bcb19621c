package dev.carillon.task;

import java.util.Optional;
import java.util.regex.Pattern;

import dev.carillon.http.Fields;

/** The form of an agent's id. Whether there is such an agent is the trunk's affair: the sandbox plays any. */
public final class AgentId {

    public static final String ALLOWED = "agent_ and 1 to 249 letters, digits, - or _";

    private static final int LONGEST = 255;
    private static final Pattern FORM = Pattern.compile("agent_[A-Za-z0-9_-]{1,249}");

    private AgentId() {
    }

    /** Reads the field {@code agent_id}. */
    public static Optional<String> read(Fields fields) {
        return fields.text("agent_id", 1, LONGEST).map(id -> {
            if (!FORM.matcher(id).matches()) {
                throw fields.wrong("agent_id", "has not the form of an agent's id", ALLOWED);
            }
            return id;
        });
    }
}
