package dev.carillon.simulate;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

import dev.carillon.call.Outcome;
import dev.carillon.call.Reason;

/** How often things happened, over many worlds. */
public final class Census {

    /** Nothing in Carillon says these yet. */
    private static final Set<Reason> NEVER_SAID =
            EnumSet.of(Reason.TRUNK_PAUSED, Reason.REMOVED, Reason.TRUNK_CONFIG, Reason.UNKNOWN_AGENT);

    private final long[] faults = new long[Fault.values().length];
    private final long[] outcomes = new long[Outcome.values().length];
    private final long[] reasons = new long[Reason.values().length];
    private final long[] laws = new long[SimulatedLaw.values().length];
    private long worlds;
    private long nodes;
    private long batches;
    private long tasks;
    private long steps;
    private long virtualSeconds;

    void fault(Fault fault) {
        faults[fault.ordinal()]++;
    }

    void outcome(Outcome outcome) {
        outcomes[outcome.ordinal()]++;
    }

    void reason(Reason reason) {
        reasons[reason.ordinal()]++;
    }

    void checked(SimulatedLaw law) {
        laws[law.ordinal()]++;
    }

    void step() {
        steps++;
    }

    /** A world has come to its end. */
    void world(int itsNodes, Tables tables, long seconds) {
        worlds++;
        nodes += itsNodes;
        batches += tables.batches.size();
        tables.batches.values().forEach(b -> tasks += b.tasks.size());
        virtualSeconds += seconds;
    }

    public long worlds() {
        return worlds;
    }

    /** What a world has on average. */
    public record Average(double nodes, double batches, double tasks, double faults, double hours,
            double steps) {
    }

    public Average average() {
        double n = Math.max(1, worlds);
        long all = 0;
        for (long f : faults) {
            all += f;
        }
        return new Average(nodes / n, batches / n, tasks / n, all / n, virtualSeconds / n / 3600, steps / n);
    }

    /** What never happened, though it should when there are worlds enough. */
    public List<String> missing() {
        var missing = new ArrayList<String>();
        missing(missing, "fault", Fault.values(), faults);
        missing(missing, "outcome", Outcome.values(), outcomes);
        missing(missing, "law", SimulatedLaw.values(), laws);
        for (Reason reason : Reason.values()) {
            if (reasons[reason.ordinal()] == 0 && !NEVER_SAID.contains(reason)) {
                missing.add("reason " + word(reason));
            }
        }
        return missing;
    }

    private static void missing(List<String> missing, String kind, Enum<?>[] all, long[] counts) {
        for (Enum<?> one : all) {
            if (counts[one.ordinal()] == 0) {
                missing.add(kind + " " + word(one));
            }
        }
    }

    /** Everything that was counted, for people. */
    public List<String> lines() {
        var lines = new ArrayList<String>();
        Average a = average();
        lines.add(String.format(Locale.ROOT,
                "a world on average: %.1f nodes, %.1f batches, %.0f tasks, %.1f faults, %.1f hours, %.0f steps",
                a.nodes(), a.batches(), a.tasks(), a.faults(), a.hours(), a.steps()));
        lines.add("outcomes: " + counted(Outcome.values(), outcomes));
        lines.add("reasons: " + counted(Reason.values(), reasons));
        lines.add("faults: " + counted(Fault.values(), faults));
        lines.add("checks: " + counted(SimulatedLaw.values(), laws));
        return lines;
    }

    private static String counted(Enum<?>[] all, long[] counts) {
        var parts = new ArrayList<String>();
        for (Enum<?> one : all) {
            parts.add(word(one) + " " + counts[one.ordinal()]);
        }
        return String.join(", ", parts);
    }

    private static String word(Enum<?> one) {
        return one.name().toLowerCase(Locale.ROOT);
    }
}
