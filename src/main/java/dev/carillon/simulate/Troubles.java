package dev.carillon.simulate;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

import dev.carillon.call.CarrierEvent;
import dev.carillon.call.Outcome;
import dev.carillon.dial.LedgerAway;

/** Brings the faults into a world, until they stop. */
final class Troubles {

    static final long SECOND = 1_000_000;
    private static final long MINUTE = 60 * SECOND;
    /** What a clock may be off without its node noticing. */
    static final long CLOCK_ERROR = 50_000;

    private static final int SLOW_COMMITS = 120;

    private final World world;
    private final boolean stalls;
    private final boolean wrongClocks;
    private final int rate;
    private final Map<Long, Outcome> faulty = new HashMap<>();
    private boolean on = true;
    private long awayUntil = -1;
    private @Nullable Runnable heldBack;

    Troubles(World world) {
        this.world = world;
        this.stalls = world.random.nextInt(3) > 0;
        this.wrongClocks = world.random.nextInt(3) > 0;
        this.rate = world.random.nextInt(1, 4);
    }

    /** Whether a process may stand still with starts before it, so that they come late. */
    boolean stalls() {
        return stalls;
    }

    /** By how much the nodes' ideas of the time may differ, in microseconds. */
    long clockError() {
        return wrongClocks ? CLOCK_ERROR : 0;
    }

    /** Plans what happens to whole nodes; returns when the faults stop. */
    long begin() {
        long end = world.random.nextLong(10 * MINUTE, 40 * MINUTE);
        int count = world.random.nextInt(2, 8);
        for (int i = 0; i < count; i++) {
            // Most is going on soon after the start.
            double when = world.random.nextDouble();
            world.clockwork.run((long) (when * when * when * end), this::strike);
        }
        return end;
    }

    private void strike() {
        SimulatedNode node = world.nodes.get(world.random.nextInt(world.nodes.size()));
        SimulatedNode.Life life = node.life();
        if (life == null || life.frozen()) {
            return;
        }
        switch (world.random.nextInt(9)) {
            case 0, 1 -> kill(node);
            case 2 -> freeze(life);
            case 3 -> loseLease(node, life);
            case 4 -> wrongClock(life);
            case 5 -> unknownClock(life);
            case 6 -> outage();
            case 7 -> faultyTrunk();
            default -> kill(node);
        }
    }

    private void happens(Fault fault, long node) {
        world.census.fault(fault);
        world.trace.note("fault", node, null, fault);
    }

    private void kill(SimulatedNode node) {
        boolean others = world.nodes.stream().anyMatch(n -> n != node && n.life() != null);
        boolean forGood = others && world.random.nextInt(4) == 0;
        happens(forGood ? Fault.NODE_GONE : Fault.NODE_KILLED, node.id());
        node.kill();
        if (!forGood) {
            comesAgain(node);
        }
        world.changed(node);
    }

    private void comesAgain(SimulatedNode node) {
        world.clockwork.after(world.random.nextLong(50_000, 12 * SECOND), () -> {
            if (node.life() == null) {
                node.start();
            }
        });
    }

    private void freeze(SimulatedNode.Life life) {
        if (stalls) {
            happens(Fault.NODE_FROZEN, life.node());
            life.freeze();
            world.clockwork.after(stall(), life::thaw);
            world.changed(life.owner());
        }
    }

    /** Of the length that makes starts late, or longer than a lease. */
    private long stall() {
        return world.random.nextLong(20_000, world.random.nextBoolean() ? 400_000 : 12 * SECOND);
    }

    private void loseLease(SimulatedNode node, SimulatedNode.Life life) {
        happens(Fault.LEASE_LOST, node.id());
        node.renew(false);
        world.clockwork.after(world.random.nextLong(SECOND, 12 * SECOND), () -> {
            if (node.life() == life && !life.frozen()) {
                node.renew(true);
                life.poke(0);
            }
        });
        world.clockwork.after(5 * SECOND + 1, () -> world.changed(node));
    }

    private void wrongClock(SimulatedNode.Life life) {
        if (wrongClocks) {
            happens(Fault.CLOCK_WRONG, life.node());
            life.time.offset = world.random.nextLong(-CLOCK_ERROR, CLOCK_ERROR);
            world.clockwork.after(world.random.nextLong(SECOND, 5 * MINUTE), () -> life.time.offset = 0);
        }
    }

    private void unknownClock(SimulatedNode.Life life) {
        happens(Fault.CLOCK_UNKNOWN, life.node());
        life.time.trusted = false;
        life.troubled();
        if (wrongClocks) {
            life.time.offset = world.random.nextLong(-2 * SECOND, 2 * SECOND);
        }
        world.clockwork.after(world.random.nextLong(SECOND, 10 * SECOND), () -> {
            life.time.offset = 0;
            life.time.trusted = true;
            life.troubled();
            life.poke(0);
        });
    }

    private void outage() {
        happens(Fault.LEDGER_OUTAGE, 0);
        awayUntil = world.clockwork.micros() + world.random.nextLong(SECOND, 12 * SECOND);
        for (SimulatedNode node : world.nodes) {
            node.renew(false);
        }
        world.clockwork.run(awayUntil, () -> {
            for (SimulatedNode node : world.nodes) {
                SimulatedNode.Life life = node.life();
                if (life != null && !life.frozen()) {
                    node.renew(true);
                    life.troubled();
                    life.poke(0);
                }
            }
        });
    }

    private void faultyTrunk() {
        List<TrunkRow> live = world.store.tables().trunks.values().stream().filter(t -> !t.sandbox).toList();
        long trunk = live.get(world.random.nextInt(live.size())).id;
        happens(Fault.TRUNK_FAULTY, 0);
        faulty.put(trunk, world.random.nextInt(3) == 0 ? Outcome.TRUNK_CONFIG : Outcome.TRUNK_UNREACHABLE);
        world.clockwork.after(world.random.nextLong(10 * SECOND, 20 * MINUTE), () -> faulty.remove(trunk));
    }

    /** What becomes of a call over this trunk that would come to the given end. */
    Outcome fateOver(long trunk, Outcome otherwise) {
        return faulty.getOrDefault(trunk, otherwise);
    }

    boolean ledgerIsAway() {
        return world.clockwork.micros() < awayUntil;
    }

    /** Whether it was away within so long a time. */
    boolean ledgerWasAway(long micros) {
        return awayUntil >= 0 && world.clockwork.micros() - awayUntil < micros;
    }

    /** What goes wrong with the next transaction of a process. */
    Store.Mishap mishap(SimulatedNode.Life life, boolean writes) {
        if (life.over()) {
            throw new Killed();
        }
        if (ledgerIsAway()) {
            throw new LedgerAway("an outage", false, null);
        }
        if (!on || world.random.nextInt((writes ? 400 : 3_000) / rate) > 0) {
            return Store.Mishap.NONE;
        }
        life.troubled();
        Fault fault = switch (writes ? world.random.nextInt(3) : 0) {
            case 0 -> Fault.LEDGER_AWAY;
            case 1 -> Fault.ANSWER_LOST;
            default -> Fault.NOT_DONE_AND_ANSWER_LOST;
        };
        happens(fault, life.node());
        return switch (fault) {
            case LEDGER_AWAY -> Store.Mishap.AWAY;
            case ANSWER_LOST -> Store.Mishap.ANSWER_LOST;
            default -> Store.Mishap.NOT_DONE_AND_ANSWER_LOST;
        };
    }

    /** A process may end, or stand still, when its transaction is done and before anything follows. */
    void afterCommit(SimulatedNode.Life life) {
        if (on && stalls && world.random.nextInt(SLOW_COMMITS) == 0) {
            happens(Fault.COMMIT_SLOW, life.node());
            world.pass(world.random.nextLong(20_000, 400_000));
        }
        if (!on || world.random.nextInt(400 / rate) > 0) {
            return;
        }
        if (world.random.nextInt(3) == 0) {
            happens(Fault.KILLED_AFTER_COMMIT, life.node());
            life.owner().kill();
            comesAgain(life.owner());
            world.changed(life.owner());
        } else if (stalls) {
            happens(Fault.FROZEN_AFTER_COMMIT, life.node());
            life.freeze();
            world.changed(life.owner());
            world.pass(stall());
            life.thaw();
        }
        if (life.over()) {
            throw new Killed();
        }
    }

    /** The carrier's words: told, late, twice, in another order, or never. */
    void deliver(SimulatedNode.Life life, CarrierEvent event, Consumer<CarrierEvent> told) {
        Runnable word = () -> {
            if (!life.over()) {
                world.trace.note("told", life.node(), event.call(), event.kind());
                told.accept(event);
                life.noticed();
            }
        };
        Runnable before = heldBack;
        heldBack = null;
        if (!on || world.random.nextInt(60 / rate) > 0) {
            word.run();
        } else {
            badly(life, word);
        }
        if (before != null) {
            before.run();
        }
    }

    private void badly(SimulatedNode.Life life, Runnable word) {
        switch (world.random.nextInt(4)) {
            case 0 -> happens(Fault.EVENT_LOST, life.node());
            case 1 -> {
                happens(Fault.EVENT_DOUBLED, life.node());
                word.run();
                world.clockwork.after(world.random.nextLong(2 * SECOND), word);
            }
            case 2 -> {
                happens(Fault.EVENT_LATE, life.node());
                world.clockwork.after(world.random.nextLong(8 * SECOND), word);
            }
            default -> {
                happens(Fault.EVENT_REORDERED, life.node());
                heldBack = word;
            }
        }
    }

    /** Whether the carrier of the next call will fall silent. */
    boolean silence() {
        boolean silent = on && world.random.nextInt(80 / rate) == 0;
        if (silent) {
            happens(Fault.CARRIER_SILENT, 0);
        }
        return silent;
    }

    /** Whether the next hang-up is not confirmed. */
    boolean unconfirmed() {
        boolean silent = on && world.random.nextInt(4) == 0;
        if (silent) {
            happens(Fault.NO_CONFIRMATION, 0);
        }
        return silent;
    }

    /** From now on nothing goes wrong any more; whoever is to come back is back. */
    void end() {
        on = false;
        faulty.clear();
        for (SimulatedNode node : world.nodes) {
            SimulatedNode.Life life = node.life();
            if (life != null) {
                life.time.offset = 0;
                life.time.trusted = true;
                life.thaw();
                node.renew(true);
                life.poke(0);
            }
        }
        if (world.nodes.stream().allMatch(n -> n.life() == null)) {
            world.nodes.getFirst().start();
        }
        world.trace.note("the faults stop", 0);
    }
}
