package dev.carillon.simulate;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

import dev.carillon.base.Ids.CallKey;
import dev.carillon.call.BatchStatus;
import dev.carillon.call.Reason;
import dev.carillon.call.TaskStatus;
import dev.carillon.dial.UsageKey;
import dev.carillon.dial.UsageKey.Scope;

/** The API half over tables in memory. */
public final class MemoryApi implements ApiHalf {

    private final Tables tables;

    public MemoryApi(Tables tables) {
        this.tables = tables;
    }

    @Override
    public void organization(OrganizationPlan plan) {
        var row = new OrganizationRow(plan.id());
        row.weight = plan.weight();
        row.window = plan.window();
        row.defaultZones = plan.defaultZones();
        row.cap = plan.cap();
        tables.organizations.put(plan.id(), row);
        var key = new UsageKey(plan.id(), Scope.ORGANIZATION, plan.id());
        limit(key, plan.limits());
        if (plan.dayLimit() != null) {
            tables.agent(key).dayLimit = plan.dayLimit();
        }
    }

    @Override
    public long trunk(TrunkPlan plan) {
        var row = new TrunkRow(tables.trunks.size() + 1L, plan.organizationId(), plan.sandbox());
        row.destinations = plan.destinations();
        tables.trunks.put(row.id, row);
        tables.organization(plan.organizationId()).callerIds.add(new OrganizationRow.CallerId("*", row.id));
        limit(new UsageKey(plan.organizationId(), Scope.TRUNK, Long.toString(row.id)), plan.limits());
        return row.id;
    }

    @Override
    public void pauseTrunk(long trunk, boolean paused) {
        tables.trunk(trunk).paused = paused;
        tables.trunk(trunk).version++;
    }

    @Override
    public void limit(UsageKey key, Limits limits) {
        tables.usage.computeIfAbsent(key, k -> {
            var row = new UsageRow(k, limits);
            for (LineRow line : tables.onLine.values()) {
                row.live += line.attempt().opening.limits().contains(k) ? 1 : 0;
            }
            return row;
        }).limits = limits;
    }

    @Override
    public long batch(BatchPlan plan, List<TaskPlan> tasks, Instant now) {
        var row = new BatchRow(tables.batches.size() + 1L, plan, now);
        tables.batches.put(row.id, row);
        limit(new UsageKey(plan.organizationId(), Scope.BATCH, Long.toString(row.id)), Limits.NONE);
        add(row, tasks);
        tables.touched.add(row);
        return row.id;
    }

    private static void add(BatchRow row, List<TaskPlan> plans) {
        for (TaskPlan plan : plans) {
            var task = new TaskRow(row.tasks.size(), new Line(row.organizationId, plan.number()),
                    plan.callee(), plan.budget());
            task.agentId = plan.agentId();
            task.timezone = plan.timezone();
            task.notBefore = plan.notBefore();
            row.tasks.add(task);
            row.open++;
            if (plan.duplicate()) {
                MemoryRecord.over(row, task, TaskStatus.SKIPPED, Reason.DUPLICATE_NUMBER);
            }
        }
    }

    @Override
    public boolean append(long batch, List<TaskPlan> tasks, Instant now) {
        BatchRow row = tables.batch(batch);
        if (row.status.ended()) {
            return false;
        }
        add(row, tasks);
        row.touch(now);
        tables.touched.add(row);
        return true;
    }

    @Override
    public boolean pause(long batch, Instant now) {
        BatchRow row = tables.batch(batch);
        return row.status == BatchStatus.SENT && turned(row, BatchStatus.PAUSED, Reason.BY_USER, now);
    }

    @Override
    public boolean resume(long batch, Instant now) {
        BatchRow row = tables.batch(batch);
        if (row.reason == Reason.STOP_LOSS) {
            row.countsSince = now;
        }
        return row.status == BatchStatus.PAUSED && turned(row, BatchStatus.SENT, null, now);
    }

    private boolean turned(BatchRow row, BatchStatus to, @Nullable Reason why, Instant now) {
        row.turn(to, why, now);
        tables.touched.add(row);
        return true;
    }

    @Override
    public boolean cancel(long batch, boolean hangUp, Instant now) {
        BatchRow row = tables.batch(batch);
        if (row.status.ended()) {
            return false;
        }
        row.turn(BatchStatus.CANCELLED, null, now);
        row.hangUp |= hangUp;
        row.nextSeq = row.tasks.size();
        for (TaskRow task : row.tasks) {
            if (task.pending() && (task.attempts.isEmpty() || task.attempts.getLast().ended())) {
                row.take(task);
                MemoryRecord.over(row, task, TaskStatus.SKIPPED, Reason.BATCH_CANCELLED);
            }
        }
        tables.touched.add(row);
        return true;
    }

    /** What waits for hours by the former rules is looked at anew. */
    @Override
    public boolean edit(long batch, BatchPlan plan, Instant now) {
        BatchRow row = tables.batch(batch);
        if (row.status.ended()) {
            return false;
        }
        row.plan = plan;
        row.touch(now);
        for (DueRow due : new ArrayList<>(row.due)) {
            if (due.reason() == Reason.OUTSIDE_WINDOW) {
                TaskRow task = row.tasks.get(due.seq());
                row.take(task);
                row.wait(task, new DueRow(now, due.seq(), due.no(), due.spent(), due.reason()));
            }
        }
        tables.touched.add(row);
        return true;
    }

    @Override
    public void doNotCall(Line line, Instant now) {
        tables.doNotCall.add(line);
    }

    @Override
    public boolean saidVoicemail(CallKey call, Instant now) {
        AttemptRow row = tables.attempt(call);
        if (row == null || row.ended()) {
            return false;
        }
        row.saidVoicemail = true;
        return true;
    }

    @Override
    public boolean hangUp(CallKey call, Instant now) {
        AttemptRow row = tables.attempt(call);
        if (row == null || !tables.mayBeUp(row)) {
            return false;
        }
        tables.ending.add(call);
        return true;
    }
}
