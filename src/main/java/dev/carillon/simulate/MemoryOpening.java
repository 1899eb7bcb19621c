package dev.carillon.simulate;

import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import dev.carillon.base.Ids.CallKey;
import dev.carillon.base.LawBroken;
import dev.carillon.call.BatchCall;
import dev.carillon.call.Task;
import dev.carillon.call.TaskStatus;
import dev.carillon.call.Trunk;
import dev.carillon.dial.Claim.Candidate;
import dev.carillon.dial.Claim.Decision;
import dev.carillon.dial.Usage;
import dev.carillon.dial.UsageKey;

/** Writes what was decided on a claim: everything is looked at first, so that all is written or nothing. */
class MemoryOpening {

    final Tables tables;
    private final long node;
    final Instant now;
    private final Map<String, Integer> startsToday = new HashMap<>();

    MemoryOpening(Tables tables, long node, Instant now) {
        this.tables = tables;
        this.node = node;
        this.now = now;
    }

    /** What the schema and the ledger itself refuse. */
    void check(List<Decision> decisions, List<MemoryClaim.Span> spans, Map<UsageKey, Usage> usage) {
        Set<CallKey> known = new HashSet<>();
        for (MemoryClaim.Span span : spans) {
            span.due().forEach(c -> known.add(c.task().call()));
            span.cursor().forEach(c -> known.add(c.task().call()));
        }
        Set<CallKey> decided = new HashSet<>();
        Set<Line> lines = new HashSet<>();
        Map<UsageKey, Integer> taken = new HashMap<>();
        for (Decision decision : decisions) {
            CallKey call = decision.candidate().task().call();
            holds("Single dial", known.contains(call) && decided.add(call), call);
            if (decision instanceof Decision.Open open) {
                checkStart(open, lines);
                for (UsageKey key : limits(open)) {
                    if (!key.optional() || usage.containsKey(key)) {
                        taken.merge(key, 1, Integer::sum);
                    }
                }
            }
        }
        spans.forEach(span -> checkCursor(span, decided));
        taken.forEach((key, more) -> {
            Usage u = usage.get(key);
            holds("Capacity", u != null && (u.maxLive() == null || u.live() + more <= u.maxLive()), key);
        });
    }

    void checkStart(Decision.Open open, Set<Line> lines) {
        Task task = open.candidate().task();
        BatchCall batch = open.candidate().batch();
        var line = new Line(batch.organizationId(), task.toNumber());
        holds("Suppression", !task.facts().suppressed(), task.call());
        holds("Single dial", !task.facts().busy() && lines.add(line), task.call());
        holds("Budget", task.spent() < task.budget(), task.call());
        holds("Answered", task.agentId() != null && batch.trunk() != null, task.call());
    }

    /** Behind the first undecided task of the cursor's range none may be decided. */
    void checkCursor(MemoryClaim.Span span, Set<CallKey> decided) {
        boolean gap = false;
        for (Candidate c : span.cursor()) {
            boolean its = decided.contains(c.task().call());
            holds("Progress", !(gap && its), c.task().call());
            gap |= !its;
        }
    }

    private static void holds(String law, boolean condition, Object what) {
        if (!condition) {
            throw new LawBroken(law, "refused: " + what);
        }
    }

    void write(MemoryClaim.Span span, Map<CallKey, Decision> decisions) {
        int next = span.high();
        for (Candidate c : span.due()) {
            Decision decision = decisions.get(c.task().call());
            if (decision != null) {
                span.row().take(span.row().tasks.get(c.task().call().seq()));
                write(span.row(), decision);
            }
        }
        for (Candidate c : span.cursor()) {
            Decision decision = decisions.get(c.task().call());
            if (decision != null) {
                write(span.row(), decision);
            } else {
                next = Math.min(next, c.task().call().seq());
            }
        }
        advance(span, next);
    }

    /** The cursor stands before the first task that is not decided on. */
    void advance(MemoryClaim.Span span, int next) {
        span.stale().forEach(task -> span.row().take(task));
        span.row().nextSeq = next;
        tables.touched.add(span.row());
    }

    private void write(BatchRow b, Decision decision) {
        Task task = decision.candidate().task();
        TaskRow row = b.tasks.get(task.call().seq());
        switch (decision) {
            case Decision.Open open -> start(b, row, open);
            case Decision.Wait wait -> b.wait(row, new DueRow(wait.dueAt(), row.seq, task.call().no(),
                    task.spent(), wait.reason()));
            case Decision.Skip skip -> {
                row.status = TaskStatus.SKIPPED;
                row.reason = skip.reason();
                b.skipped++;
                b.open--;
            }
        }
    }

    private void start(BatchRow b, TaskRow row, Decision.Open open) {
        Candidate c = open.candidate();
        Trunk trunk = Tables.present(c.batch().trunk());
        List<UsageKey> limits = limits(open);
        var opening = new AttemptRow.Opening(node, now, open.placeBy(), open.lastDeadline(),
                c.task().spent() + 1, c.task().budget(), trunk.trunkId(),
                Tables.present(c.task().agentId()), limits, open.zones());
        var attempt = new AttemptRow(c.task().call(), row.line, opening);
        holds("Single dial", row.attempts.size() == attempt.key.no() - 1, attempt.key);
        row.attempts.add(attempt);
        tables.onLine.put(row.line, new LineRow(b, row, attempt));
        tables.use(limits, 1);
        b.calling++;
        countSent(b, attempt);
        if (trunk.kind() != Trunk.Kind.SANDBOX) {
            startsToday.merge(b.organizationId, 1, Integer::sum);
        }
        if (c.batch().rules().cap() != null) {
            tables.recent.computeIfAbsent(row.line, _ -> new ArrayList<>())
                    .add(new Tables.Recent(now, attempt.key));
        }
    }

    /** A task's first attempt counts. */
    void countSent(BatchRow b, AttemptRow attempt) {
        b.sent += attempt.key.no() == 1 ? 1 : 0;
    }

    /** What it takes a place of, where there are limits. */
    List<UsageKey> limits(Decision.Open open) {
        return UsageKey.of(UsageKey.Way.of(open.candidate().batch()), open.candidate().task().agentId());
    }

    void pace(Map<UsageKey, Instant> freeAt, LocalDate today) {
        freeAt.forEach((key, at) -> Tables.present(tables.usage.get(key)).freeAt = at);
        startsToday.forEach((organization, starts) -> Tables
                .present(tables.usage
                        .get(new UsageKey(organization, UsageKey.Scope.ORGANIZATION, organization)))
                .countToday(starts, today));
    }
}
