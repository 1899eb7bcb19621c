package dev.carillon.ledger;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import dev.carillon.base.Ids.CallKey;
import dev.carillon.call.AttemptCap;
import dev.carillon.call.BatchStatus;
import dev.carillon.call.Callee;
import dev.carillon.call.RetryPlan;
import dev.carillon.call.RetryRule;
import dev.carillon.call.StopLoss;
import dev.carillon.dial.DialLedger;
import dev.carillon.dial.UsageKey;
import dev.carillon.dial.UsageKey.Scope;
import dev.carillon.simulate.BatchPlan;
import dev.carillon.simulate.Limits;
import dev.carillon.simulate.Line;
import dev.carillon.simulate.MemoryApi;
import dev.carillon.simulate.MemoryLedger;
import dev.carillon.simulate.OrganizationPlan;
import dev.carillon.simulate.RowsInMemory;
import dev.carillon.simulate.Tables;
import dev.carillon.simulate.TaskPlan;
import dev.carillon.simulate.TrunkPlan;

/** The world in memory. */
final class MemoryWorld implements LedgerWorld {

    private static final Instant NOW = LedgerContract.NOW;

    private final Tables tables = new Tables();
    private final MemoryApi api = new MemoryApi(tables);
    private final RowsInMemory rows = new RowsInMemory(tables);
    private final Map<Integer, DialLedger> ledgers = new HashMap<>();
    private final long trunk;

    MemoryWorld() {
        api.organization(
                new OrganizationPlan(ORGANIZATION, 1, null, Map.of(), null, Limits.NONE, null));
        trunk = api.trunk(new TrunkPlan(ORGANIZATION, true, null, Limits.NONE));
        api.limit(new UsageKey(ORGANIZATION, Scope.AGENT, AGENT), Limits.NONE);
    }

    @Override
    public DialLedger ledger(int node) {
        return ledgers.computeIfAbsent(node, n -> {
            leaseEnds(n, Instant.parse("2100-01-01T00:00:00Z"));
            return new MemoryLedger(tables, n, Duration.ofHours(6));
        });
    }

    @Override
    public void leaseEnds(int node, Instant at) {
        rows.lease(node, at);
    }

    @Override
    public long batch(Sketch s) {
        var plan = new BatchPlan(ORGANIZATION, FROM, s.agentId(), true,
                BatchStatus.of(s.status()).orElseThrow(), s.scheduledAt(), BatchPlan.Timing.ALWAYS,
                new RetryPlan(true), s.budget(), 5, List.of());
        return api.batch(plan, tasks(s.numbers(), s.budget()), Instant.EPOCH);
    }

    private static List<TaskPlan> tasks(List<String> numbers, int budget) {
        return numbers.stream().map(n -> new TaskPlan(new Callee(n), budget, null, null, null, false))
                .toList();
    }

    @Override
    public void append(long batch, List<String> numbers) {
        api.append(batch, tasks(numbers, 1), NOW);
    }

    @Override
    public void pause(long batch) {
        api.pause(batch, NOW);
    }

    @Override
    public void resume(long batch) {
        api.resume(batch, NOW);
    }

    @Override
    public void cancel(long batch, boolean hangUp) {
        api.cancel(batch, hangUp, NOW);
    }

    @Override
    public void skipBefore(long batch, int seq) {
        rows.skip(batch, seq);
    }

    @Override
    public void doNotCall(String number) {
        api.doNotCall(new Line(ORGANIZATION, number), NOW);
    }

    @Override
    public boolean saidVoicemail(CallKey call) {
        return api.saidVoicemail(call, NOW);
    }

    @Override
    public void hangUp(CallKey call) {
        api.hangUp(call, NOW);
    }

    @Override
    public void limit(UsageKey key, int maxLive) {
        api.limit(key, Limits.live(maxLive));
    }

    @Override
    public void pauseTrunk(boolean paused) {
        api.pauseTrunk(trunk, paused);
    }

    @Override
    public void limitCallerId(int maxLive) {
        api.limit(new UsageKey(ORGANIZATION, Scope.CALLER_ID, FROM), Limits.live(maxLive));
    }

    @Override
    public void reserve(UsageKey key, int calls) {
        rows.reserve(key, calls);
    }

    @Override
    public void cap(int attempts, int days) {
        rows.cap(ORGANIZATION, new AttemptCap(attempts, Duration.ofDays(days)));
    }

    @Override
    public void goLive(long batch, int dayLimit) {
        rows.goLive(batch, dayLimit);
    }

    @Override
    public void stopLoss(long batch, List<StopLoss> rules) {
        rows.rules(batch, new RetryPlan(true), rules);
    }

    @Override
    public void retryRules(long batch, List<RetryRule> retries) {
        rows.rules(batch, new RetryPlan(true, retries, false), List.of());
    }

    @Override
    public String pausedBecause(long batch) {
        return rows.pausedBecause(batch);
    }

    @Override
    public Figures figures(long batch) {
        return figures(rows.figures(batch));
    }

    @Override
    public Figures recount(long batch) {
        return figures(rows.recount(batch));
    }

    private static Figures figures(RowsInMemory.Figures f) {
        return new Figures(f.status().word(), f.total(), f.nextSeq(), f.open(), f.calling(), f.failed(),
                f.skipped(), f.sent(), f.pickedUp(), f.completed());
    }

    @Override
    public Task task(long batch, int seq) {
        RowsInMemory.Recipient task = rows.task(batch, seq);
        return new Task(task.status().word(), task.reason() == null ? null : task.reason().word(),
                task.pickedUp());
    }

    @Override
    public List<Due> due(long batch) {
        return rows.due(batch).stream()
                .map(d -> new Due(d.at(), d.seq(), d.no(), d.spent(), d.reason().word())).toList();
    }

    @Override
    public @Nullable Attempt attempt(CallKey call) {
        RowsInMemory.Try a = rows.attempt(call);
        return a == null
                ? null
                : new Attempt(a.state().phase(), a.spent(), a.outcome() == null ? null : a.outcome().word(),
                        a.answeredAt());
    }

    @Override
    public int live(UsageKey key) {
        return rows.live(key);
    }

    @Override
    public int onLine() {
        return rows.onLine();
    }

    @Override
    public List<String> events(long batch) {
        return rows.events(batch);
    }

    @Override
    public long deadlocks() {
        return 0;
    }
}
