package dev.carillon.cli;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import org.jline.utils.Signals;

/** Ctrl-C and SIGTERM: the first asks for an orderly end, the second ends at once. Thread-safe. */
final class Stop {

    private static final int KILLED = 130;

    private final CountDownLatch asked = new CountDownLatch(1);

    Stop() {
        Signals.register("INT", this::signal);
        Signals.register("TERM", this::signal);
        Signals.register("HUP", this::signal);
    }

    private void signal() {
        if (asked.getCount() == 0) {
            Runtime.getRuntime().halt(KILLED);
        }
        asked.countDown();
    }

    /** Returns when the end was asked for. */
    void await() {
        try {
            asked.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Whether the end was asked for, after waiting for it so long at most. */
    boolean within(Duration time) {
        try {
            return asked.await(time.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }
}
