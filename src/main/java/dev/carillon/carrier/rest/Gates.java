package dev.carillon.carrier.rest;

import java.util.concurrent.Semaphore;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;

/** Few requests at a time for each trunk: whose carrier is slow makes no other wait. Thread-safe. */
final class Gates {

    private static final int AT_ONCE = 16;
    private static final int TRUNKS = 10_000;

    private final LoadingCache<Long, Semaphore> gates =
            Caffeine.newBuilder().maximumSize(TRUNKS).build(_ -> new Semaphore(AT_ONCE, true));

    /** Something that waits for the network. */
    interface Work {
        void run() throws InterruptedException;
    }

    /** Does the work when its trunk has a place for it. */
    void through(RestCall call, Work work) throws InterruptedException {
        Semaphore gate = gates.get(call.order().plan().trunk().trunkId());
        gate.acquire();
        try {
            work.run();
        } finally {
            gate.release();
        }
    }
}
