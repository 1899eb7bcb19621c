package dev.carillon.simulate;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import dev.carillon.base.Ids.CallKey;
import dev.carillon.call.AttemptState;
import dev.carillon.call.BatchStatus;
import dev.carillon.call.Outcome;
import dev.carillon.call.Reason;
import dev.carillon.call.TaskStatus;
import dev.carillon.dial.UsageKey;

/**
 * Rows of a database as they are seen after a commit, for the laws to look at. What people define is told to
 * {@link #definitions} as it is told to the database; what moves is read anew each time, between
 * {@link #begin} and {@link #end}.
 */
public final class Mirror {

    private final Tables tables = new Tables();
    private final MemoryApi definitions = new MemoryApi(tables);
    private final Map<Long, Long> before = new HashMap<>();
    private final Map<Long, Long> sums = new HashMap<>();

    /** The rows as they were read last. */
    public Tables tables() {
        return tables;
    }

    /** What is to be told everything that people define. */
    public ApiHalf definitions() {
        return definitions;
    }

    /** A batch's row that moves, with its status as the definition has it. */
    public record Figures(long batch, BatchStatus status, @Nullable Reason reason, boolean hangUp,
            @Nullable Instant countsSince, int total, int nextSeq, int open, int calling, int failed,
            int skipped, int sent, int pickedUp, int completed) {
    }

    /** A task's row. */
    public record Recipient(long batch, int seq, TaskStatus status, @Nullable Reason reason,
            boolean pickedUp) {
    }

    /** How far an attempt has come. */
    public record Progress(CallKey call, AttemptState state, @Nullable Instant answeredAt,
            @Nullable Instant joinedAt, @Nullable Instant endedAt, @Nullable Outcome outcome) {
    }

    /** What was decided when an attempt was opened. */
    public record Opened(CallKey call, long node, Instant at, Instant placeBy, Instant lastDeadline,
            int spent,
            int budget, long trunkId, String agentId, List<ZoneId> zones) {
    }

    /** The rows are about to be read. */
    public void begin() {
        sums.clear();
        tables.onLine.clear();
        for (BatchRow b : tables.batches.values()) {
            b.due.clear();
            b.tasks.forEach(task -> task.due = null);
        }
    }

    private void add(long batch, Object row) {
        sums.merge(batch, row.hashCode() * 0x9E3779B97F4A7C15L, Long::sum);
    }

    /** A batch's figures. */
    public void figures(Figures f) {
        add(f.batch(), f);
        BatchRow b = tables.batch(f.batch());
        if (f.total() != b.tasks.size()) {
            throw new IllegalStateException("batch " + b.id + " has " + f.total() + " tasks");
        }
        b.status = f.status();
        b.reason = f.reason();
        b.hangUp = f.hangUp();
        b.countsSince = f.countsSince();
        b.nextSeq = f.nextSeq();
        b.open = f.open();
        b.calling = f.calling();
        b.failed = f.failed();
        b.skipped = f.skipped();
        b.sent = f.sent();
        b.pickedUp = f.pickedUp();
        b.completed = f.completed();
    }

    /** A task. */
    public void task(Recipient r) {
        add(r.batch(), r);
        TaskRow task = tables.batch(r.batch()).tasks.get(r.seq());
        task.status = r.status();
        task.reason = r.reason();
        task.pickedUp = r.pickedUp();
    }

    /** A due row. */
    public void due(long batch, DueRow row) {
        add(batch, row);
        BatchRow b = tables.batch(batch);
        b.wait(b.tasks.get(row.seq()), row);
    }

    /** Attempts come in their order. */
    public void attempt(Opened o, Progress p) {
        add(p.call().batchId(), p);
        BatchRow b = tables.batch(o.call().batchId());
        TaskRow task = b.tasks.get(o.call().seq());
        if (task.attempts.size() < o.call().no()) {
            var way = new UsageKey.Way(b.organizationId, b.id, b.plan.fromNumber(), o.trunkId());
            task.attempts.add(new AttemptRow(o.call(), task.line,
                    new AttemptRow.Opening(o.node(), o.at(), o.placeBy(), o.lastDeadline(), o.spent(),
                            o.budget(), o.trunkId(), o.agentId(), UsageKey.of(way, o.agentId()), o.zones())));
        }
        AttemptRow a = task.attempts.get(o.call().no() - 1);
        if (a.opening.trunkId() != o.trunkId()) {
            a.moves(o.trunkId(), o.placeBy(), o.lastDeadline());
        }
        a.state = p.state();
        a.answeredAt = p.answeredAt();
        a.joinedAt = p.joinedAt();
        a.endedAt = p.endedAt();
        a.outcome = p.outcome();
    }

    /** So many placements of an attempt are kept that another one followed. */
    public void placements(CallKey call, int count) {
        AttemptRow a = Tables.present(tables.attempt(call));
        if (a.before.size() != count) {
            throw new IllegalStateException(
                    call + " was moved " + a.before.size() + " times, and keeps " + count);
        }
    }

    /** A call that is on the line. */
    public void onLine(CallKey call) {
        add(call.batchId(), call);
        BatchRow b = tables.batch(call.batchId());
        TaskRow task = b.tasks.get(call.seq());
        AttemptRow attempt = Tables.present(tables.attempt(call));
        tables.onLine.put(attempt.line, new LineRow(b, task, attempt));
    }

    /** A number that is on an organisation's do-not-call list. */
    public void doNotCall(Line line) {
        tables.doNotCall.add(line);
    }

    /** How many calls a limit has live. */
    public void usage(UsageKey key, int live, @Nullable LocalDate day, int dayStarts) {
        UsageRow row = tables.agent(key);
        row.live = live;
        row.day = day;
        row.dayStarts = dayStarts;
    }

    /** All rows are read: those that changed are to be looked at. */
    public void end() {
        sums.forEach((batch, sum) -> {
            if (!sum.equals(before.put(batch, sum))) {
                tables.touched.add(tables.batch(batch));
            }
        });
    }
}
