package dev.carillon.list;

import java.time.Instant;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

import dev.carillon.http.Json;

/** What everybody sees of a batch call: the eleven fields of the list, with the figures of one snapshot. */
public record BatchRow(String batchCallId, @Nullable String name, String fromNumber, String status,
        Figures figures,
        @Nullable Instant scheduledAt, @Nullable String agentId, String organizationId) {

    /** The batch's counters: 0 ≤ completed ≤ pickedUp ≤ sent ≤ total (law: Ledger). */
    public record Figures(int total, int sent, int pickedUp, int completed) {
    }

    /**
     * Writes the fields in the contract's order, between the braces of an object; what is unknown is null.
     */
    public void write(JsonGenerator json) {
        json.writeStringProperty("batch_call_id", batchCallId);
        json.writeStringProperty("name", name);
        json.writeStringProperty("from_number", fromNumber);
        json.writeStringProperty("status", status);
        json.writeNumberProperty("total_task_count", figures.total());
        json.writeNumberProperty("sent", figures.sent());
        json.writeNumberProperty("picked_up", figures.pickedUp());
        json.writeNumberProperty("completed", figures.completed());
        Json.seconds(json, "scheduled_timestamp", scheduledAt);
        json.writeStringProperty("agent_id", agentId);
        json.writeStringProperty("organization_id", organizationId);
    }
}
