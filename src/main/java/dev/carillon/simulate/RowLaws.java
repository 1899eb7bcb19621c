package dev.carillon.simulate;

import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

import dev.carillon.call.BatchStatus;
import dev.carillon.call.Outcome;
import dev.carillon.call.Reason;
import dev.carillon.call.TaskStatus;
import dev.carillon.dial.UsageKey;

/**
 * The laws of the rows: each batch that was written is counted again and compared with what was seen before.
 */
final class RowLaws {

    private final World world;
    private final OpeningLaws openings;

    RowLaws(World world, OpeningLaws openings) {
        this.world = world;
        this.openings = openings;
    }

    /** What the tasks say. */
    private static final class Recount {
        int open;
        int calling;
        int failed;
        int skipped;
        int sent;
        int pickedUp;
        int completed;
    }

    /** Returns whether an attempt has ended since. */
    boolean check(BatchRow b, Shadow shadow) {
        var count = new Recount();
        boolean ended = false;
        for (TaskRow task : b.tasks) {
            ended |= check(b, task, shadow);
            count(task, count);
        }
        ledger(b, count);
        world.holds(SimulatedLaw.MONOTONE, b.sent >= shadow.sent && b.pickedUp >= shadow.pickedUp
                && b.completed >= shadow.completed, b.id);
        world.holds(SimulatedLaw.ACKNOWLEDGED, b.tasks.size() >= shadow.tasks.size()
                && (shadow.status != BatchStatus.CANCELLED || b.status == BatchStatus.CANCELLED), b.id);
        batch(b, shadow);
        return ended;
    }

    private void batch(BatchRow b, Shadow shadow) {
        Reason reason = b.reason;
        world.holds(SimulatedLaw.EXPLAINED, b.status == BatchStatus.PAUSED
                ? reason != null && reason.kind() == Reason.Kind.PAUSED
                : reason == null, b.id);
        if (b.status != shadow.status) {
            if (reason != null) {
                world.census.reason(reason);
            }
            if (b.status == BatchStatus.PAUSED && b.open > 0) {
                world.census.reason(Reason.BATCH_PAUSED);
            }
            if (b.status == BatchStatus.SENT && b.queued() > 0) {
                world.census.reason(Reason.QUEUED);
            }
            world.trace.note("batch " + b.id, 0, null, b.status);
        }
        if (b.status != shadow.status) {
            shadow.statusSince = world.clockwork.micros();
        }
        shadow.status = b.status;
        shadow.reason = reason;
        shadow.sent = b.sent;
        shadow.pickedUp = b.pickedUp;
        shadow.completed = b.completed;
    }

    private static void count(TaskRow task, Recount count) {
        boolean answered = false;
        for (AttemptRow a : task.attempts) {
            count.calling += a.ended() ? 0 : 1;
            answered |= a.answeredAt != null;
        }
        count.sent += task.attempts.isEmpty() ? 0 : 1;
        count.pickedUp += answered ? 1 : 0;
        switch (task.status) {
            case PENDING -> count.open++;
            case COMPLETED -> count.completed++;
            case FAILED -> count.failed++;
            case SKIPPED -> count.skipped++;
            case CALLING -> throw new IllegalStateException("is never stored");
        }
    }

    private void ledger(BatchRow b, Recount count) {
        boolean ordered = 0 <= b.completed && b.completed <= b.pickedUp && b.pickedUp <= b.sent
                && b.sent <= b.tasks.size();
        boolean same = b.open == count.open && b.calling == count.calling && b.failed == count.failed
                && b.skipped == count.skipped && b.sent == count.sent && b.pickedUp == count.pickedUp
                && b.completed == count.completed;
        world.holds(SimulatedLaw.LEDGER, ordered && same, ordered && same ? b.id : told(b, count));
    }

    private static String told(BatchRow b, Recount r) {
        return "batch " + b.id + " says open " + b.open + ", calling " + b.calling + ", failed " + b.failed
                + ", skipped " + b.skipped + ", sent " + b.sent + ", picked up " + b.pickedUp
                + ", completed " + b.completed + "; recounted: " + r.open + ", " + r.calling + ", " + r.failed
                + ", " + r.skipped + ", " + r.sent + ", " + r.pickedUp + ", " + r.completed;
    }

    private boolean check(BatchRow b, TaskRow task, Shadow shadow) {
        Shadow.TaskShadow before = shadow.task(task.seq);
        boolean ended = false;
        if (task.status != before.status) {
            world.holds(SimulatedLaw.ACKNOWLEDGED, before.status == TaskStatus.PENDING, place(b, task));
            before.status = task.status;
            if (task.reason != null) {
                world.census.reason(task.reason);
            }
        }
        if (!Objects.equals(task.due, before.due)) {
            before.due = task.due;
            if (task.due != null) {
                world.census.reason(task.due.reason());
            }
        }
        world.holds(SimulatedLaw.EXPLAINED, explained(b, task), place(b, task));
        int size = task.attempts.size();
        if (size < before.attempts) {
            world.broken(SimulatedLaw.ACKNOWLEDGED, "attempts are gone: " + place(b, task));
        } else if (size > 0) {
            ended = attempts(b, task, shadow, before);
        }
        return ended;
    }

    private boolean attempts(BatchRow b, TaskRow task, Shadow shadow, Shadow.TaskShadow before) {
        boolean ended = false;
        if (before.attempts > 0 && before.lastPhase < 4) {
            ended = moved(b, task.attempts.get(before.attempts - 1), shadow, before);
        } else if (before.attempts > 0) {
            AttemptRow last = task.attempts.get(before.attempts - 1);
            world.holds(SimulatedLaw.ACKNOWLEDGED, last.outcome == before.lastOutcome, last.key);
        }
        while (before.attempts < task.attempts.size()) {
            AttemptRow a = task.attempts.get(before.attempts++);
            world.holds(SimulatedLaw.SINGLE_DIAL, before.lastPhase == 4,
                    "two attempts at once: ", a.key);
            before.lastPhase = 0;
            openings.opened(b, task, a);
            ended |= moved(b, a, shadow, before);
        }
        return ended;
    }

    private boolean moved(BatchRow b, AttemptRow a, Shadow shadow, Shadow.TaskShadow before) {
        if (a.state.phase() == before.lastPhase) {
            return false;
        }
        world.holds(SimulatedLaw.ACKNOWLEDGED, a.state.phase() > before.lastPhase, a.key);
        before.lastPhase = a.state.phase();
        before.lastOutcome = a.outcome;
        if (a.outcome == null) {
            return false;
        }
        world.holds(SimulatedLaw.ACKNOWLEDGED, world.agents.heard(a), "a machine answered: ", a.key);
        if (a.outcome == Outcome.BLOCKED_BY_CALLEE) {
            world.holds(SimulatedLaw.SUPPRESSION, world.store.tables().doNotCall.contains(a.line),
                    "does not want to be called, and is not on the list: ", a.key);
            world.judge.suppressed(a.line);
        }
        world.census.outcome(a.outcome);
        world.trace.note("ended", a.opening.node(), a.key, a.outcome);
        if (!b.plan.stopLoss().isEmpty() && a.outcome != Outcome.NOT_PLACED) {
            shadow.ended.add(new Shadow.Ended(world.clockwork.micros(), a));
        }
        return true;
    }

    /** Whoever waits or was never dialled has a reason; behind the cursor nobody is forgotten. */
    private static boolean explained(BatchRow b, TaskRow task) {
        Reason reason = task.reason;
        if (!task.pending()) {
            return (reason == null) != (task.status == TaskStatus.SKIPPED)
                    && (reason == null || reason.kind() == Reason.Kind.SKIPPED) && task.due == null;
        }
        boolean live = !task.attempts.isEmpty() && !task.attempts.getLast().ended();
        if (task.due != null) {
            return !live && reason == null && task.due.reason().kind() == Reason.Kind.WAITING;
        }
        return live || (task.seq >= b.nextSeq && task.attempts.isEmpty());
    }

    private static Object place(BatchRow b, TaskRow task) {
        return new Place(b.id, task.seq, task.status, task.reason, task.due);
    }

    // Made into words only when it is told.
    private record Place(long batch, int seq, TaskStatus status, @Nullable Reason reason,
            @Nullable DueRow due) {
    }

    /** What is in use of each limit is what is on the line. */
    void recountLimits(Tables tables) {
        Map<UsageKey, Integer> live = new HashMap<>();
        for (LineRow row : tables.onLine.values()) {
            for (UsageKey key : row.attempt().opening.limits()) {
                live.merge(key, 1, Integer::sum);
            }
        }
        for (UsageRow row : tables.usage.values()) {
            world.holds(SimulatedLaw.CAPACITY, row.live == live.getOrDefault(row.key, 0), row.key);
        }
    }
}
