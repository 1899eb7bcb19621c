package dev.carillon.dial;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import dev.carillon.base.Ids.CallKey;
import dev.carillon.call.AttemptState;
import dev.carillon.call.BatchCall;
import dev.carillon.call.Trunk;
import dev.carillon.dial.FakeTables.Attempt;

/** Places attempts over other trunks, in the rows of a fake ledger. */
final class FakeElsewhere {

    private final FakeTables tables;
    private final List<Trunk> trunks;

    FakeElsewhere(FakeTables tables, List<Trunk> trunks) {
        this.tables = tables;
        this.trunks = trunks;
    }

    List<Placement> place(List<Placement.Failed> failed, Set<Long> resting, Placement.Chooser chooser) {
        Map<CallKey, List<BatchCall>> ways = new HashMap<>();
        Map<UsageKey, Usage> usage = new HashMap<>();
        for (Placement.Failed f : failed) {
            Set<Long> before = attempt(f.call()).over;
            List<BatchCall> its = trunks.stream()
                    .filter(t -> !resting.contains(t.trunkId()) && !before.contains(t.trunkId()))
                    .map(t -> over(f.call(), t)).toList();
            ways.put(f.call(), its);
            its.forEach(b -> usage.put(key(b), tables.usage(key(b))));
        }
        Placement.Chosen chosen = chooser.choose(new Placement.Ways(ways, usage, tables.sharedSince));
        tables.free(chosen.freeAt());
        chosen.placements().forEach(this::move);
        return chosen.placements();
    }

    private Attempt attempt(CallKey call) {
        return FakeTables.present(tables.attempts.get(call));
    }

    private BatchCall over(CallKey call, Trunk trunk) {
        BatchCall b = tables.batch(call.batchId()).call;
        return new BatchCall(b.batchId(), b.organizationId(), b.fromNumber(), b.agentId(), b.rules(),
                b.rank(), trunk);
    }

    private static UsageKey key(BatchCall b) {
        return new UsageKey(b.organizationId(), UsageKey.Scope.TRUNK,
                Long.toString(FakeTables.present(b.trunk()).trunkId()));
    }

    private void move(Placement p) {
        Attempt a = attempt(p.call());
        FakeTables.holds("Single dial", a.state == AttemptState.PLACING, p.call() + " has rung");
        FakeTables.holds("Single dial", a.over.add(FakeTables.present(p.batch().trunk()).trunkId())
                && a.over.size() <= Placement.MOST, p.call() + " is placed too often");
        Claim.Candidate before = a.open.candidate();
        tables.move(before, -1);
        a.open = new Claim.Decision.Open(
                new Claim.Candidate(p.batch(), before.task(), before.fromDue(), before.line()),
                a.open.zones(), p.placeAt(), p.placeBy(), p.lastDeadline());
        tables.move(a.open.candidate(), 1);
    }
}
