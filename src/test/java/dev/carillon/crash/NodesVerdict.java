package dev.carillon.crash;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.LongStream;

import dev.carillon.base.Ids.CallKey;
import dev.carillon.call.Outcome;
import dev.carillon.crash.NodesRun.Kill;
import dev.carillon.crash.NodesRun.Stop;

/** What the outside carrier and the database say of a run when it is over, held against each other. */
final class NodesVerdict {

    private static final long MILLI = 1_000_000;
    private static final Set<String> HUNG_UP = Set.of("no_answer", "agent_failed", "abandoned");
    private static final long OBEYED_WITHIN = 1_000 * MILLI;
    /** Between a reading of one clock by two who may be kept waiting after it. */
    private static final long SLACK = 50 * MILLI;

    private final NodesWorld world;
    private final OutsideWitness witness;
    private final Told told;
    private final long epoch;
    private final Map<CallKey, World.Row> attempts;

    /**
     * What the run knows.
     *
     * @param tasks how many were acknowledged
     * @param nodes the nodes' names by their numbers
     */
    record Told(int tasks, Map<Long, String> nodes, List<Kill> kills, List<Stop> stops, long walBytes,
            double callsPerSecond) {
    }

    NodesVerdict(NodesWorld world, OutsideWitness witness, Told told) {
        this.world = world;
        this.witness = witness;
        this.told = told;
        this.epoch = world.epochNanos();
        this.attempts = world.attempts();
    }

    /** Everything that is wrong; nothing when every law was kept that can be seen from outside. */
    List<String> breaches() {
        var breaches = new ArrayList<>(witness.breaches());
        everyTaskEnded(breaches);
        budgets(breaches);
        witness.starts().forEach(start -> itsOwnLiveAttempt(start, breaches));
        attempts.forEach((call, attempt) -> sameEnd(call, attempt.text("outcome"), breaches));
        told.stops().forEach(stop -> obeyed(stop, breaches));
        pace(breaches);
        breaches.addAll(world.doctor());
        return breaches;
    }

    private void everyTaskEnded(List<String> breaches) {
        long there = world.world().rows("select count(*) as n from task").getFirst().number("n");
        if (there < told.tasks()) {
            breaches.add("Acknowledged is durable: " + there + " tasks of " + told.tasks());
        }
        world.world().rows("select batch_id, seq from task where status = 'pending' limit 5")
                .forEach(row -> breaches.add("Progress: not ended: " + row));
    }

    private void budgets(List<String> breaches) {
        Map<String, Integer> dialled = new HashMap<>();
        witness.starts().forEach(start -> dialled.merge(start.number(), 1, Integer::sum));
        world.world().rows("select to_number::text as number, budget from task").forEach(row -> {
            int times = dialled.getOrDefault(row.text("number"), 0);
            if (times > row.number("budget")) {
                breaches.add("Budget: " + times + " calls of " + row);
            }
        });
    }

    /** Durable, this node's, and not taken from it before. */
    private void itsOwnLiveAttempt(Dialled start, List<String> breaches) {
        World.Row attempt = attempts.get(start.call());
        if (attempt == null) {
            breaches.add("Single dial: no attempt of " + start);
            return;
        }
        if (!start.node().equals(told.nodes().get(attempt.number("node_id")))) {
            breaches.add("Single dial: another node's attempt: " + start);
        }
        String outcome = attempt.text("outcome");
        if (outcome.equals("not_placed")) {
            breaches.add("Single dial: closed as not placed: " + start);
        }
        if (outcome.equals("lost") && start.nanos() - nanos(attempt.text("ended")) > SLACK) {
            breaches.add("Single dial: placed after it was lost: " + start);
        }
    }

    /**
     * What the ledger says that a carrier said, the carrier has said. What is hung up past a deadline ends by
     * that deadline: whoever hangs up knows why better than the carrier.
     */
    private void sameEnd(CallKey call, String recorded, List<String> breaches) {
        if (recorded.equals("lost") || recorded.equals("not_placed")) {
            return;
        }
        Optional<String> seen = witness.outcome(call).map(Outcome::word);
        boolean hungUp = seen.equals(Optional.of("cancelled")) && HUNG_UP.contains(recorded);
        if (!hungUp && !seen.equals(Optional.of(recorded))) {
            breaches.add("Ledger: " + Dialled.key(call) + " is " + recorded + ", the carrier says " + seen);
        }
    }

    /** The moments that the ledger gives keep the pace, as doctor asks, and so do the starts themselves. */
    private void pace(List<String> breaches) {
        double most = told.callsPerSecond() + 1;
        if (fullestSecond() > most) {
            breaches.add("Capacity: " + fullestSecond() + " starts in a second, " + most + " may be");
        }
    }

    private void obeyed(Stop stop, List<String> breaches) {
        late(stop).filter(late -> late > OBEYED_WITHIN).findFirst().ifPresent(late -> breaches.add(
                "Obedience: a call of batch " + stop.batchId() + " " + late / MILLI
                        + " ms after the answer that stopped it"));
    }

    /** How long after the answer each start of the batch came that did, while it was stopped. */
    private LongStream late(Stop stop) {
        return witness.starts().stream().filter(s -> s.call().batchId() == stop.batchId())
                .mapToLong(s -> s.nanos() - stop.answeredNanos())
                .filter(late -> late > 0 && late < stop.untilNanos() - stop.answeredNanos());
    }

    private int fullestSecond() {
        return witness.fullestSecond(world.trunk());
    }

    /** Figures for people. */
    List<String> figures() {
        var lines = new ArrayList<String>();
        long lost = attempts.values().stream().filter(a -> a.text("outcome").equals("lost")).count();
        lines.add(told.tasks() + " tasks, " + witness.count() + " calls, " + lost + " attempts lost, "
                + told.walBytes() / told.tasks() + " WAL bytes a task");
        lines.add("fullest second: " + fullestSecond() + " starts of " + told.callsPerSecond()
                + "; late by " + quantiles(lateness()));
        lines.add("pause to last start: " + quantiles(told.stops().stream()
                .map(stop -> late(stop).max().orElse(0)).toList()));
        lines.add("take-over: " + quantiles(told.kills().stream()
                .map(kill -> kill.takenOverNanos() - kill.nanos()).toList()));
        lines.add("kill to the others' next call: " + quantiles(told.kills().stream().map(kill -> witness
                .firstOfOthers(kill.node(), kill.nanos()).map(s -> s.nanos() - kill.nanos()).orElse(0L))
                .toList()));
        return lines;
    }

    /** How much later than its moment each call started. */
    private List<Long> lateness() {
        var late = new ArrayList<Long>();
        for (Dialled start : witness.starts()) {
            World.Row attempt = attempts.get(start.call());
            if (attempt != null) {
                late.add(start.nanos() - epoch - attempt.number("place_at") * 1_000);
            }
        }
        return late;
    }

    private static String quantiles(List<Long> nanos) {
        List<Long> sorted = nanos.stream().sorted().toList();
        if (sorted.isEmpty()) {
            return "none";
        }
        int last = sorted.size() - 1;
        return "p50 %d ms, p99 %d ms, most %d ms of %d".formatted(sorted.get(last / 2) / MILLI,
                sorted.get((int) Math.ceil(last * 0.99)) / MILLI, sorted.get(last) / MILLI, sorted.size());
    }

    private long nanos(String micros) {
        return epoch + (long) (Double.parseDouble(micros) * 1_000);
    }
}
