package dev.carillon.dial;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

import dev.carillon.call.BatchCall;

/** What this node believes a batch still has to dial, between two surveys. Not thread-safe. */
final class Work {

    private final BatchCall batch;
    private int queued;
    private @Nullable Instant nextDue;
    private Instant restsUntil;

    Work(Survey.Prospect prospect, Instant restsUntil) {
        this.batch = prospect.batch();
        this.queued = prospect.queued();
        this.nextDue = prospect.nextDue();
        this.restsUntil = restsUntil;
    }

    BatchCall batch() {
        return batch;
    }

    Instant restsUntil() {
        return restsUntil;
    }

    /** Whether a claim would find something now. */
    boolean ready(Instant now) {
        return !restsUntil.isAfter(now) && (queued > 0 || (nextDue != null && !nextDue.isAfter(now)));
    }

    /** When it may be ready without anything else happening; null: a survey must find something first. */
    @Nullable Instant wake() {
        if (queued > 0) {
            return restsUntil;
        }
        return nextDue == null || nextDue.isAfter(restsUntil) ? nextDue : restsUntil;
    }

    /** A limit is in the way until then. */
    void rest(Instant until) {
        restsUntil = until;
    }

    /** A claim took so many of the cursor's tasks. */
    void advanced(int tasks) {
        queued = Math.max(0, queued - tasks);
    }

    /** A claim found less than it asked for: the rest is later, at the earliest then (null: unknown). */
    void exhausted(@Nullable Instant next) {
        queued = 0;
        nextDue = next;
    }

    /** Something of this batch is due then. */
    void due(Instant at) {
        if (nextDue == null || at.isBefore(nextDue)) {
            nextDue = at;
        }
    }
}
