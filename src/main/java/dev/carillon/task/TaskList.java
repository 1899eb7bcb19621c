package dev.carillon.task;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

import tools.jackson.core.JsonGenerator;

import dev.carillon.base.Ids;
import dev.carillon.base.Refusal;
import dev.carillon.base.Timeline;
import dev.carillon.call.BatchStatus;
import dev.carillon.call.TaskStatus;
import dev.carillon.db.Database;
import dev.carillon.http.Answer;
import dev.carillon.http.Endpoint;
import dev.carillon.http.Paging;
import dev.carillon.http.Query;
import dev.carillon.http.Request;
import dev.carillon.task.ProgressSql.Progress;

/** {@code GET /batch-call/{id}/tasks}: a page of tasks with what became of each, all as of one snapshot. */
final class TaskList implements Endpoint {

    private final Database database;
    private final Ids ids;
    private final Timeline timeline;

    TaskList(Database database, Ids ids, Timeline timeline) {
        this.database = database;
        this.ids = ids;
        this.timeline = timeline;
    }

    @Override
    public Answer answer(Request request) {
        Paging paging = Paging.read(request.query());
        Optional<TaskStatus> status = request.query().one("status").map(TaskList::status);
        String organization = request.caller().organizationId();
        return database.snapshot(handle -> {
            Progress progress = ProgressSql.find(handle, organization, request.path("id"));
            var page = new TaskPageSql(handle, organization, progress, timeline.now());
            List<TaskRow> rows = page.rows(paging, status);
            int total = status.map(s -> count(progress, s)).orElse(progress.total());
            return new Answer(200, "Tasks retrieved successfully", json -> {
                json.writeStringProperty("batch_call_id", request.path("id"));
                write(json, rows);
                paging.write(json, total);
                json.writeNumberProperty("returned_count", rows.size());
            });
        });
    }

    private void write(JsonGenerator json, List<TaskRow> rows) {
        json.writeArrayPropertyStart("tasks");
        rows.forEach(r -> r.write(json, ids));
        json.writeEndArray();
    }

    private static TaskStatus status(String word) {
        return TaskStatus.of(word).orElseThrow(() -> Refusal.invalid("status",
                Query.shown(word) + " is not known",
                String.join(", ", Arrays.stream(TaskStatus.values()).map(TaskStatus::word).toList())));
    }

    /** How many tasks read as this status; in a cancelled batch a pending one reads as skipped. */
    private static int count(Progress p, TaskStatus status) {
        boolean cancelled = p.status() == BatchStatus.CANCELLED;
        return switch (status) {
            case PENDING -> cancelled ? 0 : p.pending();
            case CALLING -> p.calling();
            case COMPLETED -> p.completed();
            case FAILED -> p.failed();
            case SKIPPED -> p.skipped() + (cancelled ? p.pending() : 0);
        };
    }
}
