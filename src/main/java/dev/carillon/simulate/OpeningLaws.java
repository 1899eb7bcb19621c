package dev.carillon.simulate;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import dev.carillon.base.Ids.CallKey;
import dev.carillon.call.AttemptCap;
import dev.carillon.call.BatchStatus;
import dev.carillon.call.Outcome;
import dev.carillon.call.RetryRule;
import dev.carillon.dial.UsageKey;

/** What must be true when an attempt is opened. */
final class OpeningLaws {

    /** What people change, every node knows within this time. */
    private static final long KNOWN_WITHIN = 1_500_000;

    private final World world;
    private final Judge judge;
    private final StopLossLaw stopLoss;
    private final Map<Line, List<Opened>> opened = new HashMap<>();

    private record Opened(Instant at, CallKey call) {
    }

    OpeningLaws(World world, Judge judge) {
        this.world = world;
        this.judge = judge;
        this.stopLoss = new StopLossLaw(world, judge);
    }

    void opened(BatchRow b, TaskRow task, AttemptRow a) {
        Tables tables = world.store.tables();
        world.trace.note("opened", a.opening.node(), a.key, null);
        world.holds(SimulatedLaw.SUPPRESSION, !tables.doNotCall.contains(a.line), a.key);
        world.holds(SimulatedLaw.OBEDIENCE, b.status == BatchStatus.SENT && inTime(b, task), a.key);
        world.holds(SimulatedLaw.ANSWERED, !a.opening.agentId().isEmpty() && a.opening.limits()
                .contains(new UsageKey(b.organizationId, UsageKey.Scope.AGENT, a.opening.agentId())), a.key);
        budget(task, a);
        afterLost(b, task, a);
        for (UsageKey key : a.opening.limits()) {
            UsageRow row = tables.usage.get(key);
            world.holds(SimulatedLaw.CAPACITY, row == null || row.live <= judge.allowed(row), key);
        }
        destination(tables, a);
        cap(tables.organization(b.organizationId), a);
        stopLoss.opened(b, a);
    }

    /** Not before its time, and not after its batch's end. */
    private boolean inTime(BatchRow b, TaskRow task) {
        Instant now = world.clockwork.now();
        Instant late = now.plus(world.troubles.clockError(), ChronoUnit.MICROS);
        if (task.notBefore != null && task.notBefore.isAfter(late)) {
            return false;
        }
        Instant early = now.minus(world.troubles.clockError(), ChronoUnit.MICROS);
        return judge.shadow(b).inForce(world.clockwork.micros(), KNOWN_WITHIN).stream()
                .anyMatch(plan -> plan.timing().expiresAt() == null
                        || early.isBefore(plan.timing().expiresAt()));
    }

    private void budget(TaskRow task, AttemptRow a) {
        int spent = 0;
        for (AttemptRow each : task.attempts) {
            spent += each.outcome == Outcome.NOT_PLACED ? 0 : 1;
        }
        world.holds(SimulatedLaw.BUDGET, spent <= task.budget, a.key);
    }

    /** A lost call is tried again only by a rule that names it, and only when it is surely over. */
    private void afterLost(BatchRow b, TaskRow task, AttemptRow a) {
        if (a.key.no() < 2 || task.attempts.get(a.key.no() - 2).outcome != Outcome.LOST) {
            return;
        }
        AttemptRow lost = task.attempts.get(a.key.no() - 2);
        boolean named = judge.shadow(b).versions.stream()
                .anyMatch(v -> v.plan().retryPlan().rules().stream().map(RetryRule::condition)
                        .anyMatch(c -> c == Outcome.LOST));
        world.holds(SimulatedLaw.SINGLE_DIAL, named && !world.network.isUp(lost.key),
                "placed again, and its fate was unknown: ", lost.key);
    }

    private void destination(Tables tables, AttemptRow a) {
        var destinations = tables.trunk(a.opening.trunkId()).destinations;
        if (destinations != null) {
            world.holds(SimulatedLaw.SUPPRESSION,
                    destinations.countries().contains(Places.of(a.line.number()).country()),
                    "its trunk may not call there: ", a.key);
        }
    }

    private void cap(OrganizationRow organization, AttemptRow a) {
        AttemptCap cap = organization.cap;
        if (cap == null) {
            return;
        }
        List<Opened> all = opened.computeIfAbsent(a.line, _ -> new ArrayList<>());
        Instant since = a.opening.at().minus(cap.within());
        int count = 1;
        for (Opened before : all) {
            AttemptRow other = world.store.tables().attempt(before.call());
            count += before.at().isAfter(since) && other != null && other.outcome != Outcome.NOT_PLACED
                    ? 1
                    : 0;
        }
        all.add(new Opened(a.opening.at(), a.key));
        world.holds(SimulatedLaw.SUPPRESSION, count <= cap.attempts(), "beyond the cap: ", a.key);
    }
}
