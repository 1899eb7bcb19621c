package dev.carillon.dial;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

import dev.carillon.call.CarrierEvent;

/**
 * Where carriers tell and others nudge; the dial thread empties it once a step. Thread-safe. It holds at most
 * the few events of each live call, for nothing new is opened while it cannot be emptied into the ledger.
 */
public final class Inbox implements Consumer<CarrierEvent> {

    private final LinkedBlockingQueue<Heard> events = new LinkedBlockingQueue<>();
    private final Queue<TrunkNews> news = new ConcurrentLinkedQueue<>();
    private final Semaphore bell = new Semaphore(0);
    private final AtomicBoolean nudged = new AtomicBoolean();
    /** Of what was taken out and is not yet in the ledger, when the oldest was told. */
    private volatile @Nullable Instant unrecorded;

    /**
     * A word, and of which placement it is.
     *
     * @param by null: of the call, however it was placed
     */
    record Heard(CarrierEvent event, @Nullable Start by) {
    }

    /** Takes an event; never blocks. */
    @Override
    public void accept(CarrierEvent event) {
        add(new Heard(event, null));
    }

    /** Takes what is told of one placement: nobody else's word is taken for it. */
    Consumer<CarrierEvent> of(Start start) {
        return event -> add(new Heard(event, start));
    }

    /** Takes what a carrier has learnt of a trunk; never blocks. */
    public void learn(TrunkNews learnt) {
        news.add(learnt);
        bell.release();
    }

    /** What was learnt of trunks since the last call, in its order. */
    List<TrunkNews> news() {
        var all = new ArrayList<TrunkNews>();
        for (TrunkNews one = news.poll(); one != null; one = news.poll()) {
            all.add(one);
        }
        return all;
    }

    private void add(Heard heard) {
        events.add(heard);
        bell.release();
    }

    /** Something may have changed in the ledger: a step soon looks again. */
    public void nudge() {
        nudged.set(true);
        bell.release();
    }

    /** What was told first, in its order, at most so many. */
    List<Heard> drain(int most) {
        var all = new ArrayList<Heard>();
        events.drainTo(all, most);
        if (unrecorded == null && !all.isEmpty()) {
            unrecorded = all.getFirst().event().at();
        }
        return all;
    }

    /**
     * What was taken out has been seen to.
     *
     * @param oldest when the oldest of it was told that is not in the ledger; null: all of it is
     */
    void unrecorded(@Nullable Instant oldest) {
        unrecorded = oldest;
    }

    /** There is something to do for a step. */
    void ring() {
        bell.release();
    }

    /** When the oldest word was told that is not in the ledger yet. For any thread. */
    public Optional<Instant> oldest() {
        Instant taken = unrecorded;
        Heard first = events.peek();
        return taken != null || first == null ? Optional.ofNullable(taken) : Optional.of(first.event().at());
    }

    boolean isEmpty() {
        return events.isEmpty();
    }

    /** Whether somebody nudged since the last call. */
    boolean takeNudge() {
        return nudged.getAndSet(false);
    }

    /**
     * Returns when there is something to do, or when the time is over; false when interrupted. What rings
     * while this returns is in the queue before the next step looks there.
     */
    boolean await(Duration most) {
        try {
            if (bell.tryAcquire(Math.max(0, most.toNanos()), TimeUnit.NANOSECONDS)) {
                bell.drainPermits();
            }
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
