package dev.carillon.base;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One thread that runs tasks at their times. It rests at least half a millisecond between two rounds and runs
 * all that is due in one: to sleep and wake for each of tens of thousands of tasks a second costs far more
 * than the tasks. So a task may be that much late, never early. What is cancelled leaves nothing behind: most
 * tasks are deadlines, which come long after what they are for. Thread-safe.
 */
final class Waker implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Waker.class);
    private static final long GRAIN = 500_000;
    private static final long LONGEST_REST = Duration.ofHours(1).toNanos();

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition earlier = lock.newCondition();
    private final Wakes queue = new Wakes();
    private final long origin = System.nanoTime();
    private final Thread thread;
    private long sequence;
    private long restsUntil;

    Waker() {
        thread = Thread.ofPlatform().daemon().name("timeline").start(this::run);
    }

    private final class Entry extends Wakes.Entry implements Timeline.Wake {

        private volatile @Nullable Runnable task;

        Entry(long after, long sequence, Runnable task) {
            super(after, sequence);
            this.task = task;
        }

        /** One whose round has begun is not in the queue any more, and has no task when its turn comes. */
        @Override
        public void cancel() {
            task = null;
            lock.lock();
            try {
                queue.remove(this);
            } finally {
                lock.unlock();
            }
        }

        @Override
        void run() {
            Runnable due = task;
            if (due == null) {
                return;
            }
            try {
                due.run();
            } catch (RuntimeException e) {
                LOG.error("a task of the timeline failed; the others go on", e);
            }
        }
    }

    /** @param nanos when, on {@link System#nanoTime} */
    Timeline.Wake at(long nanos, Runnable task) {
        lock.lock();
        try {
            var entry = new Entry(nanos - origin, sequence++, task);
            queue.add(entry);
            if (entry.after() + GRAIN < restsUntil) {
                earlier.signal();
            }
            return entry;
        } finally {
            lock.unlock();
        }
    }

    /** How many tasks wait for their time. */
    int waiting() {
        lock.lock();
        try {
            return queue.size();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        thread.interrupt();
    }

    private void run() {
        var round = new ArrayList<Wakes.Entry>();
        try {
            while (true) {
                await(round);
                round.forEach(Wakes.Entry::run);
                round.clear();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void await(List<Wakes.Entry> round) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            long soonest = now() + GRAIN;
            for (long rest = rest(soonest); rest > 0; rest = rest(soonest)) {
                earlier.awaitNanos(rest);
            }
            restsUntil = 0;
            queue.take(now(), round);
        } finally {
            lock.unlock();
        }
    }

    /** How long until there is something to run; also says until when this thread will not look. */
    private long rest(long soonest) {
        long now = now();
        restsUntil = queue.isEmpty() ? now + LONGEST_REST : Math.max(soonest, queue.first());
        return restsUntil - now;
    }

    private long now() {
        return System.nanoTime() - origin;
    }
}
