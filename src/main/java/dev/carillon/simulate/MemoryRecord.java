package dev.carillon.simulate;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import dev.carillon.base.Ids.CallKey;
import dev.carillon.call.BatchStatus;
import dev.carillon.call.Outcome;
import dev.carillon.call.Reason;
import dev.carillon.call.TaskStatus;
import dev.carillon.dial.AttemptChange;
import dev.carillon.dial.AttemptChange.End;
import dev.carillon.dial.AttemptChange.Next;

/** Writes what carriers told. The same changes written twice change nothing. */
class MemoryRecord {

    static final Comparator<CallKey> BY_KEY = Comparator.comparingLong(CallKey::batchId)
            .thenComparingInt(CallKey::seq).thenComparingInt(CallKey::no);
    static final Comparator<AttemptChange> BY_CALL = Comparator.comparing(AttemptChange::call, BY_KEY);

    final Tables tables;
    private final Set<BatchRow> written = new LinkedHashSet<>();
    private final List<AttemptChange> otherwise = new ArrayList<>(0);

    MemoryRecord(Tables tables) {
        this.tables = tables;
    }

    /** Returns how many attempts moved. */
    int write(List<AttemptChange> changes) {
        int moved = 0;
        Instant latest = Instant.EPOCH;
        List<AttemptChange> sorted = changes;
        if (changes.size() > 1) {
            sorted = new ArrayList<>(changes);
            sorted.sort(BY_CALL);
        }
        for (AttemptChange change : sorted) {
            moved += write(change) ? 1 : 0;
            if (change.end() != null && change.end().at().isAfter(latest)) {
                latest = change.end().at();
            }
        }
        for (BatchRow b : written) {
            MemoryLedger.end(tables, b, latest);
        }
        return moved;
    }

    /** What was recorded otherwise than it was told. */
    List<AttemptChange> otherwise() {
        return otherwise;
    }

    /** Whether its agent has said in time that a machine had answered. */
    boolean saidVoicemail(AttemptRow a) {
        return a.saidVoicemail;
    }

    private boolean write(AttemptChange told) {
        AttemptRow a = tables.attempt(told.call());
        if (a == null) {
            return false;
        }
        BatchRow b = tables.batch(told.call().batchId());
        written.add(b);
        tables.touched.add(b);
        boolean moves = forward(a, told);
        AttemptChange change = told;
        if (moves && told.completes() && saidVoicemail(a)) {
            change = told.saidVoicemail();
            otherwise.add(change);
        }
        if (moves) {
            move(b, a, change);
        }
        if (!a.ended() && change.resume() != null) {
            a.resume = change.resume();
        }
        End end = change.end();
        if (end != null && end.slotsFree()) {
            a.resume = null;
            free(a);
        }
        return moves;
    }

    /** Recording only goes forward. */
    boolean forward(AttemptRow a, AttemptChange change) {
        return change.state().phase() > a.state.phase();
    }

    private void move(BatchRow b, AttemptRow a, AttemptChange change) {
        TaskRow task = b.tasks.get(a.key.seq());
        a.state = change.state();
        a.ringingAt = first(a.ringingAt, change.ringingAt());
        a.answeredAt = first(a.answeredAt, answeredAt(change));
        a.joinedAt = first(a.joinedAt, change.joinedAt());
        if (answeredAt(change) != null && task.pending() && !task.pickedUp) {
            task.pickedUp = true;
            countPickedUp(b);
        }
        End end = change.end();
        if (end != null) {
            a.outcome = end.outcome();
            a.endedAt = end.at();
            if (change.blockedByCallee()) {
                suppress(a.line);
            }
            b.calling--;
            follow(b, task, end, a.key.no() + 1);
            tables.say(b, "attempt_ended " + a.key.seq() + "/" + a.key.no() + " "
                    + end.outcome().name().toLowerCase(Locale.ROOT));
            if (end.outcome() == Outcome.NOT_PLACED) {
                tables.forget(a);
            } else if (!b.plan.stopLoss().isEmpty()) {
                tally(b, a, end);
            }
        }
    }

    void suppress(Line line) {
        tables.doNotCall.add(line);
    }

    void countPickedUp(BatchRow b) {
        b.pickedUp++;
    }

    private static @Nullable Instant first(@Nullable Instant known, @Nullable Instant told) {
        return known == null ? told : known;
    }

    /** Whoever spoke with an agent was there, whether the carrier said so or not. */
    private static @Nullable Instant answeredAt(AttemptChange change) {
        if (change.answeredAt() != null || change.joinedAt() != null) {
            return first(change.answeredAt(), change.joinedAt());
        }
        End end = change.end();
        return end != null && end.outcome() == Outcome.COMPLETED ? end.at() : null;
    }

    private static void follow(BatchRow b, TaskRow task, End end, int nextNo) {
        if (!task.pending()) {
            return;
        }
        switch (end.next()) {
            case Next.Again again when b.status == BatchStatus.CANCELLED ->
                over(b, task, TaskStatus.SKIPPED, Reason.BATCH_CANCELLED);
            case Next.Again again -> b.wait(task,
                    new DueRow(again.dueAt(), task.seq, nextNo, again.spent(), again.reason()));
            case Next.Done done -> over(b, task, done.status(), null);
        }
    }

    static void over(BatchRow b, TaskRow task, TaskStatus status, @Nullable Reason reason) {
        task.status = status;
        task.reason = reason;
        b.open--;
        switch (status) {
            case COMPLETED -> b.completed++;
            case FAILED -> b.failed++;
            case SKIPPED -> b.skipped++;
            case PENDING, CALLING -> throw new IllegalArgumentException("not an end: " + status);
        }
    }

    private static void tally(BatchRow b, AttemptRow a, End end) {
        int[] minute =
                b.tally.computeIfAbsent(Math.floorDiv(end.at().toEpochMilli(), 60_000L), _ -> new int[6]);
        boolean answered = a.answeredAt != null;
        minute[0]++;
        minute[1] += answered ? 1 : 0;
        minute[2] += a.byPerson() ? 1 : 0;
        minute[3] += a.abandoned() ? 1 : 0;
        minute[4] += !answered && end.outcome().failedByNetwork() ? 1 : 0;
        minute[5] += !answered
                && (end.outcome() == Outcome.DECLINED || end.outcome() == Outcome.BLOCKED_BY_CALLEE) ? 1 : 0;
    }

    /** Gives back the slots of what is confirmed to be over, also of attempts that had ended before. */
    private void free(AttemptRow a) {
        LineRow row = tables.onLine.get(a.line);
        if (row != null && row.attempt() == a) {
            tables.onLine.remove(a.line);
            tables.use(a.opening.limits(), -1);
        }
    }
}
