package dev.carillon.simulate;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import dev.carillon.base.Ids.CallKey;
import dev.carillon.call.AttemptCap;
import dev.carillon.call.BatchStatus;
import dev.carillon.call.CallTally;
import dev.carillon.call.Outcome;
import dev.carillon.call.RetryRule;
import dev.carillon.call.StopLoss;
import dev.carillon.dial.UsageKey;

/** What must be true when an attempt is opened. */
final class OpeningLaws {

    /** What people change, every node knows within this time. */
    private static final long KNOWN_WITHIN = 1_500_000;
    private static final long STOPPED_WITHIN = 3_000_000;
    /** A rule may be broken for a moment and kept again by the next call: it must be so at each of these. */
    private static final List<Long> LOOKS = List.of(STOPPED_WITHIN, 2_000_000L, 1_000_000L, 0L);

    private final World world;
    private final Judge judge;
    private final Map<Line, List<Opened>> opened = new HashMap<>();

    private record Opened(Instant at, CallKey call) {
    }

    OpeningLaws(World world, Judge judge) {
        this.world = world;
        this.judge = judge;
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
        stopLoss(b, a);
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

    /** A rule that was broken some seconds ago has paused the batch by now. */
    private void stopLoss(BatchRow b, AttemptRow a) {
        if (b.plan.stopLoss().isEmpty()) {
            return;
        }
        for (StopLoss rule : b.plan.stopLoss()) {
            boolean obeyed = rule.window().compareTo(Duration.ofHours(12)) < 0
                    || world.troubles.ledgerWasAway(STOPPED_WITHIN)
                    || world.clockwork.micros() - judge.shadow(b).statusSince < STOPPED_WITHIN
                    || LOOKS.stream().anyMatch(ago -> rule.broken(tally(b, ago)).isEmpty());
            world.holds(SimulatedLaw.OBEDIENCE, obeyed, "stop-loss: ", a.key);
        }
    }

    /** How the calls ended of which the end was known so long ago. */
    private CallTally tally(BatchRow b, long ago) {
        Instant since = b.countsSince == null ? Instant.EPOCH : b.countsSince;
        long from = Math.ceilDiv(since.toEpochMilli(), 60_000L);
        int[] n = new int[6];
        for (Shadow.Ended ended : judge.shadow(b).ended) {
            Instant at = ended.attempt().endedAt;
            if (ended.seen() <= world.clockwork.micros() - ago && at != null
                    && Math.floorDiv(at.toEpochMilli(), 60_000L) >= from) {
                count(ended.attempt(), n);
            }
        }
        return new CallTally(n[0], n[1], n[2], n[3], n[4], n[5]);
    }

    private static void count(AttemptRow a, int[] n) {
        boolean answered = a.answeredAt != null;
        n[0]++;
        n[1] += answered ? 1 : 0;
        n[2] += a.byPerson() ? 1 : 0;
        n[3] += a.abandoned() ? 1 : 0;
        n[4] += !answered && a.outcome != null && a.outcome.failedByNetwork() ? 1 : 0;
        n[5] += !answered && (a.outcome == Outcome.DECLINED || a.outcome == Outcome.BLOCKED_BY_CALLEE)
                ? 1
                : 0;
    }
}
