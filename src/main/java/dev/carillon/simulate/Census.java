package dev.carillon.simulate;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

import dev.carillon.call.Outcome;
import dev.carillon.call.Reason;

/** How often things happened, over many worlds. Not thread-safe. */
public final class Census {

    /** Nothing in Carillon says these yet. */
    private static final Set<Reason> NEVER_SAID =
            EnumSet.of(Reason.REMOVED, Reason.TRUNK_CONFIG, Reason.UNKNOWN_AGENT);
    private static final double SECONDS_OF_AN_HOUR = 3_600;

    private final Counts<Fault> faults = new Counts<>("fault", Fault.class);
    private final Counts<Outcome> outcomes = new Counts<>("outcome", Outcome.class);
    private final Counts<Reason> reasons = new Counts<>("reason", Reason.class);
    private final Counts<SimulatedLaw> laws = new Counts<>("law", SimulatedLaw.class);
    private long worlds;
    private long nodes;
    private long batches;
    private long tasks;
    private long steps;
    private long virtualSeconds;
    private long adopted;
    private long placedAgain;

    void fault(Fault fault) {
        faults.add(fault);
    }

    void outcome(Outcome outcome) {
        outcomes.add(outcome);
    }

    void reason(Reason reason) {
        reasons.add(reason);
    }

    void checked(SimulatedLaw law) {
        laws.add(law);
    }

    /** A process goes on with a call of the one before it, or ends it. */
    void adopted() {
        adopted++;
    }

    void step() {
        steps++;
    }

    /** An attempt was placed over another trunk. */
    void placedAgain() {
        placedAgain++;
    }

    /** A world has come to its end. */
    void world(int itsNodes, Tables tables, long seconds) {
        worlds++;
        nodes += itsNodes;
        batches += tables.batches.size();
        tables.batches.values().forEach(b -> tasks += b.tasks.size());
        virtualSeconds += seconds;
    }

    /** How many worlds there were. */
    public long worlds() {
        return worlds;
    }

    /** What a world has on average. */
    public record Average(double nodes, double batches, double tasks, double faults, double hours,
            double steps) {
    }

    /** The average of all worlds so far. */
    public Average average() {
        double n = Math.max(1, worlds);
        return new Average(nodes / n, batches / n, tasks / n, faults.sum() / n,
                virtualSeconds / n / SECONDS_OF_AN_HOUR, steps / n);
    }

    /** What never happened, though it should when there are worlds enough. */
    public List<String> missing() {
        var missing = new ArrayList<String>();
        faults.missing().forEach(f -> missing.add(faults.named(f)));
        outcomes.missing().forEach(o -> missing.add(outcomes.named(o)));
        laws.missing().forEach(l -> missing.add(laws.named(l)));
        if (adopted == 0) {
            missing.add("a call that is adopted");
        }
        reasons.missing().stream().filter(r -> !NEVER_SAID.contains(r))
                .forEach(r -> missing.add(reasons.named(r)));
        if (placedAgain == 0) {
            missing.add("a placement over another trunk");
        }
        return missing;
    }

    /** Everything that was counted, for people. */
    public List<String> lines() {
        Average a = average();
        return List.of(String.format(Locale.ROOT,
                "on average %.1f nodes, %.1f batches, %.0f tasks, %.1f faults, %.1f hours, %.0f steps",
                a.nodes(), a.batches(), a.tasks(), a.faults(), a.hours(), a.steps()), "outcomes: " + outcomes,
                "calls adopted: " + adopted,
                "placed over another trunk: " + placedAgain,
                "reasons: " + reasons, "faults: " + faults, "checks: " + laws);
    }
}
