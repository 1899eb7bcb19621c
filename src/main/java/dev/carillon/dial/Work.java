package dev.carillon.dial;

import java.time.Duration;
import java.time.Instant;

import org.jspecify.annotations.Nullable;

import dev.carillon.call.BatchCall;
import dev.carillon.call.Rank;

/** What this node believes a batch still has to dial, between two surveys. Not thread-safe. */
final class Work {

    static final Duration SHORT_REST = Duration.ofMillis(20);
    /** As long as its trunks rest there is no way to dial. */
    private static final Duration NOWHERE_REST = Duration.ofSeconds(1);
    private static final int MOST_DOUBLINGS = 4;
    private static final int ENOUGH_ENDED = 10;
    private static final int LEAST_APPETITE = 16;
    private static final int MOST_APPETITE = 1 << 20;

    private final long batchId;
    private BatchCall batch;
    private long version;
    private int queued;
    private @Nullable Instant nextDue;
    private Instant restsUntil = Instant.EPOCH;
    private final FairQueue.Flow flow = new FairQueue.Flow();
    private long lastTurn;
    private Instant servedAt;
    private boolean missed;
    private @Nullable Instant fullSince;
    private int fullTimes;
    private int ended;
    private int appetite = MOST_APPETITE;

    Work(Survey.Prospect prospect, long lastTurn, Instant now) {
        this.batchId = prospect.batch().batchId();
        this.batch = prospect.batch();
        this.version = prospect.version();
        this.lastTurn = lastTurn;
        this.servedAt = now;
        see(prospect);
    }

    /**
     * What a survey found replaces what was believed. A batch that was edited rests no longer for a limit
     * that it had before (law: Obedience).
     */
    void see(Survey.Prospect prospect) {
        if (version != prospect.version()) {
            version = prospect.version();
            restsUntil = Instant.EPOCH;
            fullSince = null;
            fullTimes = 0;
            appetite = MOST_APPETITE;
        }
        batch = prospect.batch();
        queued = prospect.queued();
        nextDue = prospect.nextDue();
    }

    long batchId() {
        return batchId;
    }

    BatchCall batch() {
        return batch;
    }

    /** The claim in which it was last served. */
    long lastTurn() {
        return lastTurn;
    }

    void served(long turn, Instant now) {
        lastTurn = turn;
        servedAt = now;
    }

    /** Its place beside its organisation's other batches. */
    FairQueue.Flow flow() {
        return flow;
    }

    /** Its part beside them: with each minute of waiting that of the next higher priority. */
    double part(Instant now) {
        long waited = Math.max(0, Duration.between(servedAt, now).toMinutes());
        return new Rank(1, (int) Math.min(Rank.HIGHEST, batch.rank().priority() + waited)).part();
    }

    /**
     * Of its share, as much as its limits may let through: what a claim reads and does not decide on is read
     * again by the next one.
     */
    int most(int share) {
        return Math.min(share, appetite);
    }

    /** Whether the last claim passed it over because somebody else held it. */
    boolean missed() {
        return missed;
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

    /**
     * Takes what a claim has shown. When it found less than it asked for, nothing more is due, and the cursor
     * has passed tasks that had ended before.
     *
     * @param asked how many tasks of this batch it asked for
     */
    void learn(BatchTurn turn, int asked, ClaimRequest request) {
        Instant now = request.now();
        missed = request.skipLocked() && turn.found() == 0;
        if (turn.full()) {
            appetite = Math.max(LEAST_APPETITE, 2 * turn.decided());
        } else if (turn.found() == asked) {
            appetite = Math.min(MOST_APPETITE, 2 * appetite);
        }
        if (turn.opened() > 0 || !turn.full()) {
            fullTimes = 0;
            fullSince = null;
        }
        if (turn.full()) {
            queued = Math.max(0, queued - turn.advanced());
            rest(turn.again(), now);
        } else if (turn.found() == asked) {
            queued = Math.max(0, queued - turn.advanced());
        } else if (!missed) {
            queued = Math.max(0, queued - asked);
            nextDue = null;
        }
        if (turn.found() == 0) {
            restsUntil = now.plus(batch.trunk() == null ? NOWHERE_REST : SHORT_REST);
        }
        if (turn.waitsUntil() != null) {
            due(turn.waitsUntil());
        }
    }

    /** A pace says when; else a call must end first, here or at another node. */
    private void rest(@Nullable Instant again, Instant now) {
        if (again != null) {
            restsUntil = again;
            fullSince = null;
            return;
        }
        fullSince = now;
        ended = 0;
        restsUntil = now.plusNanos(SHORT_REST.toNanos() << fullTimes);
        fullTimes = Math.min(MOST_DOUBLINGS, fullTimes + 1);
    }

    /**
     * So many calls of its organisation have ended: there may be room again, for a claim that is worth it.
     */
    void ended(int calls) {
        if (fullSince != null) {
            ended += calls;
            Instant soon = ended >= ENOUGH_ENDED ? fullSince : fullSince.plus(SHORT_REST);
            restsUntil = soon.isBefore(restsUntil) ? soon : restsUntil;
        }
    }

    /** Something of this batch is due then. */
    void due(Instant at) {
        if (nextDue == null || at.isBefore(nextDue)) {
            nextDue = at;
        }
    }
}
