package dev.carillon.carrier.sandbox;

import java.util.random.RandomGenerator;

/**
 * A length of time that is drawn anew for each call: both ends included, in microseconds of the sandbox's
 * clock.
 */
record Span(long lowMicros, long highMicros) {

    static Span millis(long low, long high) {
        return new Span(low * 1_000, high * 1_000);
    }

    /** As long as it is on a clock that runs so many times as fast. */
    Span at(double speed) {
        return new Span(Math.round(lowMicros / speed), Math.round(highMicros / speed));
    }

    long draw(RandomGenerator random) {
        return random.nextLong(lowMicros, highMicros + 1);
    }
}
