package dev.carillon.base;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.PriorityQueue;

import org.jspecify.annotations.Nullable;

/**
 * A timeline that stands still until a test moves it. Tasks run on the thread that moves it, in the order of
 * their times, those of one time in the order in which they were asked for; each sees its own time as
 * {@link #now}. Tasks may ask for more tasks; other threads may, too, but only one thread moves it.
 */
public final class VirtualTimeline implements Timeline {

    private final PriorityQueue<Entry> queue = new PriorityQueue<>(
            Comparator.comparing(Entry::at).thenComparingLong(Entry::sequence));
    private final Instant start;
    private volatile Instant now;
    private volatile boolean trusted = true;
    private long sequence;

    public VirtualTimeline(Instant start) {
        this.start = start.truncatedTo(ChronoUnit.MICROS);
        this.now = this.start;
    }

    private record Entry(Instant at, long sequence, Runnable task) {
    }

    @Override
    public Instant now() {
        return now;
    }

    /** 0 at the start, and in step with {@link #now}. */
    @Override
    public long nanos() {
        return Duration.between(start, now).toNanos();
    }

    @Override
    public boolean trusted() {
        return trusted;
    }

    /** Loses or finds the database's time; it is trusted at the start. */
    public void trust(boolean trusted) {
        this.trusted = trusted;
    }

    @Override
    public synchronized Wake wakeAt(Instant when, Runnable task) {
        var entry = new Entry(when.isBefore(now) ? now : when, sequence++, task);
        queue.add(entry);
        return () -> cancel(entry);
    }

    private synchronized void cancel(Entry entry) {
        queue.remove(entry);
    }

    /** Moves on by so much and runs what falls due on the way; zero runs what is due now. */
    public void advance(Duration length) {
        advanceTo(now.plus(length));
    }

    /** Moves to the given time, which must not be in the past, and runs what falls due on the way. */
    public void advanceTo(Instant time) {
        if (time.isBefore(now)) {
            throw new IllegalArgumentException("time does not go back: from " + now + " to " + time);
        }
        for (Entry next = next(time); next != null; next = next(time)) {
            now = next.at();
            next.task().run();
        }
        now = time.truncatedTo(ChronoUnit.MICROS);
    }

    /** How many tasks wait. */
    public synchronized int waiting() {
        return queue.size();
    }

    private synchronized @Nullable Entry next(Instant limit) {
        Entry first = queue.peek();
        return first == null || first.at().isAfter(limit) ? null : queue.poll();
    }
}
