package dev.carillon.directory;

import java.time.Instant;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

import dev.carillon.http.Fields;
import dev.carillon.http.Json;

/** Somebody, or something, that talks to those who answer. */
record Agent(String agentId, @Nullable String name, Limits limits, Instant createdAt, Instant updatedAt) {

    /** What the sandbox gives an agent of whom the directory says nothing. */
    static final Limits DEFAULT = new Limits(500, null);

    private static final int LONGEST_NAME = 255;

    /** This one with what a request changes of it. */
    Agent with(Fields body, Instant now) {
        return new Agent(agentId, name(body, name), limits.with(body, DEFAULT), createdAt, now);
    }

    /** The name that a request gives, or the one there was. */
    static @Nullable String name(Fields body, @Nullable String before) {
        return body.has("name") ? body.text("name", 1, LONGEST_NAME).orElse(null) : before;
    }

    void write(JsonGenerator json) {
        json.writeStringProperty("agent_id", agentId);
        json.writeStringProperty("name", name);
        limits.write(json);
        Json.seconds(json, "created_at", createdAt);
        Json.seconds(json, "updated_at", updatedAt);
    }
}
