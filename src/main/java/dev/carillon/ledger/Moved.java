package dev.carillon.ledger;

import java.time.Instant;
import java.util.List;

import org.jspecify.annotations.Nullable;

import dev.carillon.base.Ids.CallKey;
import dev.carillon.call.Outcome;
import dev.carillon.call.Reason;
import dev.carillon.call.TaskStatus;
import dev.carillon.dial.AttemptChange;
import dev.carillon.dial.AttemptChange.End;
import dev.carillon.dial.AttemptChange.Next;
import dev.carillon.dial.UsageKey;

/** A change, with what the attempt's row says of the limits it fell under. */
record Moved(AttemptChange change, long trunkId, String agentId) {

    CallKey call() {
        return change.call();
    }

    @Nullable Outcome outcome() {
        return change.end() == null ? null : change.end().outcome();
    }

    Next.@Nullable Again again() {
        return change.end() != null && change.end().next() instanceof Next.Again again ? again : null;
    }

    @Nullable TaskStatus done() {
        return change.end() != null && change.end().next() instanceof Next.Done(TaskStatus status)
                ? status
                : null;
    }

    boolean answered() {
        return answeredAt(change) != null;
    }

    /** What follows for the task as one row: its new status, or null when it goes on. */
    TaskMove task(boolean cancelled) {
        if (cancelled && again() != null) {
            return new TaskMove(this, TaskStatus.SKIPPED, Reason.BATCH_CANCELLED);
        }
        return new TaskMove(this, done(), null);
    }

    /** A task's row that is to be written, and what it becomes. */
    record TaskMove(Moved moved, @Nullable TaskStatus status, @Nullable Reason reason) {
    }

    boolean slotsFree() {
        return change.end() != null && change.end().slotsFree();
    }

    List<UsageKey> limits() {
        return UsageKey.of(new UsageKey.Way(change.organizationId(), call().batchId(), change.fromNumber(),
                trunkId), agentId);
    }

    /**
     * A state may be jumped over: whoever spoke with an agent was there, whether the carrier said so or not.
     */
    static @Nullable Instant answeredAt(AttemptChange change) {
        if (change.answeredAt() != null || change.joinedAt() != null) {
            return change.answeredAt() != null ? change.answeredAt() : change.joinedAt();
        }
        End end = change.end();
        return end != null && end.outcome() == Outcome.COMPLETED ? end.at() : null;
    }
}
