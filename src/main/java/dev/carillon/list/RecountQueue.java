package dev.carillon.list;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * What takes seconds comes one after the other: one at a time an organisation, two on this node, in the order
 * in which they came. An organisation that asks for many makes only itself wait, and is refused when too many
 * wait already. Thread-safe.
 */
final class RecountQueue {

    private static final int AT_A_TIME = 2;
    /** Of one organisation: more would only fill the places of all requests. */
    private static final int LONGEST_LINE = 32;

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
        Line line = lines.compute(organizationId,
                (same, before) -> before == null ? new Line(new Semaphore(1, true), 1) : before.longer());
        try {
            if (line.length() > LONGEST_LINE) {
                throw deadline.passed();
            }
            return holding(line.first(), deadline, () -> holding(node, deadline, work));
        } finally {
            lines.computeIfPresent(organizationId,
                    (same, now) -> now.length() == 1 ? null : new Line(now.first(), now.length() - 1));
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
