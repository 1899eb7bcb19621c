package dev.carillon.callback;

import java.time.Instant;
import java.util.UUID;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

import dev.carillon.base.Ids;
import dev.carillon.http.Json;
import dev.carillon.http.NetworkCause;

/**
 * A placement over a trunk that failed the call before anything rang, and that another one followed.
 *
 * @param trunk null: it is there no more
 */
record FailedPlacement(@Nullable UUID trunk, Instant placedAt, Instant endedAt, String outcome,
        NetworkCause cause) {

    void write(JsonGenerator json) {
        json.writeStartObject();
        json.writeStringProperty("trunk_id", trunk == null ? null : Ids.text(Ids.TRUNK, trunk));
        Json.seconds(json, "placed_at", placedAt);
        Json.seconds(json, "ended_at", endedAt);
        json.writeStringProperty("outcome", outcome);
        cause.write(json);
        json.writeEndObject();
    }
}
