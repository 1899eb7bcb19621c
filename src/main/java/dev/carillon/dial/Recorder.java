package dev.carillon.dial;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

import org.jspecify.annotations.Nullable;

import dev.carillon.base.Ids.CallKey;
import dev.carillon.dial.AttemptChange.Next;

/**
 * Writes what carriers told into the ledger, many changes a transaction, one transaction after the other,
 * beside the claims where the executor has a thread of its own. What is told meanwhile waits for the next
 * one, and what is told of one call is folded. A change that the ledger refuses is found by halving and set
 * aside, so that it does not hold up the others (law: Progress). Not thread-safe.
 */
final class Recorder {

    private static final int GROUP = 2_000;
    private static final Duration PATIENCE = Duration.ofSeconds(1);
    /**
     * From the begin of one transaction to the next: what one costs by itself is shared by all that is told
     * meanwhile. The first after a while begins at once.
     */
    static final Duration SPACING = Duration.ofMillis(20);

    private final DialLedger ledger;
    private final LiveCalls live;
    private final Unrecorded unrecorded;
    private final Works works;
    private final Inbox inbox;
    private final Executor executor;
    private int most = GROUP;
    private boolean failing;
    private @Nullable Writing writing;
    private Instant notBefore = Instant.EPOCH;

    /** What a recorder stands on. */
    record Ports(DialLedger ledger, Inbox inbox, Executor executor) {
    }

    Recorder(Ports ports, LiveCalls live, Works works) {
        this.ledger = ports.ledger();
        this.inbox = ports.inbox();
        this.executor = ports.executor();
        this.live = live;
        this.unrecorded = live.unrecorded();
        this.works = works;
    }

    /** A call as it stood when it was handed to the ledger. */
    record Written(Unrecorded.Taken taken, AttemptChange change) {

        LiveCall call() {
            return taken.call();
        }

        /** The same as it was recorded, when that was not as it was handed over. */
        Written as(@Nullable AttemptChange recorded) {
            return recorded == null ? this : new Written(taken, recorded);
        }

        /** Whether it is over and its slots are free, and the ledger knows. */
        boolean gone() {
            return change.end() != null && change.end().slotsFree();
        }
    }

    /** A transaction under way. */
    private record Writing(List<Written> group, CompletableFuture<List<AttemptChange>> done, Instant since,
            Instant oldest) {
    }

    /**
     * Whether the ledger does not take what was told, at this moment: then nothing new is opened, or there
     * would be ever more of which nobody else knows how it goes.
     */
    boolean behind(Instant now) {
        boolean told = writing != null || !unrecorded.isEmpty();
        return (failing && told) || (writing != null && writing.since.plus(PATIENCE).isBefore(now));
    }

    /** Whether everything that was told is in the ledger. */
    boolean idle() {
        return writing == null && unrecorded.isEmpty();
    }

    /** When something is to be handed over; null: the inbox rings when it is time. */
    @Nullable Instant wake() {
        Instant due = writing == null ? unrecorded.dueAt() : null;
        return due == null || due.isAfter(notBefore) ? due : notBefore;
    }

    /**
     * Takes what came of the transaction before, and hands over what is due of what has changed since.
     *
     * @throws RuntimeException with which a transaction failed; its changes are handed over again
     */
    void record(Instant now) {
        try {
            boolean more = true;
            while (more) {
                more = settled(now) && begin(now);
            }
        } finally {
            inbox.unrecorded(oldest());
        }
    }

    private @Nullable Instant oldest() {
        Instant waiting = unrecorded.oldest();
        Instant underWay = writing == null ? null : writing.oldest();
        return underWay == null || (waiting != null && waiting.isBefore(underWay)) ? waiting : underWay;
    }

    /** Whether no transaction is under way any more. */
    private boolean settled(Instant now) {
        Writing last = writing;
        if (last == null) {
            return true;
        }
        if (!last.done.isDone()) {
            return false;
        }
        writing = null;
        List<AttemptChange> otherwise;
        try {
            otherwise = last.done.join();
        } catch (CompletionException e) {
            throw failed(last.group, e.getCause(), now);
        }
        failing = false;
        most = Math.min(GROUP, 2 * most);
        List<Written> group = recorded(last.group, otherwise);
        follow(group);
        live.recorded(group);
        return true;
    }

    /** The group as the ledger recorded it, which nearly always is as it was handed over. */
    private static List<Written> recorded(List<Written> group, List<AttemptChange> otherwise) {
        if (otherwise.isEmpty()) {
            return group;
        }
        Map<CallKey, AttemptChange> byCall = new HashMap<>();
        otherwise.forEach(change -> byCall.put(change.call(), change));
        return group.stream().map(w -> w.as(byCall.get(w.change().call()))).toList();
    }

    /**
     * When the ledger throws, whatever it is, the next group is smaller; when it is away, that says nothing.
     */
    private RuntimeException failed(List<Written> group, @Nullable Throwable cause, Instant now) {
        failing = true;
        boolean away = cause instanceof LedgerAway;
        most = away ? most : Math.max(1, group.size() / 2);
        if (!away && group.size() == 1) {
            live.refused(group.getFirst().call(), now);
        } else {
            unrecorded.still(group.stream().map(Written::taken).toList());
        }
        if (cause instanceof Error error) {
            throw error;
        }
        return cause instanceof RuntimeException e ? e : new IllegalStateException(cause);
    }

    private boolean begin(Instant now) {
        if (now.isBefore(notBefore)) {
            return false;
        }
        List<Written> group = unrecorded.take(now, most).stream()
                .map(taken -> new Written(taken, taken.call().change())).toList();
        if (group.isEmpty()) {
            return false;
        }
        Instant oldest = group.stream().map(w -> w.taken().since()).min(Instant::compareTo).orElse(now);
        List<AttemptChange> changes = group.stream().map(Written::change).toList();
        CompletableFuture<List<AttemptChange>> done = handed(changes);
        writing = new Writing(group, done, now, oldest);
        notBefore = now.plus(SPACING);
        if (!done.isDone()) {
            var _ = done.whenComplete((_, _) -> inbox.ring());
        }
        return true;
    }

    private CompletableFuture<List<AttemptChange>> handed(List<AttemptChange> changes) {
        try {
            return CompletableFuture.supplyAsync(() -> ledger.record(changes), executor);
        } catch (RejectedExecutionException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private void follow(List<Written> group) {
        Map<String, Integer> ended = new HashMap<>(4);
        for (Written w : group) {
            if (w.gone()) {
                ended.merge(w.call().batch().organizationId(), 1, Integer::sum);
            }
            if (w.change().end() != null && w.change().end().next() instanceof Next.Again again) {
                works.due(w.call().batch().batchId(), again.dueAt());
            }
        }
        works.ended(ended);
    }
}
