package dev.carillon.task;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.jdbi.v3.core.Handle;

import dev.carillon.base.Ids;
import dev.carillon.base.Refusal;
import dev.carillon.base.Refusal.Code;
import dev.carillon.base.Timeline;
import dev.carillon.call.BatchStatus;
import dev.carillon.db.Notifications;
import dev.carillon.event.Event;
import dev.carillon.event.EventSql;
import dev.carillon.http.Answer;
import dev.carillon.http.Endpoint;
import dev.carillon.http.Request;
import dev.carillon.task.ProgressSql.Progress;
import dev.carillon.task.TaskSql.Rows;
import dev.carillon.task.TaskSql.Span;

/**
 * {@code POST /batch-call/{id}/tasks}: more tasks for a batch call that has not ended, also while it runs.
 */
final class TaskAppend implements Endpoint {

    private final Effects effects;
    private final Ids ids;
    private final Timeline timeline;

    TaskAppend(Effects effects, Ids ids, Timeline timeline) {
        this.effects = effects;
        this.ids = ids;
        this.timeline = timeline;
    }

    @Override
    public Answer answer(Request request) {
        return effects.once(request, handle -> append(handle, request));
    }

    private Answer append(Handle handle, Request request) {
        String organization = request.caller().organizationId();
        Progress before = ProgressSql.find(handle, organization, request.path("id"));
        refuseEnded(before.status());
        Definition rules = AppendSql.definition(handle, organization, before.batchId());
        List<NewTask> sent = NewTask.read(request.body(), rules.home(), 1);
        if (!rules.sandbox()) {
            KnownAgents.check(handle, organization, sent);
        }
        // Looked through before the lock: claims of a large batch must not wait for it. What came since is
        // looked at below.
        Set<String> numbers = numbers(handle, new Span(organization, before.batchId(), 0, before.total()),
                rules, sent);

        Progress locked = ProgressSql.lock(handle, organization, request.path("id"));
        refuseEnded(locked.status());
        refuseChanged(rules, AppendSql.definition(handle, organization, locked.batchId()));
        numbers.addAll(numbers(handle,
                new Span(organization, locked.batchId(), before.total(), locked.total()), rules,
                sent));
        Map<String, Integer> existing = TaskSql.existing(handle, organization, locked.batchId(), sent);
        List<NewTask> fresh = sent.stream().filter(t -> !existing.containsKey(t.externalId())).toList();
        var rows = new Rows(locked.batchId(), locked.total(), fresh,
                rules.duplicates().skipped(fresh, numbers),
                rules.maxAttempts());
        if (!fresh.isEmpty()) {
            write(handle, organization, locked.status(), rows);
        }
        String message = locked.status() == BatchStatus.SENT && rows.open() > 0
                ? TrunkSql.note(handle, organization, "Tasks appended.")
                : "Tasks appended.";
        return new Answer(fresh.isEmpty() ? 200 : 201, message,
                new Appended(request.path("id"), ids, sent, existing, rows)::write);
    }

    private void write(Handle handle, String organization, BatchStatus status, Rows rows) {
        Instant now = timeline.now();
        TaskSql.insert(handle, organization, rows, now);
        AppendSql.raise(handle, organization, rows, now);
        EventSql.append(handle, Event.ofBatch(organization, now, Event.Type.BATCH_APPENDED, rows.batchId(),
                Integer.toString(rows.tasks().size())));
        TaskSql.agentLimits(handle, organization, TaskSql.agents(rows.tasks()), now);
        if (status == BatchStatus.SENT) {
            Notifications.announce(handle);
        }
    }

    private static Set<String> numbers(Handle handle, Span span, Definition rules, List<NewTask> tasks) {
        return rules.duplicates() == Duplicates.ALLOW || span.first() >= span.end()
                ? new HashSet<>()
                : TaskSql.numbers(handle, span, tasks);
    }

    private static void refuseEnded(BatchStatus status) {
        if (status.ended()) {
            var open = new ArrayList<String>();
            for (BatchStatus s : BatchStatus.values()) {
                if (!s.ended()) {
                    open.add(s.word());
                }
            }
            throw Refusal.of(Code.INVALID, "Cannot append tasks to a batch call with status " + status.word()
                    + "; allowed: " + String.join(", ", open));
        }
    }

    private static void refuseChanged(Definition read, Definition locked) {
        if (!read.sameRules(locked)) {
            throw Refusal.retryable(Code.CONFLICT, "the batch call was changed meanwhile: ask again", 1);
        }
    }
}
