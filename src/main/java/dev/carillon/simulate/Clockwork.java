package dev.carillon.simulate;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.PriorityQueue;

import org.jspecify.annotations.Nullable;

import dev.carillon.base.Timeline;

/**
 * The world's own time: a queue of what happens, in the order of time and, at one time, of asking. One
 * thread.
 */
final class Clockwork {

    private final PriorityQueue<Entry> queue = new PriorityQueue<>();
    private final Instant start;
    private long micros;
    private long sequence;
    private Instant now;

    Clockwork(Instant start) {
        this.start = start;
        this.now = start;
    }

    /** Something that will happen. */
    static final class Entry implements Comparable<Entry>, Timeline.Wake {

        private final long at;
        private final long sequence;
        private @Nullable Runnable task;

        Entry(long at, long sequence, Runnable task) {
            this.at = at;
            this.sequence = sequence;
            this.task = task;
        }

        long at() {
            return at;
        }

        @Override
        public void cancel() {
            task = null;
        }

        @Override
        public int compareTo(Entry other) {
            int byTime = Long.compare(at, other.at);
            return byTime != 0 ? byTime : Long.compare(sequence, other.sequence);
        }
    }

    /** Microseconds since the start. */
    long micros() {
        return micros;
    }

    Instant now() {
        return now;
    }

    Instant at(long when) {
        return start.plus(when, ChronoUnit.MICROS);
    }

    long micros(Instant time) {
        return ChronoUnit.MICROS.between(start, time);
    }

    /** Runs the task at the given moment, or now when that has passed. */
    Entry run(long when, Runnable task) {
        var entry = new Entry(Math.max(when, micros), sequence++, task);
        queue.add(entry);
        return entry;
    }

    Entry after(long delay, Runnable task) {
        return run(micros + delay, task);
    }

    /** Lets the next thing happen; false when there is none up to the limit. */
    boolean turn(long limit) {
        Entry next = queue.peek();
        while (next != null && next.task == null) {
            queue.poll();
            next = queue.peek();
        }
        if (next == null || next.at > limit) {
            return false;
        }
        queue.poll();
        moveTo(next.at);
        Runnable task = next.task;
        if (task != null) {
            task.run();
        }
        return true;
    }

    /** Time goes on to the given moment, when nothing happens before. */
    void moveTo(long when) {
        if (when > micros) {
            micros = when;
            now = at(when);
        }
    }
}
