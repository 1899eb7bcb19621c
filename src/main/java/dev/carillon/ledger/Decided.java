package dev.carillon.ledger;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

import dev.carillon.base.Ids.CallKey;
import dev.carillon.base.LawBroken;
import dev.carillon.call.BatchCall;
import dev.carillon.call.Task;
import dev.carillon.call.Trunk;
import dev.carillon.dial.Claim.Candidate;
import dev.carillon.dial.Claim.Decision;
import dev.carillon.dial.Usage;
import dev.carillon.dial.UsageKey;
import dev.carillon.dial.UsageKey.Way;

/**
 * The decisions on what a claim holds, sorted by kind and checked against the laws before anything is
 * written.
 */
final class Decided {

    final List<Start> starts = new ArrayList<>();
    final List<Decision.Wait> waits = new ArrayList<>();
    final List<Decision.Skip> skips = new ArrayList<>();
    final List<Advance> advances = new ArrayList<>();
    final List<String> takenRows = new ArrayList<>();
    final Map<UsageKey, Integer> taken = new HashMap<>();
    private final Claiming.Held held;
    private final Map<CallKey, Decision> byCall = new HashMap<>();

    Decided(Claiming.Held held, List<Decision> decisions) {
        this.held = held;
        Set<CallKey> known = known();
        for (Decision decision : decisions) {
            CallKey call = decision.candidate().task().call();
            if (!known.contains(call) || byCall.put(call, decision) != null) {
                throw new LawBroken("Single dial",
                        "a decision on what is not held, or two on one task: " + call);
            }
        }
        sort(decisions);
        takeDueRows();
        held.spans().forEach(this::advance);
        checkCapacity();
    }

    /** An attempt to open, with the agent and the trunk that it must have. */
    record Start(Decision.Open open, String agentId, Trunk trunk) {

        Task task() {
            return open.candidate().task();
        }

        BatchCall batch() {
            return open.candidate().batch();
        }
    }

    /** How a batch's row moves on. */
    record Advance(long batchId, int nextSeq, int sent, int calling, int skipped) {

        boolean moves(Span span) {
            return nextSeq != span.low() || calling > 0 || skipped > 0;
        }
    }

    /** By organisation, how many calls that ring are opened. */
    Map<String, Integer> startsToday() {
        var today = new TreeMap<String, Integer>();
        for (Start start : starts) {
            if (start.trunk().kind() != Trunk.Kind.SANDBOX) {
                today.merge(start.batch().organizationId(), 1, Integer::sum);
            }
        }
        return today;
    }

    private Set<CallKey> known() {
        var known = new HashSet<CallKey>();
        held.due().forEach(x -> known.add(x.task().call()));
        held.spans().forEach(s -> s.cursor().forEach(x -> known.add(x.task().call())));
        return known;
    }

    private void sort(List<Decision> decisions) {
        Set<String> lines = new HashSet<>();
        for (Decision decision : decisions) {
            switch (decision) {
                case Decision.Open open -> starts.add(start(open, lines));
                case Decision.Wait wait -> waits.add(wait);
                case Decision.Skip skip -> skips.add(skip);
            }
        }
    }

    private Start start(Decision.Open open, Set<String> lines) {
        Task task = open.candidate().task();
        BatchCall batch = open.candidate().batch();
        if (task.facts().suppressed()) {
            throw new LawBroken("Suppression", "do not call: " + task.call());
        }
        if (task.facts().busy() || !lines.add(batch.organizationId() + task.toNumber())) {
            throw new LawBroken("Single dial", "the number is on the line: " + task.call());
        }
        if (task.spent() >= task.budget()) {
            throw new LawBroken("Budget", "all " + task.budget() + " are spent: " + task.call());
        }
        if (task.agentId() == null || batch.trunk() == null) {
            throw new LawBroken("Answered", "no agent or no trunk: " + task.call());
        }
        var start = new Start(open, task.agentId(), batch.trunk());
        UsageKey.of(Way.of(batch), task.agentId()).stream()
                .filter(key -> !key.optional() || held.usage().containsKey(key))
                .forEach(key -> taken.merge(key, 1, Integer::sum));
        return start;
    }

    private void takeDueRows() {
        for (int i = 0; i < held.dueRows().size(); i++) {
            // Rows behind the candidates' are those of tasks that have ended: nobody needs them.
            if (i >= held.due().size() || byCall.containsKey(held.due().get(i).task().call())) {
                takenRows.add(held.dueRows().get(i));
            }
        }
    }

    private void advance(Span span) {
        long id = span.batch().batchId();
        List<Start> here = starts.stream().filter(s -> s.batch().batchId() == id).toList();
        int sent = (int) here.stream().filter(s -> s.task().call().no() == 1).count();
        int skipped = (int) skips.stream().filter(s -> s.candidate().batch().batchId() == id).count();
        var advance = new Advance(id, nextSeq(span), sent, here.size(), skipped);
        if (advance.moves(span)) {
            advances.add(advance);
        }
    }

    /** The first undecided task of the cursor's range; behind it none may be decided. */
    private int nextSeq(Span span) {
        int nextSeq = span.high();
        for (Candidate candidate : span.cursor()) {
            CallKey call = candidate.task().call();
            if (!byCall.containsKey(call)) {
                nextSeq = Math.min(nextSeq, call.seq());
            } else if (nextSeq < span.high()) {
                throw new LawBroken("Progress", "the cursor would pass an undecided task before " + call);
            }
        }
        return nextSeq;
    }

    private void checkCapacity() {
        taken.forEach((key, more) -> {
            Usage usage = held.usage().get(key);
            if (usage == null || (usage.maxLive() != null && usage.live() + more > usage.maxLive())) {
                throw new LawBroken("Capacity", more + " more than fit into " + usage + " of " + key);
            }
        });
    }
}
