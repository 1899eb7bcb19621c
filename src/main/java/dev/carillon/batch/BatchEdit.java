package dev.carillon.batch;

import java.time.Instant;
import java.util.Set;
import java.util.stream.Collectors;

import org.jdbi.v3.core.Handle;

import dev.carillon.base.Timeline;
import dev.carillon.batch.ControlSql.Change;
import dev.carillon.batch.EditSql.Edit;
import dev.carillon.call.BatchStatus;
import dev.carillon.db.Notifications;
import dev.carillon.event.Event;
import dev.carillon.event.EventSql;
import dev.carillon.http.Answer;
import dev.carillon.http.Endpoint;
import dev.carillon.http.Fields;
import dev.carillon.http.Request;
import dev.carillon.task.AgentId;
import dev.carillon.task.Effects;
import dev.carillon.task.KnownAgents;
import dev.carillon.task.NotYet;
import dev.carillon.task.ProgressSql;
import dev.carillon.task.ProgressSql.Progress;
import dev.carillon.task.TrunkSql;

/**
 * {@code PATCH /batch-call/{id}}: some fields, the status, or both, whole or not at all. What is absent stays
 * as it was. It is checked as it would be afterwards, and nodes obey within a second (law: Obedience).
 * <p>
 * In a batch call that was begun, an edit is for the attempts that are still to be opened: hours, pace and
 * end hold for the next one; {@code retry_config} becomes the budget of every task that named none itself,
 * but a retry that is waiting already is still made, and a call that is on the line is followed by the number
 * under which it was begun (law: Budget). Tasks that had their end keep it.
 */
final class BatchEdit implements Endpoint {

    private static final String UPDATED = "Batch call updated successfully.";

    private final Effects effects;
    private final Timeline timeline;

    BatchEdit(Effects effects, Timeline timeline) {
        this.effects = effects;
        this.timeline = timeline;
    }

    @Override
    public Answer answer(Request request) {
        return effects.once(request, handle -> edit(handle, request));
    }

    private Answer edit(Handle handle, Request request) {
        Fields body = request.body();
        String organization = request.caller().organizationId();
        Progress batch = ProgressSql.lock(handle, organization, request.path("id"));
        Instant now = timeline.now();
        NotYet.refuseInBatch(body);
        BatchView view = BatchViewSql.find(handle, organization, request.path("id"));
        Terms before = Terms.of(view);
        Terms after = before.with(body, now);
        BatchStatus to = StatusAsked.read(body).orElse(batch.status());
        boolean hangUp = to == BatchStatus.CANCELLED && BatchControl.hangUp(body);
        Set<Editable> changed = Editable.changed(before, after);
        refuseFixed(body, view);
        changed.forEach(field -> field.refuseIn(batch.status()));
        StatusAsked.refuse(batch.status(), to);
        boolean running = batch.status() == BatchStatus.SENT || batch.status() == BatchStatus.PAUSED;
        var edit = new Edit(organization, batch.batchId(), after, changed, running, now);
        refuse(handle, body, batch, new Checked(edit, to, view.rules().sandbox()));
        write(handle, batch, edit, new Change(organization, batch.batchId(), to, BatchControl.reason(to),
                hangUp, now));
        String message = to == BatchStatus.SENT && batch.status() != to
                ? TrunkSql.note(handle, organization, UPDATED)
                : UPDATED;
        return new Answer(200, message,
                ReasonsSql.changed(handle, organization, request.path("id"), now)::write);
    }

    /** Fields of a batch call that no PATCH changes. */
    private static void refuseFixed(Fields body, BatchView view) {
        if (body.raw("tasks").isPresent()) {
            throw body.wrong("tasks", "cannot be changed by PATCH",
                    "POST /batch-call/{id}/tasks, which appends");
        }
        boolean is = view.rules().sandbox();
        body.bool("sandbox").filter(s -> s != is).ifPresent(s -> {
            throw body.wrong("sandbox", "cannot be changed", is + ", as it was created");
        });
    }

    /** An edit, and the status that the batch call would have with it. */
    private record Checked(Edit edit, BatchStatus to, boolean sandbox) {

        boolean of(Editable field) {
            return edit.changed().contains(field);
        }
    }

    /** The whole as it would be afterwards. */
    private static void refuse(Handle handle, Fields body, Progress batch, Checked checked) {
        Terms after = checked.edit().terms();
        refuseTimes(body, batch, checked);
        String organization = checked.edit().organizationId();
        if (checked.of(Editable.FROM_NUMBER)) {
            if (!TrunkSql.mayCallFrom(handle, organization, after.fromNumber(), checked.sandbox())) {
                throw BatchCreate.noCallerId(checked.sandbox());
            }
            if (EditSql.calls(handle, organization, batch.batchId(), after.fromNumber())) {
                throw body.wrong("from_number", "is the same as a task's to_number",
                        "a number that is not called");
            }
        }
        if (checked.of(Editable.CALLING_WINDOW) || checked.of(Editable.QUIET_HOURS)
                || checked.of(Editable.TIMEZONE)) {
            new HoursTogether(after.dialling().callingWindow(), after.quietHours(), after.zone(),
                    checked.sandbox(), OrganizationWindowSql.find(handle, organization))
                    .refuseHopeless(body, checked.edit().now());
        }
        if (checked.of(Editable.AGENT_ID) && after.agentId() == null
                && EditSql.needsAgent(handle, organization, batch.batchId())) {
            throw body.wrong("agent_id", "is missing, and not every task has one", AgentId.ALLOWED);
        }
        if (checked.of(Editable.AGENT_ID) && !checked.sandbox()) {
            KnownAgents.check(handle, organization, after.agentId());
        }
        if (batch.total() == 0 && checked.to() != batch.status()) {
            refuseEmpty(checked.to());
        }
    }

    /** Only what is about to be dialled needs tasks. */
    private static void refuseEmpty(BatchStatus to) {
        if (to == BatchStatus.SENT) {
            throw BatchControl.empty("execute");
        }
        if (to == BatchStatus.SCHEDULED) {
            throw BatchControl.empty("schedule");
        }
    }

    private static void refuseTimes(Fields body, Progress batch, Checked checked) {
        Terms after = checked.edit().terms();
        Instant trigger = after.scheduledAt();
        boolean turns = checked.to() != batch.status();
        if (checked.to() == BatchStatus.SCHEDULED
                && (trigger == null || (turns && !trigger.isAfter(checked.edit().now())))) {
            throw body.wrong("trigger_timestamp", trigger == null ? "is missing" : "is not in the future",
                    "a time in the future when status is scheduled");
        }
        if (checked.to() == BatchStatus.SENT && turns && body.raw("trigger_timestamp").isPresent()) {
            throw body.wrong("trigger_timestamp", "contradicts status sent",
                    "no time when it is sent at once");
        }
        boolean waits = checked.to() == BatchStatus.DRAFT || checked.to() == BatchStatus.SCHEDULED;
        if (waits && trigger != null && after.expiresAt() != null && !after.expiresAt().isAfter(trigger)) {
            throw body.wrong(checked.of(Editable.EXPIRES_AT) ? "expires_at" : "trigger_timestamp",
                    "leaves expires_at no later than trigger_timestamp",
                    "expires_at after trigger_timestamp");
        }
    }

    private static void write(Handle handle, Progress batch, Edit edit, Change change) {
        boolean turns = change.to() != batch.status();
        if (!edit.changed().isEmpty()) {
            EditSql.write(handle, edit);
            EventSql.append(handle, updated(edit,
                    edit.changed().stream().map(Editable::word).collect(Collectors.joining(","))));
        }
        if (turns && change.to() == BatchStatus.DRAFT) {
            ControlSql.write(handle, change);
            EventSql.append(handle, updated(edit, change.to().word()));
        } else if (turns) {
            if (change.to() == BatchStatus.SENT) {
                KnownAgents.checkLive(handle, edit.organizationId(), edit.batchId());
            }
            BatchControl.turn(handle, batch, change);
        } else if (change.hangUp() && !batch.hangUp()) {
            ControlSql.hangUp(handle, change);
        }
        EditSql.limits(handle, edit);
        if (!edit.changed().isEmpty() || change.hangUp()) {
            Notifications.announce(handle);
        }
    }

    private static Event updated(Edit edit, String word) {
        return Event.ofBatch(edit.organizationId(), edit.now(), Event.Type.BATCH_UPDATED, edit.batchId(),
                word);
    }
}
