package dev.carillon.simulate;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

import org.jspecify.annotations.Nullable;

import dev.carillon.base.Ids.CallKey;
import dev.carillon.call.Task;
import dev.carillon.dial.Claim;
import dev.carillon.dial.ClaimRequest;
import dev.carillon.dial.DialLedger;
import dev.carillon.dial.LedgerAround;
import dev.carillon.dial.Usage;
import dev.carillon.dial.UsageKey;

/** A ledger that shows tasks and limits other than they are. */
class Tampered extends LedgerAround {

    private final UnaryOperator<Task> task;

    Tampered(DialLedger ledger, UnaryOperator<Task> task) {
        super(ledger);
        this.task = task;
    }

    /** The task with other facts. */
    static Task facts(Task t, Task.Facts facts) {
        return new Task(t.call(), t.callee(), t.spent(), t.budget(), t.agentId(), t.timezone(),
                t.notBefore(),
                t.pickedUp(), facts);
    }

    Map<UsageKey, Usage> usage(Map<UsageKey, Usage> usage) {
        return usage;
    }

    Map<UsageKey, Instant> freeAt(Map<UsageKey, Instant> freeAt) {
        return freeAt;
    }

    @Nullable Instant shared(@Nullable Instant since) {
        return since;
    }

    @Override
    public Claim claim(ClaimRequest request) {
        return new Shown(real.claim(request));
    }

    private final class Shown implements Claim {

        private final Claim claim;
        private final List<Candidate> candidates = new ArrayList<>();

        Shown(Claim claim) {
            this.claim = claim;
            claim.candidates()
                    .forEach(
                            c -> candidates.add(
                                    new Candidate(c.batch(), task.apply(c.task()), c.fromDue(), c.line())));
        }

        @Override
        public List<Candidate> candidates() {
            return candidates;
        }

        @Override
        public Map<UsageKey, Usage> usage() {
            return Tampered.this.usage(claim.usage());
        }

        @Override
        public @Nullable Instant sharedSince() {
            return Tampered.this.shared(claim.sharedSince());
        }

        @Override
        public void open(List<Decision> decisions, Map<UsageKey, Instant> freeAt) {
            Map<CallKey, Candidate> real = new HashMap<>();
            claim.candidates().forEach(c -> real.put(c.task().call(), c));
            claim.open(decisions.stream().map(d -> onReal(d, real)).toList(), Tampered.this.freeAt(freeAt));
        }

        /** The ledger's own checks see what was shown, as a ledger would that had read it wrong. */
        private static Decision onReal(Decision decision, Map<CallKey, Candidate> real) {
            Candidate shown = decision.candidate();
            Candidate its = Tables.present(real.get(shown.task().call()));
            var merged = new Candidate(its.batch(), facts(its.task(), shown.task().facts()), its.fromDue(),
                    its.line());
            return switch (decision) {
                case Decision.Open open ->
                    new Decision.Open(merged, open.zones(), open.placeAt(), open.placeBy(),
                            open.lastDeadline());
                case Decision.Wait wait -> new Decision.Wait(merged, wait.dueAt(), wait.reason());
                case Decision.Skip skip -> new Decision.Skip(merged, skip.reason());
            };
        }

        @Override
        public void close() {
            claim.close();
        }
    }
}
