package dev.carillon.call;

import java.util.regex.Pattern;

/** The form of an agent's id. Whether there is such an agent is not asked here. */
public final class AgentIdForm {

    /** What an id must look like, in words for people. */
    public static final String ALLOWED = "agent_ and 1 to 249 letters, digits, - or _";

    private static final Pattern ID = Pattern.compile("agent_[A-Za-z0-9_-]{1,249}");

    private AgentIdForm() {
    }

    public static boolean looksRight(String text) {
        return ID.matcher(text).matches();
    }
}
