package dev.carillon.simulate;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

import org.jspecify.annotations.Nullable;

import dev.carillon.base.Chance;
import dev.carillon.base.LawBroken;
import dev.carillon.call.BatchStatus;
import dev.carillon.dial.DialSettings;

/** One world, from its seed to its end. Used once. */
final class World {

    private static final long HORIZON = SimulatedNode.micros(Duration.ofHours(40));
    private static final long FORGOTTEN = 30_100_000;
    private static final int MOST_STEPS = 40_000;

    final long seed;
    final RandomGenerator random;
    final Clockwork clockwork;
    final Trace trace;
    final Census census;
    final Fittings fittings;
    final Store store;
    final Network network;
    final Judge judge;
    final Troubles troubles;
    final Agents agents;
    final DialSettings settings;
    final List<SimulatedNode> nodes = new ArrayList<>();
    private final Operators operators;
    private @Nullable LawBroken broken;

    /** What a world is made in. */
    record Surroundings(Census census, Population population, Fittings fittings, Store store,
            @Nullable Consumer<String> out) {
    }

    World(long seed, Surroundings surroundings) {
        this.seed = seed;
        this.random = Chance.seeded(seed);
        this.census = surroundings.census();
        this.fittings = surroundings.fittings();
        this.store = surroundings.store();
        var draw = new Draw(random, surroundings.population());
        this.clockwork = new Clockwork(draw.start());
        this.trace = new Trace(clockwork, surroundings.out());
        this.settings = draw.settings();
        this.network = new Network(this);
        this.judge = new Judge(this);
        this.troubles = new Troubles(this);
        this.agents = new Agents(this);
        this.operators = new Operators(this, draw);
    }

    /** Runs to the end, or to the first law that does not hold. */
    void run() {
        int count = Draw.nodes(random);
        operators.makeEverything();
        for (int i = 1; i <= count; i++) {
            var node = new SimulatedNode(this, i);
            nodes.add(node);
            node.start();
        }
        long end = troubles.begin();
        operators.begin(end);
        goOn(end);
        troubles.end();
        operators.end();
        long horizon = clockwork.micros() + HORIZON;
        goOn(horizon);
        if (broken == null) {
            clockwork.moveTo(horizon);
            judge.atTheEnd();
        }
        census.world(count, store.tables(), Math.min(clockwork.micros(), horizon) / 1_000_000);
    }

    private void goOn(long until) {
        int turns = 0;
        while (broken == null && clockwork.turn(until)) {
            if (++turns > MOST_STEPS) {
                broken(SimulatedLaw.PROGRESS, "the world does not come to rest");
            }
        }
    }

    /**
     * Time passes for everybody else while one process stands still in the middle of what it does.
     */
    void pass(long micros) {
        long until = clockwork.micros() + micros;
        while (broken == null && clockwork.turn(until)) {
            // The others go on.
        }
        clockwork.moveTo(until);
    }

    void renewLeases() {
        for (SimulatedNode node : nodes) {
            node.tellLease(store);
        }
    }

    /** Somebody changed something: every node finds it with its next poll. */
    void changed(@Nullable SimulatedNode by) {
        for (SimulatedNode node : nodes) {
            SimulatedNode.Life life = node.life();
            if (life != null && node != by) {
                life.poke(random.nextLong(200_000));
            }
        }
    }

    /** When the rows alone next give something to do. */
    long soonest() {
        long soonest = Long.MAX_VALUE;
        for (BatchRow b : store.tables().batches.values()) {
            if (b.status == BatchStatus.SENT) {
                if (b.queued() > 0 || b.open == 0) {
                    return clockwork.micros();
                }
                if (!b.due.isEmpty()) {
                    soonest = Math.min(soonest, clockwork.micros(b.due.first().at()));
                }
            } else if (b.status == BatchStatus.SCHEDULED && b.plan.scheduledAt() != null) {
                soonest = Math.min(soonest, clockwork.micros(b.plan.scheduledAt()));
            }
        }
        for (LineRow row : store.tables().onLine.values()) {
            long deadline = clockwork.micros(row.deadline()) + 1_000;
            SimulatedNode node = nodes.get((int) row.node() - 1);
            boolean gone = !row.attempt().ended() && node.life() == null;
            soonest = Math.min(soonest, gone
                    ? Math.max(node.leaseUntil() + 1, clockwork.micros() + 1)
                    : row.attempt().ended() ? deadline : deadline + FORGOTTEN);
        }
        return soonest;
    }

    void holds(SimulatedLaw law, boolean condition, Object what) {
        census.checked(law);
        if (!condition) {
            broken(law, what);
        }
    }

    /** @param complaint what is wrong with it; put together only when it is */
    void holds(SimulatedLaw law, boolean condition, String complaint, Object what) {
        census.checked(law);
        if (!condition) {
            broken(law, complaint + what);
        }
    }

    void broken(SimulatedLaw law, Object what) {
        if (broken == null) {
            broken = new LawBroken(law.title(), what.toString());
            trace.note("BROKEN " + law.title(), 0);
        }
    }

    /** A step failed with something that is no fault of the ledger's. */
    void broken(RuntimeException failure) {
        if (broken == null) {
            broken = failure instanceof LawBroken law
                    ? law
                    : new LawBroken("Progress", "a step failed: " + failure);
            if (broken != failure) {
                broken.initCause(failure);
            }
        }
    }

    @Nullable LawBroken broken() {
        return broken;
    }
}
