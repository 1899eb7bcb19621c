package dev.carillon.simulate;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;

import dev.carillon.call.BatchStatus;
import dev.carillon.dial.UsageKey;

/** What must be true of a batch long after the last fault (law: Progress). */
final class EndLaws {

    /** A call, and what follows it, may just have begun. */
    private static final Duration GRACE = Duration.ofMinutes(10);

    private final World world;

    EndLaws(World world) {
        this.world = world;
    }

    void check(BatchRow b) {
        if (b.status == BatchStatus.SENT) {
            world.holds(SimulatedLaw.PROGRESS, b.open > 0, "batch " + b.id + " has nothing open and goes on");
        }
        Instant now = world.clockwork.now();
        if (b.status == BatchStatus.SCHEDULED) {
            Instant at = b.plan.scheduledAt();
            world.holds(SimulatedLaw.PROGRESS, at != null && at.isAfter(now.minus(GRACE)),
                    "batch " + b.id + " was not started");
        }
        for (TaskRow task : b.tasks) {
            if (task.pending() && b.status == BatchStatus.SENT) {
                world.holds(SimulatedLaw.PROGRESS, waits(task, now) || dayIsOver(b, now),
                        "task " + b.id + "/" + task.seq + " could be dialled and is not; due "
                                + task.due);
            }
        }
    }

    /** Its organisation has dialled all that it may on this day. */
    private boolean dayIsOver(BatchRow b, Instant now) {
        var key = new UsageKey(b.organizationId, UsageKey.Scope.ORGANIZATION, b.organizationId);
        UsageRow row = world.store.tables().usage.get(key);
        Integer left = row == null ? null : row.usage(now.atOffset(ZoneOffset.UTC).toLocalDate()).leftToday();
        return !b.plan.sandbox() && left != null && left <= 0;
    }

    private static boolean waits(TaskRow task, Instant now) {
        if (task.due != null) {
            return task.due.at().isAfter(now.minus(GRACE));
        }
        return !task.attempts.isEmpty()
                && task.attempts.getLast().opening.at().isAfter(now.minus(GRACE));
    }
}
