package dev.carillon.simulate;

/**
 * Whether starts keep a pace: in any window of T seconds at most cps·T + burst. Of all windows that end with
 * a start the worst is known without looking at each.
 */
final class PaceWatch {

    private static final double ROUNDING = 1e-6;

    private final double callsPerSecond;
    private final double most;
    private double worst = Double.NEGATIVE_INFINITY;
    private long count;

    /** @param slack seconds by which the clocks that gave the starts may differ */
    PaceWatch(double callsPerSecond, int burst, double slack) {
        this.callsPerSecond = callsPerSecond;
        this.most = burst - 1 + callsPerSecond * slack + ROUNDING;
    }

    /** Another start, in seconds; false when there were too many. */
    boolean start(double at) {
        double balance = callsPerSecond * at - count++;
        worst = Math.max(worst, balance);
        return worst <= balance + most;
    }
}
