package dev.carillon.task;

import java.util.Optional;

import dev.carillon.call.AgentIdForm;
import dev.carillon.http.Fields;
import dev.carillon.http.Form;

/** The form of an agent's id. Whether there is such an agent is the trunk's affair: the sandbox plays any. */
public final class AgentId {

    public static final String ALLOWED = AgentIdForm.ALLOWED;

    private static final Form FORM =
            new Form("has not the form of an agent's id", ALLOWED, AgentIdForm::looksRight);

    private AgentId() {
    }

    /** Reads the field {@code agent_id}. */
    public static Optional<String> read(Fields fields) {
        return fields.text("agent_id", FORM);
    }
}
