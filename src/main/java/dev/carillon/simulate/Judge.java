package dev.carillon.simulate;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

import org.jspecify.annotations.Nullable;

import dev.carillon.base.Ids.CallKey;
import dev.carillon.dial.UsageKey;

/** Looks at every commit and every placement of a world, and at its end, and holds them to the laws. */
final class Judge {

    private static final int RECOUNT_EVERY = 32;

    private final World world;
    private final RowLaws rows;
    private final OpeningLaws openings;
    private final PlacingLaws placings;
    private final Map<Long, Shadow> shadows = new HashMap<>();
    private final Map<UsageKey, Integer> grace = new HashMap<>();
    private long commits;

    Judge(World world) {
        this.world = world;
        this.openings = new OpeningLaws(world, this);
        this.rows = new RowLaws(world, openings);
        this.placings = new PlacingLaws(world, this);
    }

    /** How many commits have changed a batch. */
    long commits() {
        return commits;
    }

    Shadow shadow(BatchRow b) {
        return shadows.computeIfAbsent(b.id, _ -> new Shadow());
    }

    /** A transaction is over: what it wrote is looked at. */
    void committed() {
        world.store.refresh();
        Tables tables = world.store.tables();
        if (tables.touched.isEmpty() || world.broken() != null) {
            return;
        }
        commits++;
        boolean ended = false;
        for (BatchRow b : tables.touched) {
            ended |= rows.check(b, shadow(b));
        }
        tables.touched.clear();
        if (commits % RECOUNT_EVERY == 0) {
            rows.recountLimits(tables);
        }
        if (ended) {
            world.changed(null);
        }
    }

    /** The carrier has been told of a call. */
    void placed(Network.Call call, Network.@Nullable Call sameLine) {
        if (world.broken() == null) {
            placings.placed(call, sameLine);
        }
    }

    void over(Network.Call call) {
        placings.over(call);
    }

    /** People have changed a limit: calls that are up already may end in peace. */
    void limited(UsageKey key) {
        UsageRow row = world.store.tables().usage.get(key);
        int live = row == null ? 0 : Math.max(row.live, placings.live(key));
        grace.merge(key, live, Math::max);
        placings.limited(key);
    }

    /** How many a limit allows at this moment. */
    int allowed(UsageRow row) {
        Integer most = row.most();
        return most == null ? Integer.MAX_VALUE : Math.max(most, grace.getOrDefault(row.key, 0));
    }

    /** People have said something that nodes must obey. */
    void stopped(long batch) {
        placings.stopped(batch);
    }

    void resumed(long batch) {
        placings.resumed(batch);
    }

    void suppressed(Line line) {
        placings.suppressed(line);
    }

    /** Every definition, from when on. */
    void defined(BatchRow b) {
        shadow(b).versions.add(new Shadow.Version(world.clockwork.micros(), b.plan));
    }

    /**
     * The calls of this batch, lost ones too, are to be hung up: within a second, by every node that is well.
     */
    void hangsUp(long batch) {
        hangsUp(call -> call.batchId() == batch);
    }

    /** This call is to be hung up likewise. */
    void hangsUp(CallKey one) {
        hangsUp(one::equals);
    }

    private void hangsUp(Predicate<CallKey> meant) {
        world.clockwork.after(1_200_000, () -> {
            for (Network.Call call : world.network.calls()) {
                AttemptRow a = world.store.tables().attempt(call.key());
                if (meant.test(call.key()) && call.life.wellFor(1_200_000) && a != null
                        && world.store.tables().mayBeUp(a)) {
                    world.holds(SimulatedLaw.OBEDIENCE, call.asked(), call.key() + " is not hung up");
                }
            }
        });
    }

    /** Nothing goes wrong any more since long: everything must have come to its end or wait for later. */
    void atTheEnd() {
        Tables tables = world.store.tables();
        rows.recountLimits(tables);
        List<BatchRow> all = new ArrayList<>(tables.batches.values());
        for (BatchRow b : all) {
            rows.check(b, shadow(b));
            new EndLaws(world).check(b);
        }
        for (LineRow row : tables.onLine.values()) {
            world.holds(SimulatedLaw.PROGRESS,
                    world.clockwork.micros(row.deadline()) > world.clockwork.micros() - 60_000_000L,
                    row.attempt().key + " holds its slots past its deadline");
        }
    }
}
