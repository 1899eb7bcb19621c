package dev.carillon.base;

/** How long something took, by the machine's monotonic clock: to be told, never to be decided by. */
public record Stopwatch(long startNanos) {

    public static Stopwatch started() {
        return new Stopwatch(System.nanoTime());
    }

    /** Nanoseconds since the start. */
    public long nanos() {
        return System.nanoTime() - startNanos;
    }
}
