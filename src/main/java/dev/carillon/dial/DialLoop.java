package dev.carillon.dial;

import java.time.Duration;
import java.time.Instant;
import java.util.function.BooleanSupplier;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import dev.carillon.base.Patience;
import dev.carillon.base.Timeline;

/**
 * The thread around {@link Dialer#step}: it waits for the next moment or for a word, and goes on after every
 * failure. On {@link #stop} it drains: nothing new is opened, live calls may end by themselves for a while,
 * then they are hung up.
 */
public final class DialLoop {

    private static final Logger LOG = LoggerFactory.getLogger(DialLoop.class);
    private static final Duration AFTER_FAILURE = Duration.ofMillis(250);
    private static final Duration LONGEST_WAIT = Duration.ofMillis(100);
    private static final Duration CONFIRMED_WITHIN = Duration.ofSeconds(8);

    private final Dialer dialer;
    private final DialLedger ledger;
    private final Inbox inbox;
    private final Timeline timeline;
    private final Thread thread;
    private BooleanSupplier ready = () -> false;
    private volatile State state = State.STARTING;
    private volatile boolean draining;
    private volatile Instant drainUntil = Instant.MAX;
    private volatile boolean cleared;

    /** What the loop is doing; for people and {@code /health/ready}. */
    public enum State {
        STARTING, DIALLING, AWAY, DRAINING, STOPPED
    }

    public DialLoop(Dialer dialer, DialLedger ledger, Inbox inbox, Timeline timeline) {
        this.dialer = dialer;
        this.ledger = ledger;
        this.inbox = inbox;
        this.timeline = timeline;
        this.thread = Thread.ofPlatform().name("dial").unstarted(this::run);
    }

    /**
     * From now on it steps.
     *
     * @param carriersReady whether calls can be adopted and placed: until then it does neither, for an
     *                      attempt that is opened while its carrier still makes itself ready comes too late.
     *                      Whoever makes it true nudges the inbox
     */
    public void start(BooleanSupplier carriersReady) {
        ready = carriersReady;
        thread.start();
    }

    public State state() {
        return state;
    }

    /** Whether what a process of this node before had open is closed or taken over. */
    public boolean cleared() {
        return cleared;
    }

    /**
     * Drains and ends the loop. Live calls get so long to end by themselves; then they are hung up, and have
     * a few seconds more for their carriers to confirm. Asked again, it waits for the same end.
     *
     * @return false when the wait was interrupted
     */
    public boolean stop(Duration grace) {
        Instant until = timeline.now().plus(grace);
        drainUntil = until.isBefore(drainUntil) ? until : drainUntil;
        draining = true;
        inbox.nudge();
        if (thread.getState() == Thread.State.NEW) {
            return true;
        }
        try {
            thread.join(grace.plus(CONFIRMED_WITHIN).plusSeconds(2));
            return !thread.isAlive();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private void run() {
        try {
            boolean going = true;
            while (going) {
                Duration wait = round();
                going = !finished() && inbox.await(wait);
            }
        } finally {
            state = State.STOPPED;
        }
    }

    /**
     * A step, and how long to wait for the next; what is told meanwhile does not shorten a failure's wait.
     */
    private Duration round() {
        try {
            return step();
        } catch (LedgerAway away) {
            if (state != State.AWAY) {
                LOG.warn("the database is away, dialling stops until it is back: {}", away.getMessage());
            }
            state = State.AWAY;
        } catch (Exception e) {
            LOG.error("a step failed; the next one goes on [{}]", Long.toHexString(timeline.nanos()), e);
        }
        Patience.rest(AFTER_FAILURE);
        return Duration.ZERO;
    }

    private Duration step() {
        if (!cleared && !ready.getAsBoolean()) {
            return LONGEST_WAIT;
        }
        Instant now = timeline.now();
        if (!cleared) {
            int lost = ledger.takeOverSelf(now);
            int adopted = dialer.resume(now);
            LOG.info("dialling; {} calls of this node's life before are lost, {} adopted", lost, adopted);
            cleared = true;
        }
        boolean ending = draining;
        if (ending) {
            dialer.drain();
            if (!now.isBefore(drainUntil)) {
                dialer.hangUpAll(now);
            }
        }
        Instant wake = dialer.step(now);
        state = ending ? State.DRAINING : State.DIALLING;
        Duration wait = Duration.between(timeline.now(), wake);
        return wait.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : wait;
    }

    /** A drain ends when nothing is live, or when hanging up did not help within its time. */
    private boolean finished() {
        return draining && (dialer.idle() || timeline.now().isAfter(drainUntil.plus(CONFIRMED_WITHIN)));
    }
}
