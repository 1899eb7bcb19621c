package dev.carillon.task;

import java.util.List;
import java.util.Map;

import tools.jackson.core.JsonGenerator;

import dev.carillon.base.Ids;

/**
 * What became of the tasks of one request, in their order.
 *
 * @param existing the places of those that the batch had already, by external id
 * @param rows     the new ones
 */
record Appended(String batchCallId, Ids ids, List<NewTask> sent, Map<String, Integer> existing,
        TaskSql.Rows rows) {

    void write(JsonGenerator json) {
        json.writeStringProperty("batch_call_id", batchCallId);
        json.writeNumberProperty("accepted", rows.tasks().size());
        json.writeNumberProperty("existing", sent.size() - rows.tasks().size());
        json.writeNumberProperty("skipped", rows.tasks().size() - rows.open());
        json.writeArrayPropertyStart("tasks");
        int fresh = 0;
        for (NewTask t : sent) {
            Integer place = t.externalId() == null ? null : existing.get(t.externalId());
            int seq = place == null ? rows.first() + fresh : place;
            fresh += place == null ? 1 : 0;
            row(json, t, seq, place != null);
        }
        json.writeEndArray();
    }

    private void row(JsonGenerator json, NewTask task, int seq, boolean existed) {
        json.writeStartObject();
        json.writeStringProperty("task_id", ids.task(rows.batchId(), seq));
        json.writeStringProperty("external_id", task.externalId());
        json.writeBooleanProperty("existing", existed);
        json.writeEndObject();
    }
}
