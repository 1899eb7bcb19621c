package dev.carillon.base;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/** Waiting for something outside of this program that cannot tell when it is ready. */
public final class Patience {

    private static final Duration STEP = Duration.ofMillis(20);

    private Patience() {
    }

    /**
     * Asks again and again until the answer is yes or the limit has passed.
     *
     * @return the last answer; an interrupt ends the wait early with {@code false} and keeps the flag set
     */
    public static boolean until(Duration limit, BooleanSupplier ready) {
        return until(limit, STEP, ready);
    }

    /** The same, with so long a rest between two questions. */
    public static boolean until(Duration limit, Duration step, BooleanSupplier ready) {
        long end = System.nanoTime() + limit.toNanos();
        while (!ready.getAsBoolean()) {
            if (System.nanoTime() >= end || !rest(step)) {
                return false;
            }
        }
        return true;
    }

    /** Does nothing for so long; false when interrupted, with the flag set again. */
    public static boolean rest(Duration length) {
        try {
            Thread.sleep(length);
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
