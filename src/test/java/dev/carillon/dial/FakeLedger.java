package dev.carillon.dial;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

import dev.carillon.base.Ids.CallKey;
import dev.carillon.base.LawBroken;
import dev.carillon.call.AttemptState;
import dev.carillon.call.Outcome;
import dev.carillon.call.Reason;
import dev.carillon.call.Task;
import dev.carillon.call.TaskStatus;
import dev.carillon.call.Trunk;
import dev.carillon.dial.AttemptChange.End;
import dev.carillon.dial.AttemptChange.Next;
import dev.carillon.dial.FakeTables.Attempt;
import dev.carillon.dial.FakeTables.Batch;
import dev.carillon.dial.FakeTables.Due;
import dev.carillon.dial.FakeTables.TaskRow;

/** A ledger in memory, as one node sees it; it can be away before or after what it was asked for. */
final class FakeLedger implements DialLedger {

    /** What goes wrong with a call of the ledger. */
    enum Fault {
        NONE, AWAY, ANSWER_LOST, NOT_DONE_AND_ANSWER_LOST
    }

    final FakeTables tables;
    final int node;
    /** Asked before each transaction, with its name. */
    Function<String, Fault> faults = _ -> Fault.NONE;
    /** Asked for each change: whether the ledger refuses it. */
    Function<AttemptChange, Boolean> refused = _ -> false;
    /** Calls whose agents have said that a machine had answered. */
    final Set<CallKey> saidVoicemail = new HashSet<>();
    /** Calls that somebody has asked to hang up. */
    final Set<CallKey> ending = new HashSet<>();
    /** The trunks of every caller ID, the preferred first. */
    final List<Trunk> ways = new ArrayList<>();
    /** A batch that cannot be claimed; 0: none. */
    long poison;
    boolean leaseEnded;
    /** The trunks that rested at the last survey. */
    Set<Long> resting = Set.of();
    int claims;
    /** How many candidates they gave together. */
    int candidates;
    int surveys;
    int records;
    int waits;

    FakeLedger(FakeTables tables, int node) {
        this.tables = tables;
        this.node = node;
    }

    private void transaction(String name, Runnable work) {
        Fault fault = faults.apply(name);
        if (fault == Fault.AWAY) {
            throw new LedgerAway(name + ": away", false, null);
        }
        if (fault != Fault.NOT_DONE_AND_ANSWER_LOST) {
            work.run();
        }
        if (fault != Fault.NONE) {
            throw new LedgerAway(name + ": no answer", true, null);
        }
    }

    @Override
    public Survey survey(Instant now, Look look) {
        surveys++;
        resting = look.resting();
        var prospects = new ArrayList<Survey.Prospect>();
        var hangUp = new HashSet<Long>();
        transaction("survey", () -> tables.batches.forEach((id, b) -> {
            int queued = b.tasks.size() - b.next;
            if (b.status.equals("sent") && (queued > 0 || !b.due.isEmpty())) {
                prospects.add(new Survey.Prospect(b.call, b.version, queued,
                        b.due.isEmpty() ? null : b.due.first().at()));
            }
            if (b.hangUp && look.batchesWithLiveCalls().contains(id)) {
                hangUp.add(id);
            }
        }));
        return new Survey(prospects, hangUp, Set.copyOf(ending));
    }

    @Override
    public Claim claim(ClaimRequest request) {
        claims++;
        var candidates = new ArrayList<Claim.Candidate>();
        var due = new HashMap<CallKey, Due>();
        transaction("claim", () -> {
            for (ClaimRequest.Share share : request.shares()) {
                Batch b = tables.batch(share.batch().batchId());
                FakeTables.holds("Ledger", b.call.batchId() != poison, "the claim's poison");
                if (!leaseEnded && b.status.equals("sent")) {
                    candidates(b, request.now(), share.most(), due).forEach(candidates::add);
                }
            }
        });
        this.candidates += candidates.size();
        return new Held(candidates, due);
    }

    private List<Claim.Candidate> candidates(Batch b, Instant now, int most, Map<CallKey, Due> due) {
        var found = new ArrayList<Claim.Candidate>();
        for (Due d : b.due) {
            if (found.size() < most && !d.at().isAfter(now)) {
                Task task = tables.task(b, d.seq(), d.no(), d.spent());
                due.put(task.call(), d);
                found.add(new Claim.Candidate(b.call, task, true));
            }
        }
        for (int seq = b.next; seq < b.tasks.size() && found.size() < most; seq++) {
            found.add(new Claim.Candidate(b.call, tables.task(b, seq, 1, 0), false));
        }
        return found;
    }

    private final class Held implements Claim {

        private final List<Candidate> candidates;
        private final Map<CallKey, Due> due;

        Held(List<Candidate> candidates, Map<CallKey, Due> due) {
            this.candidates = candidates;
            this.due = due;
        }

        @Override
        public List<Candidate> candidates() {
            return candidates;
        }

        @Override
        public @Nullable Instant sharedSince() {
            return tables.sharedSince;
        }

        @Override
        public Map<UsageKey, Usage> usage() {
            var usage = new HashMap<UsageKey, Usage>();
            for (Candidate c : candidates) {
                FakeTables.limits(c).forEach(key -> usage.put(key, tables.usage(key)));
            }
            return usage;
        }

        @Override
        public void open(List<Decision> decisions, Map<UsageKey, Instant> freeAt) {
            transaction("open", () -> {
                tables.free(freeAt);
                decisions.forEach(this::write);
                decisions.forEach(d -> end(tables.batch(d.candidate().batch().batchId())));
            });
        }

        private void write(Decision decision) {
            Candidate c = decision.candidate();
            CallKey call = c.task().call();
            Batch b = tables.batch(call.batchId());
            if (c.fromDue()) {
                FakeTables.holds("Progress", b.due.remove(FakeTables.present(due.get(call))), "not due");
            } else {
                FakeTables.holds("Progress", b.next == call.seq(), "the cursor passes a task");
                b.next++;
            }
            switch (decision) {
                case Decision.Open open -> opened(b, open);
                case Decision.Wait wait -> {
                    waits++;
                    b.due.add(new Due(wait.dueAt(), call.seq(), call.no(), c.task().spent(), wait.reason()));
                }
                case Decision.Skip skip -> {
                    TaskRow t = tables.task(call);
                    t.status = TaskStatus.SKIPPED;
                    t.reason = skip.reason();
                }
            }
        }

        private void opened(Batch b, Decision.Open open) {
            var attempt = new Attempt(node, open);
            TaskRow t = tables.task(attempt.key());
            FakeTables.holds("Suppression", !tables.doNotCall.contains(attempt.line()), t.number);
            FakeTables.holds("Budget", ++t.spent <= t.budget, t.number + " has no budget");
            FakeTables.holds("Single dial", ++t.attempts == attempt.key().no(), t.number + " is attempted");
            FakeTables.holds("Single dial", tables.onLine.putIfAbsent(attempt.line(), attempt.key()) == null,
                    t.number + " is on the line");
            tables.attempts.put(attempt.key(), attempt);
            tables.move(open.candidate(), 1);
            b.sent += t.sent ? 0 : 1;
            t.sent = true;
        }

        @Override
        public void close() {
        }
    }

    /** Whoever takes the last task ends the batch. */
    static void end(Batch b) {
        if (b.status.equals("sent") && b.tasks.stream().noneMatch(t -> t.status == TaskStatus.PENDING)) {
            b.status = b.sent > 0 ? "completed" : "failed";
        }
    }

    @Override
    public List<AttemptChange> record(List<AttemptChange> changes) {
        records++;
        for (AttemptChange change : changes) {
            if (refused.apply(change)) {
                throw new LawBroken("Ledger", "refused " + change.call());
            }
        }
        var otherwise = new ArrayList<AttemptChange>();
        transaction("record", () -> changes.forEach(told -> {
            if (told.completes() && saidVoicemail.contains(told.call())) {
                otherwise.add(told.saidVoicemail());
                record(told.saidVoicemail());
            } else {
                record(told);
            }
        }));
        return otherwise;
    }

    @Override
    public List<Placement> placeElsewhere(List<Placement.Failed> failed, Set<Long> resting, Instant now,
            Placement.Chooser chooser) {
        var placed = new ArrayList<Placement>();
        transaction("elsewhere",
                () -> placed.addAll(new FakeElsewhere(tables, ways).place(failed, resting, chooser)));
        return placed;
    }

    private void record(AttemptChange change) {
        Attempt a = FakeTables.present(tables.attempts.get(change.call()));
        Batch b = tables.batch(change.call().batchId());
        TaskRow t = tables.task(change.call());
        a.resume = change.resume() == null ? a.resume : change.resume();
        if (change.state().phase() > a.state.phase()) {
            a.state = change.state();
            a.answeredAt = change.answeredAt() == null ? a.answeredAt : change.answeredAt();
            if (change.answeredAt() != null && !t.pickedUp) {
                t.pickedUp = true;
                b.pickedUp++;
            }
            if (change.end() != null) {
                ended(a, b, change.end());
            }
        }
        if (change.end() != null && change.end().slotsFree()) {
            free(a);
        }
        end(b);
    }

    private void ended(Attempt a, Batch b, End end) {
        a.ends++;
        a.outcome = end.outcome();
        a.note = end.note();
        TaskRow t = tables.task(a.key());
        t.outcome = end.outcome();
        if (!end.outcome().costsBudget()) {
            t.spent--;
        }
        switch (end.next()) {
            case Next.Again again -> {
                FakeTables.holds("Budget", again.spent() == t.spent, "spent " + again.spent());
                b.due.add(new Due(again.dueAt(), a.key().seq(), a.key().no() + 1, again.spent(),
                        again.reason()));
            }
            case Next.Done done -> {
                t.status = done.status();
                if (end.outcome() == Outcome.COMPLETED && !t.completed) {
                    t.completed = true;
                    b.completed++;
                }
            }
        }
    }

    private void free(Attempt a) {
        if (!a.slotsFree) {
            a.slotsFree = true;
            tables.onLine.remove(a.line(), a.key());
            tables.move(a.open.candidate(), -1);
        }
    }

    @Override
    public void keepRests(List<TrunkRest> rests) {
        transaction("keepRests", () -> {
        });
    }

    @Override
    public void turnBatches(Instant now) {
    }

    @Override
    public void stopBatches(Instant now) {
        transaction("stopBatches", () -> tables.batches.values().forEach(FakeLedger::end));
    }

    /** Nodes whose lease has ended; the test says which. */
    final Set<Integer> dead = new HashSet<>();

    @Override
    public int takeOver(Instant now) {
        var lost = new ArrayList<Attempt>();
        transaction("takeOver", () -> {
            for (Attempt a : tables.attempts.values()) {
                if (dead.contains(a.node) && a.state != AttemptState.ENDED) {
                    lost.add(a);
                }
                if (a.state == AttemptState.ENDED && a.open.lastDeadline().isBefore(now)) {
                    free(a);
                }
            }
            lost.forEach(a -> close(a, Outcome.LOST, now, false));
        });
        return lost.size();
    }

    /** Whether carriers can go on with what a process has left. */
    boolean resumable;

    @Override
    public int takeOverSelf(Instant now) {
        return resumable ? 0 : closeOwn(Outcome.LOST, Set.of(), now);
    }

    @Override
    public List<Resumed> resume() {
        return tables.attempts.values().stream()
                .filter(a -> resumable && a.node == node && !a.slotsFree)
                .map(a -> {
                    boolean lost = a.outcome == Outcome.LOST;
                    AttemptState reached =
                            a.answeredAt == null ? AttemptState.RINGING : AttemptState.JOINED;
                    AttemptState state = lost ? reached : a.state;
                    return new Resumed(a.open, state, null, a.answeredAt,
                            state == AttemptState.JOINED ? a.answeredAt : null, a.resume, lost,
                            a.over.size(), Resumed.Asked.of(hangsUp(a), ending.contains(a.key())));
                })
                .toList();
    }

    private boolean hangsUp(Attempt a) {
        return tables.batch(a.key().batchId()).hangUp;
    }

    @Override
    public int disown(Set<CallKey> known, Instant now) {
        return closeOwn(Outcome.NOT_PLACED, known, now);
    }

    private int closeOwn(Outcome outcome, Set<CallKey> known, Instant now) {
        var own = new ArrayList<Attempt>();
        transaction(outcome == Outcome.LOST ? "takeOverSelf" : "disown", () -> {
            for (Attempt a : tables.attempts.values()) {
                boolean meant = outcome == Outcome.LOST
                        ? a.state != AttemptState.ENDED
                        : a.state == AttemptState.PLACING && !known.contains(a.key());
                if (a.node == node && meant) {
                    own.add(a);
                }
            }
            own.forEach(a -> close(a, outcome, now, true));
        });
        return own.size();
    }

    private void close(Attempt a, Outcome outcome, Instant now, boolean slotsFree) {
        Task task = a.open.candidate().task();
        Next next = outcome == Outcome.NOT_PLACED
                ? new Next.Again(now, task.spent(), Reason.RETRY_WAIT)
                : new Next.Done(outcome.taskStatus());
        record(new AttemptChange(a.key(), a.line().organizationId(), "+49301", a.line().number(),
                AttemptState.ENDED,
                null, null, null, new End(outcome, null, now, next, slotsFree)));
    }

    @Nullable Attempt attempt(long batch, int seq, int no) {
        return tables.attempts.get(new CallKey(batch, seq, no));
    }
}
