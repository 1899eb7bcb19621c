package dev.carillon.directory;

import java.time.Instant;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

import dev.carillon.http.Json;

/**
 * That a trunk does not work, and takes no new attempts of some nodes.
 *
 * @param words for people; null: none were told
 * @param until when the last of them tries it again
 * @param nodes how many nodes say so; the words are those of the one that said it first
 */
record Resting(String outcome, @Nullable String words, Instant since, Instant until, int nodes) {

    static void write(JsonGenerator json, @Nullable Resting resting) {
        if (resting == null) {
            json.writeNullProperty("resting");
            return;
        }
        json.writeObjectPropertyStart("resting");
        json.writeStringProperty("outcome", resting.outcome);
        json.writeStringProperty("reason_text", resting.words);
        Json.seconds(json, "since", resting.since);
        Json.seconds(json, "until", resting.until);
        json.writeNumberProperty("nodes", resting.nodes);
        json.writeEndObject();
    }
}
