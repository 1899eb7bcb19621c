package dev.carillon.task;

import java.time.Instant;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

import dev.carillon.base.Ids;
import dev.carillon.http.Json;
import dev.carillon.http.NetworkCause;

/**
 * A task as the API shows it.
 *
 * @param attempts how many attempts it has had, an open one included
 * @param outcome  of its last attempt; null while that is open, or when there is none
 * @param cause    why its network ended that
 * @param reason   why it waits or was skipped; null for the others
 * @param dueAt    when it is looked at again; null when it waits for no time
 */
record TaskRow(long batchId, int seq, String toNumber, String status, int attempts, @Nullable String outcome,
        @Nullable String note, NetworkCause cause, @Nullable String reason, @Nullable String externalId,
        @Nullable Instant notBefore, @Nullable String timezone, @Nullable Instant dueAt, Instant createdAt) {

    void write(JsonGenerator json, Ids ids) {
        json.writeStartObject();
        json.writeStringProperty("task_id", ids.task(batchId, seq));
        json.writeStringProperty("to_number", toNumber);
        json.writeStringProperty("status", status);
        json.writeStringProperty("call_id", attempts == 0 ? null : ids.call(batchId, seq, attempts));
        json.writeStringProperty("error_message", error());
        Json.seconds(json, "created_at", createdAt);
        json.writeNumberProperty("attempts", attempts);
        json.writeStringProperty("outcome", outcome);
        cause.write(json);
        json.writeStringProperty("reason", reason);
        json.writeStringProperty("external_id", externalId);
        Json.seconds(json, "not_before", notBefore);
        json.writeStringProperty("timezone", timezone);
        Json.seconds(json, "due_at", dueAt);
        json.writeEndObject();
    }

    private @Nullable String error() {
        if (outcome == null || outcome.equals("completed")) {
            return null;
        }
        return note == null ? outcome.replace('_', ' ') : note;
    }
}
