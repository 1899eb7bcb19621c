package dev.carillon.callback;

import java.time.Instant;
import java.util.Set;
import java.util.UUID;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

import dev.carillon.base.Ids;
import dev.carillon.base.Ids.CallKey;
import dev.carillon.call.AttemptState;
import dev.carillon.call.Hint;
import dev.carillon.http.Json;
import dev.carillon.http.NetworkCause;

/**
 * A call as the API shows it.
 *
 * @param onLine whether it may be up: it lives, or it is lost and its places are taken
 * @param report what was told of it; null: nothing was
 */
record CallRow(CallKey key, UUID batchCall, Parties parties, AttemptState state, boolean onLine, End end,
        Times times, Task task, @Nullable Report report) {

    private static final Set<String> BY_ONE_OF_THEM = Set.of("completed", "voicemail", "abandoned");
    private static final String HANG_UP = "hang_up";

    /** Who speaks with whom, from which number. */
    record Parties(String fromNumber, String toNumber, String agentId) {
    }

    /**
     * How it ended, in the program's word and the carrier's, both null while it lives, and why its network
     * ended it.
     */
    record End(@Nullable String outcome, @Nullable String note, NetworkCause cause) {

        private void write(JsonGenerator json) {
            json.writeStringProperty("outcome", outcome);
            json.writeStringProperty("note", note);
            cause.write(json);
        }
    }

    /** When it came how far. */
    record Times(Instant openedAt, @Nullable Instant ringingAt, @Nullable Instant answeredAt,
            @Nullable Instant joinedAt, @Nullable Instant endedAt) {
    }

    /** What its task was given, as JSON. */
    record Task(@Nullable String externalId, @Nullable String dynamicVariables) {
    }

    boolean ended() {
        return state == AttemptState.ENDED;
    }

    /** Whether nobody knows what has become of it, and it may be up. */
    boolean isLeft() {
        return ended() && onLine;
    }

    /** @param token the call's own; null for who may not hand it on */
    void write(JsonGenerator json, Ids ids, @Nullable String token) {
        json.writeStringProperty("call_id", id(ids));
        json.writeStringProperty("task_id", ids.task(key.batchId(), key.seq()));
        json.writeStringProperty("batch_call_id", Ids.text(Ids.BATCH_CALL, batchCall));
        json.writeStringProperty("from_number", parties.fromNumber());
        json.writeStringProperty("to_number", parties.toNumber());
        json.writeStringProperty("agent_id", parties.agentId());
        json.writeNumberProperty("attempt", key.no());
        json.writeStringProperty("status", state.word());
        end.write(json);
        Json.seconds(json, "opened_at", times.openedAt());
        Json.seconds(json, "ringing_at", times.ringingAt());
        Json.seconds(json, "answered_at", times.answeredAt());
        Json.seconds(json, "joined_at", times.joinedAt());
        Json.seconds(json, "ended_at", times.endedAt());
        json.writeStringProperty("external_id", task.externalId());
        Json.raw(json, "dynamic_variables", task.dynamicVariables());
        writeReport(json);
        writeHints(json);
        json.writeStringProperty("outcome_token", token);
    }

    String id(Ids ids) {
        return ids.call(key.batchId(), key.seq(), key.no());
    }

    private void writeReport(JsonGenerator json) {
        if (report == null) {
            json.writeNullProperty("report");
            return;
        }
        json.writeObjectPropertyStart("report");
        report.write(json);
        json.writeEndObject();
    }

    /** When it ended, if one of the two had hung up. */
    private @Nullable Instant endedByItself() {
        boolean byOneOfThem = end.outcome() != null && BY_ONE_OF_THEM.contains(end.outcome())
                && !HANG_UP.equals(end.note());
        return byOneOfThem ? times.endedAt() : null;
    }

    private void writeHints(JsonGenerator json) {
        json.writeArrayPropertyStart("hints");
        for (Hint hint : Hint
                .of(new Hint.Times(times.ringingAt(), times.answeredAt(), endedByItself()))) {
            json.writeStartObject();
            json.writeStringProperty("hint", hint.word());
            json.writeStringProperty("reason", hint.reason());
            json.writeEndObject();
        }
        json.writeEndArray();
    }
}
