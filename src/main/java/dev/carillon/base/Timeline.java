package dev.carillon.base;

import java.time.Instant;

/**
 * The only clock: database time, carried on by the machine's monotonic clock between samples. Thread-safe.
 * Tests and the simulator put a virtual one in its place.
 */
public interface Timeline {

    /** The time of the database, in whole microseconds (what a {@code timestamptz} holds). */
    Instant now();

    /**
     * Monotonic nanoseconds of this machine, comparable only with each other: for {@code place_by} and
     * spacing.
     */
    long nanos();

    /** Whether {@link #now()} is fit to dial by: sampled within a lease, with an error of at most 50 ms. */
    boolean trusted();

    /**
     * Runs the task once, at or soon after the given time, on the timeline's own thread. Tasks must be short
     * and must not block: they hand over to a queue.
     */
    Wake wakeAt(Instant when, Runnable task);

    /** A task that waits for its time. */
    interface Wake {

        /** The task will not run, unless it has begun already. */
        void cancel();
    }
}
