package dev.carillon.list;

import java.time.Duration;
import java.util.function.LongSupplier;

import dev.carillon.base.Timeline;

/**
 * Interrupts a thread that comes no further: a client that has stopped reading keeps its writer waiting, and
 * with it a connection, a snapshot and a place among few. Closed by the thread that is watched.
 */
final class Stall implements AutoCloseable {

    private final Timeline timeline;
    private final Duration limit;
    private final LongSupplier progress;
    private final Thread watched = Thread.currentThread();
    private long seen = -1;
    private Timeline.Wake next;
    private boolean interrupted;
    private boolean closed;

    private Stall(Timeline timeline, Duration limit, LongSupplier progress) {
        this.timeline = timeline;
        this.limit = limit;
        this.progress = progress;
        this.next = timeline.wakeAt(timeline.now().plus(limit), this::look);
    }

    /** Watches the calling thread from now on: its progress must move within each limit. */
    static Stall watch(Timeline timeline, Duration limit, LongSupplier progress) {
        return new Stall(timeline, limit, progress);
    }

    private synchronized void look() {
        if (closed) {
            return;
        }
        long now = progress.getAsLong();
        if (now == seen) {
            interrupted = true;
            watched.interrupt();
            return;
        }
        seen = now;
        next = timeline.wakeAt(timeline.now().plus(limit), this::look);
    }

    /** The thread goes on without the interrupt that was for its writing alone. */
    @Override
    public synchronized void close() {
        closed = true;
        next.cancel();
        if (interrupted) {
            Thread.interrupted();
        }
    }
}
