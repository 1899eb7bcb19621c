package dev.carillon.list;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Recounts come one after the other: one at a time an organisation, two on this node, in the order in which
 * they came. An organisation that asks for many makes only itself wait. Thread-safe.
 */
final class RecountQueue {

    private static final int AT_A_TIME = 2;

    private final Semaphore node = new Semaphore(AT_A_TIME, true);
    private final ConcurrentMap<String, Line> lines = new ConcurrentHashMap<>();

    /** Those of one organisation that recount or wait for it. */
    private record Line(Semaphore first, int length) {

        private Line longer() {
            return new Line(first, length + 1);
        }
    }

    /** Does the work when its turn has come; a refusal when that is not before the deadline. */
    <T> T inTurn(String organizationId, Deadline deadline, Supplier<T> work) {
        Semaphore first = lines.compute(organizationId,
                (same, line) -> line == null ? new Line(new Semaphore(1, true), 1) : line.longer()).first();
        try {
            return holding(first, deadline, () -> holding(node, deadline, work));
        } finally {
            lines.computeIfPresent(organizationId,
                    (same, line) -> line.length() == 1 ? null : new Line(line.first(), line.length() - 1));
        }
    }

    private static <T> T holding(Semaphore turn, Deadline deadline, Supplier<T> work) {
        try {
            if (!turn.tryAcquire(deadline.left().toNanos(), TimeUnit.NANOSECONDS)) {
                throw deadline.passed();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw deadline.passed();
        }
        try {
            return work.get();
        } finally {
            turn.release();
        }
    }
}
