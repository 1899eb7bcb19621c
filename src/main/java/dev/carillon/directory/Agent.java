package dev.carillon.directory;

import java.time.Instant;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

import dev.carillon.base.Sealed;
import dev.carillon.http.Fields;
import dev.carillon.http.Json;

/**
 * Somebody, or something, that talks to those who answer.
 *
 * @param line how it is reached; only the sandbox plays one that has no settings there
 */
record Agent(String agentId, @Nullable String name, Line line, Limits limits, Instant createdAt,
        Instant updatedAt) {

    /** What the sandbox gives an agent of whom the directory says nothing. */
    static final Limits DEFAULT = new Limits(500, null);

    private static final Limits DEFAULT_LIVE = new Limits(10, null);
    private static final int LONGEST_NAME = 255;
    private static final int LONGEST_SETTINGS = 16 * 1024;

    /**
     * How an agent is reached.
     *
     * @param settings a JSON object, as the carriers read it; null: it is not
     */
    record Line(@Nullable String settings, Map<String, Sealed> secrets) {

        static final Line NONE = new Line(null, Map.of());

        Line {
            secrets = Map.copyOf(secrets);
        }

        /** The settings that a request gives, or those there were. */
        @Nullable String settings(Fields body) {
            return body.has("sip") ? body.json("sip", LONGEST_SETTINGS).orElse(null) : settings;
        }

        private Limits otherwise() {
            return settings == null ? DEFAULT : DEFAULT_LIVE;
        }
    }

    /** One that has just been named. */
    static Agent named(String agentId, Instant now) {
        return new Agent(agentId, null, Line.NONE, DEFAULT, now, now);
    }

    /**
     * This one with what a request changes of it. As long as nobody has said otherwise, its limits are those
     * that are usual where it is reached.
     */
    Agent with(Fields body, Line changed, Instant now) {
        Limits usual = limits.equals(line.otherwise()) ? changed.otherwise() : limits;
        return new Agent(agentId, name(body, name), changed, usual.with(body, changed.otherwise()), createdAt,
                now);
    }

    /** The name that a request gives, or the one there was. */
    static @Nullable String name(Fields body, @Nullable String before) {
        return body.has("name") ? body.text("name", 1, LONGEST_NAME).orElse(null) : before;
    }

    void write(JsonGenerator json) {
        json.writeStringProperty("agent_id", agentId);
        json.writeStringProperty("name", name);
        Json.raw(json, "sip", line.settings());
        SecretsField.write(json, line.secrets());
        limits.write(json);
        Json.seconds(json, "created_at", createdAt);
        Json.seconds(json, "updated_at", updatedAt);
    }
}
