package dev.carillon.dial;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;

import dev.carillon.base.Chance;
import dev.carillon.base.Ids.CallKey;
import dev.carillon.call.AttemptState;
import dev.carillon.call.CarrierEvent.Kind;
import dev.carillon.call.Outcome;
import dev.carillon.dial.FakeCarrier.Script;
import dev.carillon.dial.FakeLedger.Fault;
import dev.carillon.dial.FakeTables.Batch;
import dev.carillon.dial.UsageKey.Scope;

/** A world drawn from a seed: batches, limits, a moody carrier, and faults while they last. */
final class RandomWorld {

    private static final List<Outcome> ENDS = List.of(Outcome.COMPLETED, Outcome.NO_ANSWER, Outcome.BUSY,
            Outcome.DECLINED, Outcome.CONGESTION, Outcome.VOICEMAIL, Outcome.NOT_PLACED);
    private static final List<Fault> FAULTS = List.of(Fault.AWAY, Fault.ANSWER_LOST,
            Fault.NOT_DONE_AND_ANSWER_LOST);

    final DialWorld world = new DialWorld(new DialSettings(Duration.ofSeconds(15), Duration.ofSeconds(3),
            Duration.ofSeconds(40), Duration.ofSeconds(2), 40, 60, null));
    private final RandomGenerator random;
    private final List<Batch> batches = new ArrayList<>();
    private boolean faults = true;

    RandomWorld(long seed) {
        random = Chance.seeded(seed);
        world.addNode();
        for (int i = 0; i < 6; i++) {
            batches.add(batch(Character.toString('a' + i / 2).repeat(20)));
        }
        world.carrier.scripts = _ -> script();
        world.carrier.line = this::tell;
        world.nodes.forEach(node -> node.ledger.faults = transaction -> fault(node, transaction));
    }

    private boolean oneIn(int n) {
        return random.nextInt(n) == 0;
    }

    private Batch batch(String organization) {
        Batch b = world.batch(random.nextInt(5, 50), organization);
        b.tasks.forEach(t -> t.agentId = oneIn(4) ? "agent_own" : null);
        if (oneIn(2)) {
            DialWorld.retries(b, random.nextInt(1, 4));
        }
        b.tasks.stream().filter(_ -> oneIn(10))
                .forEach(t -> t.notBefore = DialWorld.START.plusSeconds(random.nextInt(60)));
        world.live(world.key(b, Scope.TRUNK), random.nextInt(3, 15));
        world.pace(world.key(b, Scope.TRUNK), random.nextDouble(5, 60), random.nextInt(1, 4));
        world.live(world.key(b, Scope.BATCH), random.nextInt(2, 15));
        world.live(world.key(b, Scope.AGENT), random.nextInt(3, 10));
        world.live(new UsageKey(organization, Scope.AGENT, "agent_own"), random.nextInt(1, 4));
        return b;
    }

    private Script script() {
        if (oneIn(12)) {
            return Script.only(List.of(Kind.RINGING, Kind.ANSWERED, Kind.JOINED)
                    .subList(0, random.nextInt(4)).toArray(Kind[]::new));
        }
        Outcome end = ENDS.get(random.nextInt(ENDS.size()));
        return end == Outcome.COMPLETED
                ? Script.talks(Duration.ofMillis(random.nextInt(4_000)))
                : Script.ends(Duration.ofMillis(random.nextInt(3_000)), end);
    }

    /** The carrier's words: told, late, twice, or never. */
    private void tell(Runnable word) {
        if (!faults || !oneIn(10)) {
            word.run();
            return;
        }
        switch (random.nextInt(3)) {
            case 0 -> world.timeline.wakeAt(world.timeline.now().plusMillis(random.nextInt(4_000)), word);
            case 1 -> {
                word.run();
                word.run();
            }
            default -> {
            }
        }
    }

    private Fault fault(DialWorld.Node node, String transaction) {
        if (!faults) {
            return Fault.NONE;
        }
        if (transaction.equals("open") && oneIn(20)) {
            world.timeline.advance(Duration.ofMillis(random.nextInt(700)));
        }
        if (transaction.equals("open") && oneIn(40)) {
            node.leaseHeld = false;
        }
        return oneIn(40) ? FAULTS.get(random.nextInt(FAULTS.size())) : Fault.NONE;
    }

    /** Runs with faults for a while. */
    void misbehave(Duration length) {
        Instant end = world.timeline.now().plus(length);
        while (world.timeline.now().isBefore(end)) {
            world.carrier.confirms = oneIn(5) ? null : Duration.ofMillis(random.nextInt(3_000));
            for (DialWorld.Node node : world.nodes) {
                lease(node, !oneIn(12));
                if (oneIn(25)) {
                    restart(node);
                }
            }
            Batch b = batches.get(random.nextInt(batches.size()));
            b.status = switch (b.status) {
                case "sent" -> oneIn(8) ? "paused" : "sent";
                case "paused" -> "sent";
                default -> b.status;
            };
            FakeLedger.end(b);
            world.run(Duration.ofMillis(random.nextInt(1, 600)));
        }
    }

    /** A node without its lease may lose its calls to the others. */
    private void lease(DialWorld.Node node, boolean held) {
        node.leaseHeld = held;
        boolean dead = !held && oneIn(2);
        for (DialWorld.Node other : world.nodes) {
            if (dead) {
                other.ledger.dead.add(node.ledger.node);
            } else {
                other.ledger.dead.remove(node.ledger.node);
            }
        }
    }

    /** Its process is killed, its calls with it, and comes again. */
    private void restart(DialWorld.Node node) {
        Set<CallKey> own = world.tables.attempts.values().stream()
                .filter(a -> a.node == node.ledger.node && !a.slotsFree).map(FakeTables.Attempt::key)
                .collect(Collectors.toSet());
        world.carrier.vanish(own);
        node.restart();
    }

    /** From now on nothing goes wrong; returns whether everything came to its end. */
    boolean recovers(Duration within) {
        faults = false;
        world.carrier.confirms = Duration.ofMillis(100);
        world.nodes.forEach(node -> lease(node, true));
        batches.stream().filter(b -> b.status.equals("paused")).forEach(b -> {
            b.status = "sent";
            FakeLedger.end(b);
        });
        Instant end = world.timeline.now().plus(within);
        while (!ended() && world.timeline.now().isBefore(end)) {
            world.run(Duration.ofSeconds(1));
        }
        return ended();
    }

    private boolean ended() {
        return batches.stream().noneMatch(b -> b.status.equals("sent"))
                && world.tables.onLine.isEmpty()
                && world.tables.attempts.values().stream().allMatch(a -> a.state == AttemptState.ENDED);
    }

    /** Everything that happened, to be compared. */
    List<String> trace() {
        var trace = new ArrayList<String>();
        world.carrier.placed.forEach(p -> trace.add(p.toString()));
        world.tables.attempts.values().stream()
                .map(a -> a.key() + " " + a.node + " " + a.outcome + " " + a.slotsFree).sorted()
                .forEach(trace::add);
        world.nodes.forEach(n -> trace.add(n.steps + " steps, " + n.failures + " failures"));
        return trace;
    }
}
