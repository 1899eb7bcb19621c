package dev.carillon.simulate;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import dev.carillon.base.Ids.CallKey;
import dev.carillon.base.LawBroken;
import dev.carillon.call.AttemptCap;
import dev.carillon.call.BatchCall;
import dev.carillon.call.BatchStatus;
import dev.carillon.call.Task;
import dev.carillon.dial.Claim;
import dev.carillon.dial.ClaimRequest;
import dev.carillon.dial.Usage;
import dev.carillon.dial.UsageKey;

/** A claim on tables in memory: nobody else writes until it is over, for all run on one thread. */
final class MemoryClaim implements Claim {

    private final MemoryLedger ledger;
    private final Tables tables;
    private final Instant now;
    private final LocalDate today;
    private final List<Span> spans = new ArrayList<>();
    private final List<Candidate> candidates = new ArrayList<>();
    private final Map<UsageKey, Usage> usage = new LinkedHashMap<>();
    private final @Nullable Instant sharedSince;
    private boolean over;

    /**
     * What is held of one batch.
     *
     * @param high  the first seq behind the cursor's range
     * @param stale tasks that are due and have ended
     */
    record Span(BatchRow row, BatchCall batch, int high, List<Candidate> due, List<Candidate> cursor,
            List<TaskRow> stale) {
    }

    MemoryClaim(MemoryLedger ledger, ClaimRequest request, boolean mayClaim) {
        this.ledger = ledger;
        this.tables = ledger.tables;
        this.now = request.now();
        this.sharedSince = ledger.sharedSince(now);
        this.today = now.atOffset(ZoneOffset.UTC).toLocalDate();
        for (ClaimRequest.Share share : request.shares()) {
            BatchRow row = tables.batch(share.batch().batchId());
            if (mayClaim && row.status == BatchStatus.SENT && share.batch().trunk() != null) {
                hold(row, share);
            }
        }
        if (candidates.isEmpty()) {
            passOver();
        }
    }

    private void hold(BatchRow row, ClaimRequest.Share share) {
        for (UsageKey key : UsageKey.of(UsageKey.Way.of(share.batch()), null)) {
            UsageRow limit = tables.usage.get(key);
            if (limit != null) {
                usage.computeIfAbsent(key, _ -> limit.usage(today));
            } else if (!key.optional()) {
                throw new LawBroken("Capacity", "no usage row for " + key);
            }
        }
        var due = new ArrayList<Candidate>();
        var stale = new ArrayList<TaskRow>();
        int taken = 0;
        for (DueRow d : row.due) {
            if (taken == share.most() || d.at().isAfter(now)) {
                break;
            }
            taken++;
            TaskRow task = row.tasks.get(d.seq());
            if (task.pending()) {
                due.add(candidate(share.batch(), task, d));
            } else {
                stale.add(task);
            }
        }
        int high = (int) Math.min(row.tasks.size(), (long) row.nextSeq + share.most() - due.size());
        var cursor = new ArrayList<Candidate>();
        for (int seq = row.nextSeq; seq < high; seq++) {
            if (row.tasks.get(seq).pending()) {
                cursor.add(candidate(share.batch(), row.tasks.get(seq), null));
            }
        }
        spans.add(new Span(row, share.batch(), high, due, cursor, stale));
        candidates.addAll(due);
        candidates.addAll(cursor);
    }

    private Candidate candidate(BatchCall batch, TaskRow t, @Nullable DueRow due) {
        String agent = t.agentId == null ? batch.agentId() : t.agentId;
        if (agent != null) {
            usage.computeIfAbsent(new UsageKey(batch.organizationId(), UsageKey.Scope.AGENT, agent),
                    k -> tables.agent(k).usage(today));
        }
        AttemptCap cap = batch.rules().cap();
        var facts = new Task.Facts(tables.doNotCall.contains(t.line), tables.onLine.containsKey(t.line),
                cap == null ? 0 : tables.recent(t.line, now, cap.within()));
        var call = new CallKey(batch.batchId(), t.seq, due == null ? 1 : due.no());
        return new Candidate(batch, new Task(call, t.callee, due == null ? 0 : due.spent(), t.budget,
                agent, t.timezone, t.notBefore, t.pickedUp, facts), due != null);
    }

    /** Tasks that have ended are passed by the cursor all the same, or it would stay before them. */
    private void passOver() {
        over = true;
        for (Span span : spans) {
            if (span.high() > span.row().nextSeq || !span.stale().isEmpty()) {
                ledger.opening(now).advance(span, span.high());
            }
        }
    }

    @Override
    public List<Candidate> candidates() {
        return candidates;
    }

    @Override
    public Map<UsageKey, Usage> usage() {
        return usage;
    }

    @Override
    public @Nullable Instant sharedSince() {
        return sharedSince;
    }

    @Override
    public void open(List<Decision> decisions, Map<UsageKey, Instant> freeAt) {
        if (over) {
            throw new IllegalStateException("this claim is over");
        }
        over = true;
        Map<CallKey, Decision> byCall = new HashMap<>();
        decisions.forEach(d -> byCall.put(d.candidate().task().call(), d));
        MemoryOpening opening = ledger.opening(now);
        opening.check(decisions, spans, usage);
        spans.forEach(span -> opening.write(span, byCall));
        opening.pace(freeAt, today);
        spans.forEach(span -> MemoryLedger.end(tables, span.row(), now));
    }

    @Override
    public void close() {
        over = true;
    }
}
