package dev.carillon.simulate;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Whether starts keep a pace: in a second, and so in any longer time, at most cps·T + burst; in a shorter one
 * that and what may come together because a start is a little late. Of all windows that end with a start the
 * worst is known without looking at each.
 */
final class PaceWatch {

    private static final double ROUNDING = 1e-6;
    private static final double LATE = 0.02;

    private final double callsPerSecond;
    private final double mostOfAll;
    private final double mostInASecond;
    private final Deque<Double> lastSecond = new ArrayDeque<>();
    private double worst = Double.NEGATIVE_INFINITY;
    private long count;

    /** @param clocks seconds by which the clocks that gave the starts may differ */
    PaceWatch(double callsPerSecond, int burst, double clocks) {
        this.callsPerSecond = callsPerSecond;
        this.mostOfAll = burst - 1 + callsPerSecond * (clocks + LATE) + ROUNDING;
        this.mostInASecond = callsPerSecond * (1 + clocks) + burst + ROUNDING;
    }

    @Override
    public String toString() {
        return callsPerSecond + " a second; " + count + " starts, at most " + mostOfAll
                + " more than the pace together, " + mostInASecond + " in a second: " + lastSecond;
    }

    /** Another start, in seconds; false when there were too many. */
    boolean start(double at) {
        double balance = callsPerSecond * at - count++;
        worst = Math.max(worst, balance);
        lastSecond.add(at);
        while (lastSecond.getFirst() < at - 1) {
            lastSecond.remove();
        }
        return worst <= balance + mostOfAll && lastSecond.size() <= mostInASecond;
    }
}
