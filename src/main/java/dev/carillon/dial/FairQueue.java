package dev.carillon.dial;

/**
 * Start-time fair queueing (Goyal, Vin, Cheng 1996): each flow that has work gets its part of what is given
 * out, whatever it got before it came or while it had nothing. Not thread-safe.
 */
final class FairQueue {

    private double virtual;

    /** One who shares. */
    static final class Flow {

        private double finish;
    }

    /** Whose is smallest is next. */
    double start(Flow flow) {
        return Math.max(flow.finish, virtual);
    }

    /** It was given one unit. */
    void served(Flow flow, double part) {
        virtual = start(flow);
        flow.finish = virtual + 1 / part;
    }
}
