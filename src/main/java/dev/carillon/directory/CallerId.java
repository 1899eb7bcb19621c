package dev.carillon.directory;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

import dev.carillon.base.Ids;
import dev.carillon.http.Fields;
import dev.carillon.http.Json;

/**
 * A number that calls come from.
 *
 * @param number    {@link #ANY} is any number: what calls in the sandbox may come from
 * @param trunks    that take its calls, the preferred first
 * @param createdAt null: with its organisation
 */
record CallerId(String number, @Nullable String name, List<Trunk> trunks, Limits limits,
        @Nullable Instant createdAt) {

    static final String ANY = "*";

    CallerId {
        trunks = List.copyOf(trunks);
    }

    /**
     * A trunk by both its keys.
     *
     * @param live whether phones ring on it
     */
    record Trunk(long trunkId, String publicId, boolean live) {
    }

    /**
     * This one with what a request changes of it.
     *
     * @param chosen the trunks that the request names; null: those there were
     */
    CallerId with(Fields body, @Nullable List<Trunk> chosen) {
        return new CallerId(number, Agent.name(body, name), chosen == null ? trunks : chosen,
                limits.with(body, Limits.NONE), createdAt);
    }

    boolean any() {
        return number.equals(ANY);
    }

    void write(JsonGenerator json) {
        json.writeStringProperty("number", number);
        json.writeStringProperty("name", name);
        json.writeArrayPropertyStart("trunks");
        trunks.forEach(trunk -> json.writeString(trunk.publicId()));
        json.writeEndArray();
        limits.write(json);
        Json.seconds(json, "created_at", createdAt);
    }

    /** The public id of a trunk. */
    static String publicId(UUID trunk) {
        return Ids.text(Ids.TRUNK, trunk);
    }
}
