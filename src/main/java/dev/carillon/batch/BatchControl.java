package dev.carillon.batch;

import java.util.List;

import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

import dev.carillon.base.Refusal;
import dev.carillon.base.Refusal.Code;
import dev.carillon.base.Timeline;
import dev.carillon.batch.ControlSql.Change;
import dev.carillon.call.BatchStatus;
import dev.carillon.call.Reason;
import dev.carillon.db.Notifications;
import dev.carillon.event.Event;
import dev.carillon.event.EventSql;
import dev.carillon.http.Answer;
import dev.carillon.http.Endpoint;
import dev.carillon.http.Fields;
import dev.carillon.http.Json;
import dev.carillon.http.Request;
import dev.carillon.task.Effects;
import dev.carillon.task.KnownAgents;
import dev.carillon.task.ProgressSql;
import dev.carillon.task.ProgressSql.Progress;
import dev.carillon.task.TrunkSql;

/**
 * {@code POST /batch-call/{id}/execute}, {@code /pause}, {@code /resume}, {@code /cancel}: one row changes,
 * whatever the number of tasks; what follows for them is read from it and written later (law: Obedience).
 */
final class BatchControl implements Endpoint {

    private static final String HANG_UP = "hang_up";
    private static final List<String> LIVE_CALLS = List.of("finish", HANG_UP);

    private final Action action;
    private final Effects effects;
    private final Timeline timeline;

    BatchControl(Action action, Effects effects, Timeline timeline) {
        this.action = action;
        this.effects = effects;
        this.timeline = timeline;
    }

    @Override
    public Answer answer(Request request) {
        return effects.once(request, handle -> control(handle, request));
    }

    private Answer control(Handle handle, Request request) {
        String organization = request.caller().organizationId();
        Progress batch = ProgressSql.lock(handle, organization, request.path("id"));
        boolean hangUp = action == Action.CANCEL && hangUp(request.bodyOrEmpty());
        var change = new Change(organization, batch.batchId(), action.to(), reason(action.to()), hangUp,
                timeline.now());
        if (action.changes(batch.status())) {
            refuseEmpty(batch);
            if (action == Action.EXECUTE) {
                KnownAgents.checkLive(handle, organization, batch.batchId());
            }
            turn(handle, batch, change);
        } else if (change.hangUp() && !batch.hangUp()) {
            ControlSql.hangUp(handle, change);
            Notifications.announce(handle);
        }
        return answer(handle, request, change);
    }

    /** Writes the change of a status that is allowed, all that belongs to it. */
    static void turn(Handle handle, Progress batch, Change change) {
        ControlSql.write(handle, change);
        if (change.to() == BatchStatus.CANCELLED) {
            ControlSql.deferEnd(handle, change);
        }
        EventSql.append(handle, Event.ofBatch(change.organizationId(), change.now(), type(change.to()),
                change.batchId(), change.reason()));
        Notifications.announce(handle);
    }

    private Answer answer(Handle handle, Request request, Change change) {
        String message = "Batch call " + switch (action) {
            case EXECUTE -> "execution started.";
            case PAUSE -> "is paused.";
            case RESUME -> "is running.";
            case CANCEL -> "is cancelled.";
        };
        String told = action.to() == BatchStatus.SENT
                ? TrunkSql.note(handle, change.organizationId(), message)
                : message;
        if (action != Action.EXECUTE) {
            return new Answer(200, told,
                    ReasonsSql.changed(handle, change.organizationId(), request.path("id"),
                            change.now())::write);
        }
        return new Answer(200, told, json -> {
            json.writeStringProperty("batch_call_id", request.path("id"));
            json.writeStringProperty("status", change.to().word());
            Json.seconds(json, "execution_started_at", change.now());
        });
    }

    /** Reads {@code live_calls} of a batch call that is cancelled. */
    static boolean hangUp(Fields body) {
        return body.word("live_calls", LIVE_CALLS).filter(HANG_UP::equals).isPresent();
    }

    /** Why it is what a client made it. */
    static @Nullable String reason(BatchStatus to) {
        return to == BatchStatus.PAUSED ? Reason.BY_USER.word() : null;
    }

    private void refuseEmpty(Progress batch) {
        if (action == Action.EXECUTE && batch.total() == 0) {
            throw empty("execute");
        }
    }

    static Refusal empty(String what) {
        return Refusal.of(Code.INVALID,
                "Cannot " + what + " an empty batch call; allowed: one with at least 1 task");
    }

    private static Event.Type type(BatchStatus status) {
        return switch (status) {
            case SCHEDULED -> Event.Type.BATCH_SCHEDULED;
            case SENT -> Event.Type.BATCH_SENT;
            case PAUSED -> Event.Type.BATCH_PAUSED;
            case CANCELLED -> Event.Type.BATCH_CANCELLED;
            default -> throw new IllegalArgumentException("no client leads to " + status);
        };
    }
}
