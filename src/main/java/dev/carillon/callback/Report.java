package dev.carillon.callback;

import java.time.Instant;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

import dev.carillon.http.Json;

/**
 * What was told of a call so far.
 *
 * @param optOut  whether the called party does not want to be called again
 * @param late    whether any of it was told after the call had ended
 * @param inTime  whether it was told before the end that a machine had answered
 * @param firstAt when something was told first
 * @param lastAt  and last
 */
record Report(@Nullable String classification, boolean optOut, @Nullable String disposition,
        @Nullable String note, boolean late, boolean inTime, Instant firstAt, Instant lastAt) {

    static final String VOICEMAIL = "voicemail";

    /** Whether all of it holds: a machine that was told of too late is only kept. */
    private boolean applied() {
        return inTime || !VOICEMAIL.equals(classification);
    }

    void write(JsonGenerator json) {
        json.writeStringProperty("classification", classification);
        json.writeBooleanProperty("opt_out", optOut);
        json.writeStringProperty("disposition", disposition);
        json.writeStringProperty("note", note);
        json.writeBooleanProperty("late", late);
        json.writeBooleanProperty("applied", applied());
        json.writeStringProperty("applied_reason", applied() ? null : "call_ended");
        Json.seconds(json, "first_reported_at", firstAt);
        Json.seconds(json, "last_reported_at", lastAt);
    }
}
