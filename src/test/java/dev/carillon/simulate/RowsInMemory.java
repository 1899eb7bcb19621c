package dev.carillon.simulate;

import java.time.Instant;
import java.util.List;

import org.jspecify.annotations.Nullable;

import dev.carillon.base.Ids.CallKey;
import dev.carillon.call.AttemptCap;
import dev.carillon.call.AttemptState;
import dev.carillon.call.BatchStatus;
import dev.carillon.call.Outcome;
import dev.carillon.call.Reason;
import dev.carillon.call.RetryPlan;
import dev.carillon.call.StopLoss;
import dev.carillon.call.TaskStatus;
import dev.carillon.dial.UsageKey;

/** A look at the rows in memory, for the contract that both ledgers keep. */
public record RowsInMemory(Tables tables) {

    public record Figures(BatchStatus status, int total, int nextSeq, int open, int calling, int failed,
            int skipped, int sent, int pickedUp, int completed) {
    }

    public record Recipient(TaskStatus status, @Nullable Reason reason, boolean pickedUp) {
    }

    public record Try(AttemptState state, int spent, @Nullable Outcome outcome,
            @Nullable Instant answeredAt) {
    }

    public void lease(long node, Instant until) {
        tables.leases.put(node, new Tables.Leased(Instant.EPOCH, until));
    }

    /** Ends a task before it was ever dialled, as a duplicate is. */
    public void skip(long batch, int seq) {
        BatchRow b = tables.batch(batch);
        MemoryRecord.over(b, b.tasks.get(seq), TaskStatus.SKIPPED, Reason.DUPLICATE_NUMBER);
    }

    /** So much of a limit is not for batches. */
    public void reserve(UsageKey key, int calls) {
        UsageRow row = tables.agent(key);
        row.limits = new Limits(row.limits.maxLive(), calls, row.limits.callsPerSecond(), row.limits.burst());
    }

    public void cap(String organization, AttemptCap cap) {
        tables.organization(organization).cap = cap;
        tables.organization(organization).version++;
    }

    /** The batch and its trunk ring real telephones from now on. */
    public void goLive(long batch, int dayLimit) {
        BatchRow b = tables.batch(batch);
        tables.trunks.values().forEach(t -> t.sandbox = false);
        tables.usage.values().forEach(u -> u.dayLimit = dayLimit);
        define(b, new BatchPlan(b.organizationId, b.plan.fromNumber(), b.plan.agentId(), false,
                b.plan.status(), b.plan.scheduledAt(), b.plan.timing(), b.plan.retryPlan(), b.plan.budget(),
                b.plan.priority(), b.plan.stopLoss()));
    }

    public void rules(long batch, RetryPlan retries, List<StopLoss> stopLoss) {
        BatchRow b = tables.batch(batch);
        define(b, new BatchPlan(b.organizationId, b.plan.fromNumber(), b.plan.agentId(), b.plan.sandbox(),
                b.plan.status(), b.plan.scheduledAt(), b.plan.timing(), retries, b.plan.budget(),
                b.plan.priority(), stopLoss));
    }

    private static void define(BatchRow b, BatchPlan plan) {
        b.plan = plan;
        b.version++;
    }

    public String pausedBecause(long batch) {
        BatchRow b = tables.batch(batch);
        return Tables.present(b.reason).word() + ": " + b.detail;
    }

    public Figures figures(long batch) {
        BatchRow b = tables.batch(batch);
        return new Figures(b.status, b.tasks.size(), b.nextSeq, b.open, b.calling, b.failed, b.skipped,
                b.sent,
                b.pickedUp, b.completed);
    }

    public Figures recount(long batch) {
        BatchRow b = tables.batch(batch);
        return new Figures(b.status, b.tasks.size(), b.nextSeq, count(b, TaskStatus.PENDING),
                (int) b.tasks.stream().filter(t -> t.attempts.stream().anyMatch(a -> !a.ended())).count(),
                count(b, TaskStatus.FAILED), count(b, TaskStatus.SKIPPED),
                (int) b.tasks.stream().filter(t -> !t.attempts.isEmpty()).count(),
                (int) b.tasks.stream()
                        .filter(t -> t.attempts.stream().anyMatch(a -> a.answeredAt != null)).count(),
                (int) b.tasks.stream()
                        .filter(t -> t.attempts.stream().anyMatch(a -> a.outcome == Outcome.COMPLETED))
                        .count());
    }

    private static int count(BatchRow b, TaskStatus status) {
        return (int) b.tasks.stream().filter(t -> t.status == status).count();
    }

    public Recipient task(long batch, int seq) {
        TaskRow task = tables.batch(batch).tasks.get(seq);
        return new Recipient(task.status, task.reason, task.pickedUp);
    }

    public List<DueRow> due(long batch) {
        return List.copyOf(tables.batch(batch).due);
    }

    public @Nullable Try attempt(CallKey call) {
        AttemptRow a = tables.attempt(call);
        return a == null ? null : new Try(a.state, a.opening.spent(), a.outcome, a.answeredAt);
    }

    public int live(UsageKey key) {
        UsageRow row = tables.usage.get(key);
        return row == null ? 0 : row.live;
    }

    public int onLine() {
        return tables.onLine.size();
    }

    public List<String> events(long batch) {
        return tables.events.stream().filter(e -> e.batch() == batch).map(Tables.Event::text).toList();
    }
}
