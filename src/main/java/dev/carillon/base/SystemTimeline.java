package dev.carillon.base;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.function.Supplier;

/**
 * The timeline of a running node. Until its first {@link #sample} it follows the machine's wall clock and is
 * not trusted; afterwards it follows the database. Thread-safe.
 */
public final class SystemTimeline implements Timeline, AutoCloseable {

    private static final Duration LARGEST_ERROR = Duration.ofMillis(50);

    private final Duration lease;
    private final Waker waker = new Waker();
    private volatile Sample last;

    /** @param lease how long one sample may be trusted */
    public SystemTimeline(Duration lease) {
        this.lease = lease;
        this.last = new Sample(Instant.now(), System.nanoTime(), Duration.ofDays(1));
    }

    /**
     * Asks the database for its time and follows it from now on. The error is half the round trip; a sample
     * with a larger error than allowed is taken only where nothing better is known, as in place of the wall
     * clock, and is not trusted; otherwise what was known before goes on to age.
     */
    public void sample(Supplier<Instant> databaseTime) {
        long before = System.nanoTime();
        Instant there = databaseTime.get();
        long after = System.nanoTime();
        Duration error = Duration.ofNanos((after - before) / 2);
        if (error.compareTo(LARGEST_ERROR) <= 0 || error.compareTo(last.error()) < 0) {
            last = new Sample(there, before + (after - before) / 2, error);
        }
    }

    @Override
    public Instant now() {
        Sample s = last;
        return s.at().plusNanos(System.nanoTime() - s.nanos()).truncatedTo(ChronoUnit.MICROS);
    }

    @Override
    public long nanos() {
        return System.nanoTime();
    }

    @Override
    public boolean trusted() {
        Sample s = last;
        return s.error().compareTo(LARGEST_ERROR) <= 0 && System.nanoTime() - s.nanos() < lease.toNanos();
    }

    @Override
    public Wake wakeAt(Instant when, Runnable task) {
        long delay = Math.max(0, Duration.between(now(), when).toNanos());
        return waker.at(System.nanoTime() + delay, task);
    }

    @Override
    public void close() {
        waker.close();
    }

    private record Sample(Instant at, long nanos, Duration error) {
    }
}
