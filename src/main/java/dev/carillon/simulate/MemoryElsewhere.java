package dev.carillon.simulate;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import dev.carillon.base.Ids.CallKey;
import dev.carillon.base.LawBroken;
import dev.carillon.call.AttemptState;
import dev.carillon.call.BatchCall;
import dev.carillon.call.BatchStatus;
import dev.carillon.dial.Placement;
import dev.carillon.dial.Usage;
import dev.carillon.dial.UsageKey;

/** Places attempts over other trunks, in tables in memory. Used once. */
final class MemoryElsewhere {

    private final Tables tables;
    private final long node;
    private final Instant now;
    private final LocalDate today;
    private final Map<CallKey, List<BatchCall>> ways = new LinkedHashMap<>();
    private final Map<UsageKey, Usage> usage = new HashMap<>();

    MemoryElsewhere(MemoryLedger ledger, Instant now) {
        this.tables = ledger.tables;
        this.node = ledger.node;
        this.now = now;
        this.today = now.atOffset(ZoneOffset.UTC).toLocalDate();
    }

    List<Placement> place(List<Placement.Failed> failed, Set<Long> resting, MemoryLedger ledger,
            Placement.Chooser chooser) {
        Instant beside = ledger.sharedSince(now);
        if (beside != null && beside.isAfter(now)) {
            return List.of();
        }
        failed.forEach(f -> hold(f.call(), resting));
        if (ways.isEmpty()) {
            return List.of();
        }
        Placement.Chosen chosen = chooser.choose(new Placement.Ways(ways, usage, beside));
        chosen.placements().forEach(this::write);
        chosen.freeAt().forEach((key, at) -> Tables.present(tables.usage.get(key)).freeAt = at);
        return chosen.placements();
    }

    private void hold(CallKey call, Set<Long> resting) {
        AttemptRow a = tables.attempt(call);
        BatchRow b = tables.batch(call.batchId());
        if (a == null || a.state != AttemptState.PLACING || a.opening.node() != node
                || a.before.size() + 1 >= Placement.MOST || b.status != BatchStatus.SENT
                || tables.doNotCall.contains(a.line)) {
            return;
        }
        var its = new ArrayList<BatchCall>();
        for (TrunkRow trunk : b.ways(tables)) {
            if (!trunk.paused && !resting.contains(trunk.id) && mayTake(a, trunk.id)) {
                its.add(b.plan.call(b.id, tables.organization(b.organizationId), trunk.trunk(List.of())));
                UsageKey key = key(b.organizationId, trunk.id);
                usage.put(key, Tables.present(tables.usage.get(key)).usage(today));
            }
        }
        if (!its.isEmpty()) {
            ways.put(call, its);
        }
    }

    private static boolean mayTake(AttemptRow a, long trunk) {
        return trunk != a.opening.trunkId() && !a.before.contains(trunk);
    }

    private static UsageKey key(String organizationId, long trunk) {
        return new UsageKey(organizationId, UsageKey.Scope.TRUNK, Long.toString(trunk));
    }

    private void write(Placement placement) {
        AttemptRow a = Tables.present(tables.attempt(placement.call()));
        long trunk = Tables.present(placement.batch().trunk()).trunkId();
        if (!ways.containsKey(a.key) || !mayTake(a, trunk)) {
            throw new LawBroken("Single dial", "placed again over the same trunk: " + a.key);
        }
        String organization = a.line.organizationId();
        UsageRow to = Tables.present(tables.usage.get(key(organization, trunk)));
        Tables.present(tables.usage.get(key(organization, a.opening.trunkId()))).live--;
        to.live++;
        if (to.most() != null && to.live > to.most()) {
            throw new LawBroken("Capacity", "refused: " + to.key);
        }
        a.moves(trunk, placement.placeBy(), placement.lastDeadline());
        tables.touched.add(tables.batch(a.key.batchId()));
    }
}
