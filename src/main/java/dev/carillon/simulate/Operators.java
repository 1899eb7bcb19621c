package dev.carillon.simulate;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import dev.carillon.call.BatchStatus;
import dev.carillon.call.Callee;
import dev.carillon.dial.UsageKey;
import dev.carillon.dial.UsageKey.Scope;

/** The people of a world: they make what is dialled, and change their minds while it is. */
final class Operators {

    private static final int MOST_ACTIONS = 12;

    private final World world;
    private final Draw draw;
    private final ApiHalf api;
    private final List<String> organizations = new ArrayList<>();
    private final List<Long> trunks = new ArrayList<>();
    private final List<Long> batches = new ArrayList<>();
    private final Map<String, List<Callee>> people = new HashMap<>();

    Operators(World world, Draw draw) {
        this.world = world;
        this.draw = draw;
        this.api = world.store.api();
    }

    private int pick(int from, int to) {
        return world.random.nextInt(from, to);
    }

    private Instant now() {
        return world.clockwork.now();
    }

    void makeEverything() {
        int count = pick(1, 4);
        for (int i = 0; i < count; i++) {
            OrganizationPlan plan = draw.organization(i);
            organizations.add(plan.id());
            people.put(plan.id(), new ArrayList<>());
            api.organization(plan);
            trunks.add(api.trunk(draw.trunk(plan.id(), true)));
            if (draw.oneIn(2)) {
                trunks.add(api.trunk(draw.trunk(plan.id(), true)));
            }
            trunks.add(api.trunk(draw.trunk(plan.id(), false)));
            for (int more = draw.oneIn(3) ? 3 : pick(0, 2); more > 0; more--) {
                trunks.add(api.trunk(draw.trunk(plan.id(), false)));
            }
            for (String agent : List.of("agent_0", "agent_1", "agent_own")) {
                limit(new UsageKey(plan.id(), Scope.AGENT, agent));
            }
        }
        int many = pick(2, 6);
        for (int i = 0; i < many; i++) {
            String organization = organizations.get(pick(0, count));
            BatchPlan plan = draw.batch(organization, !draw.oneIn(5), i % 3);
            if (draw.oneIn(3)) {
                limit(new UsageKey(organization, Scope.CALLER_ID, plan.fromNumber()));
            }
            batch(plan);
        }
        world.judge.committed();
    }

    private void batch(BatchPlan plan) {
        List<TaskPlan> tasks = draw.tasks(pick(8, 29), people(plan.organizationId()), plan);
        long id = api.batch(plan, tasks, now());
        batches.add(id);
        world.judge.defined(world.store.tables().batch(id));
        if (draw.oneIn(3)) {
            limit(new UsageKey(plan.organizationId(), Scope.BATCH, Long.toString(id)));
        }
    }

    private List<Callee> people(String organization) {
        return people.computeIfAbsent(organization, _ -> new ArrayList<>());
    }

    private void limit(UsageKey key) {
        Limits limits = draw.limits();
        if (limits != null || key.scope() == Scope.AGENT) {
            api.limit(key, limits == null ? Limits.live(500) : limits);
        }
    }

    /** Plans what they do until the given moment, most of it soon. */
    void begin(long end) {
        int count = pick(3, MOST_ACTIONS);
        for (int i = 0; i < count; i++) {
            double when = world.random.nextDouble();
            world.clockwork.run((long) (when * when * end), this::act);
        }
    }

    private void act() {
        if (world.troubles.ledgerIsAway() || batches.isEmpty()) {
            return;
        }
        BatchRow b = world.store.tables().batch(batches.get(pick(0, batches.size())));
        switch (pick(0, 15)) {
            case 0, 1, 2 -> pause(b);
            case 3 -> cancel(b, draw.oneIn(2));
            case 4, 5 -> edit(b);
            case 6, 7 -> suppress(b.organizationId);
            case 8 -> append(b);
            case 9 -> changeLimit(b);
            case 10, 11 -> world.agents.hangUpAny();
            case 12 -> world.agents.anyOne();
            default -> pauseTrunk(trunks.get(pick(0, trunks.size())));
        }
        world.judge.committed();
        world.changed(null);
    }

    private void pause(BatchRow b) {
        if (api.pause(b.id, now())) {
            world.judge.stopped(b.id);
            world.trace.note("paused by people", 0);
            world.clockwork.after(world.random.nextLong(1_000_000, 600_000_000L), () -> resume(b.id));
        }
    }

    private void resume(long batch) {
        if (world.troubles.ledgerIsAway()) {
            world.clockwork.after(1_000_000, () -> resume(batch));
        } else if (api.resume(batch, now())) {
            world.judge.resumed(batch);
            world.trace.note("resumed by people", 0);
            world.judge.committed();
            world.changed(null);
        }
    }

    private void cancel(BatchRow b, boolean hangUp) {
        if (api.cancel(b.id, hangUp, now())) {
            world.judge.stopped(b.id);
            world.trace.note(hangUp ? "cancelled, with its calls" : "cancelled", 0);
            if (hangUp) {
                world.judge.hangsUp(b.id);
            }
        }
    }

    private void edit(BatchRow b) {
        BatchPlan plan = b.plan.edited(draw.timing(now()), draw.retries(), pick(0, 10));
        if (api.edit(b.id, plan, now())) {
            world.judge.defined(world.store.tables().batch(b.id));
            world.trace.note("edited", 0);
        }
    }

    private void suppress(String organization) {
        List<Callee> all = people(organization);
        if (!all.isEmpty()) {
            var line = new Line(organization, all.get(pick(0, all.size())).number());
            api.doNotCall(line, now());
            world.judge.suppressed(line);
            world.trace.note("do not call", 0);
        }
    }

    private void append(BatchRow b) {
        if (api.append(b.id, draw.tasks(pick(1, 8), people(b.organizationId), b.plan), now())) {
            world.trace.note("appended", 0);
        }
    }

    private void changeLimit(BatchRow b) {
        TrunkRow way = b.way(world.store.tables());
        UsageKey key = way == null || draw.oneIn(3)
                ? new UsageKey(b.organizationId, Scope.AGENT, "agent_" + pick(0, 2))
                : new UsageKey(b.organizationId, Scope.TRUNK, Long.toString(way.id));
        world.judge.limited(key);
        api.limit(key, key.scope() == Scope.TRUNK ? draw.trunkLimits() : Limits.live(pick(1, 9)));
        world.trace.note("another limit", 0);
    }

    private void pauseTrunk(long trunk) {
        api.pauseTrunk(trunk, true);
        world.trace.note("trunk paused", 0);
        world.clockwork.after(world.random.nextLong(1_000_000, 3_000_000_000L),
                () -> api.pauseTrunk(trunk, false));
    }

    /** Nothing is left to people that would keep tasks from being dialled, but for batches they paused. */
    void end() {
        trunks.forEach(trunk -> api.pauseTrunk(trunk, false));
        for (long batch : batches) {
            if (world.store.tables().batch(batch).status == BatchStatus.PAUSED && !draw.oneIn(4)) {
                resume(batch);
            }
        }
        world.judge.committed();
        world.changed(null);
    }
}
