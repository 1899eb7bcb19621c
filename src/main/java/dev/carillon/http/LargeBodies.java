package dev.carillon.http;

import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

import dev.carillon.base.Refusal;

/** Few large bodies are in memory at the same time, so that many clients together cannot fill it. */
final class LargeBodies {

    private static final long LARGE_BYTES = 256 * 1024;
    private static final int AT_ONCE = 2;
    private static final int PATIENCE_SECONDS = 10;

    private final Semaphore places = new Semaphore(AT_ONCE, true);

    /** @param bytes the length that the client announced; negative: it did not */
    <T> T within(long bytes, Supplier<T> work) {
        if (bytes >= 0 && bytes <= LARGE_BYTES) {
            return work.get();
        }
        enter();
        try {
            return work.get();
        } finally {
            places.release();
        }
    }

    private void enter() {
        try {
            if (places.tryAcquire(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                return;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        throw Refusal.retryable(Refusal.Code.UNAVAILABLE, "too many large requests at the same time", 2);
    }
}
