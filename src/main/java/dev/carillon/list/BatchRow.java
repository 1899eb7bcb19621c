package dev.carillon.list;

import java.time.Instant;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.SerializableString;
import tools.jackson.core.io.SerializedString;

import dev.carillon.http.Json;

/** What everybody sees of a batch call: the eleven fields of the list, with the figures of one snapshot. */
public record BatchRow(String batchCallId, @Nullable String name, String fromNumber, String status,
        Figures figures,
        @Nullable Instant scheduledAt, @Nullable String agentId, String organizationId) {

    /** Names made ready once: they are the longest part of a row. */
    private static final SerializableString BATCH_CALL_ID = new SerializedString("batch_call_id");
    private static final SerializableString NAME = new SerializedString("name");
    private static final SerializableString FROM_NUMBER = new SerializedString("from_number");
    private static final SerializableString STATUS = new SerializedString("status");
    private static final SerializableString TOTAL_TASK_COUNT = new SerializedString("total_task_count");
    private static final SerializableString SENT = new SerializedString("sent");
    private static final SerializableString PICKED_UP = new SerializedString("picked_up");
    private static final SerializableString COMPLETED = new SerializedString("completed");
    private static final SerializableString SCHEDULED_TIMESTAMP = new SerializedString("scheduled_timestamp");
    private static final SerializableString AGENT_ID = new SerializedString("agent_id");
    private static final SerializableString ORGANIZATION_ID = new SerializedString("organization_id");

    /** The batch's counters: 0 ≤ completed ≤ pickedUp ≤ sent ≤ total (law: Ledger). */
    public record Figures(int total, int sent, int pickedUp, int completed) {
    }

    /**
     * Writes the fields in the contract's order, between the braces of an object; what is unknown is null.
     */
    public void write(JsonGenerator json) {
        text(json, BATCH_CALL_ID, batchCallId);
        text(json, NAME, name);
        text(json, FROM_NUMBER, fromNumber);
        text(json, STATUS, status);
        number(json, TOTAL_TASK_COUNT, figures.total());
        number(json, SENT, figures.sent());
        number(json, PICKED_UP, figures.pickedUp());
        number(json, COMPLETED, figures.completed());
        json.writeName(SCHEDULED_TIMESTAMP);
        Json.seconds(json, scheduledAt);
        text(json, AGENT_ID, agentId);
        text(json, ORGANIZATION_ID, organizationId);
    }

    private static void text(JsonGenerator json, SerializableString name, @Nullable String value) {
        json.writeName(name);
        json.writeString(value);
    }

    private static void number(JsonGenerator json, SerializableString name, int value) {
        json.writeName(name);
        json.writeNumber(value);
    }
}
