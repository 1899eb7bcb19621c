package dev.carillon.carrier.sip;

import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import dev.carillon.carrier.sip.dialog.Legs;
import dev.carillon.carrier.sip.message.SipMessage;
import dev.carillon.carrier.sip.transaction.Ground;
import dev.carillon.carrier.sip.transaction.Hop;
import dev.carillon.carrier.sip.transaction.Timers;

/**
 * One owner of calls: a queue in which all that concerns them runs, one thing after the other. What fails
 * there is a defect; it is logged, and the queue goes on. Thread-safe.
 */
final class Shard implements Executor, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Shard.class);

    private final ExecutorService queue;
    private final Legs legs;

    /**
     * @param ports   what it stands on
     * @param callIds makes Call-IDs
     * @param number  which of the owners it is
     * @param most    with how many open transactions no more begin
     */
    Shard(SipCarrier.Ports ports, CallIds callIds, int number, int most) {
        this.queue = Executors.newSingleThreadExecutor(
                Thread.ofVirtual().name("sip-" + number).factory());
        var ground = new Ground(ports.wire(), ports.timeline(), this, ports.chance());
        this.legs = new Legs(ground, Timers.STANDARD, most, () -> callIds.next(number));
    }

    /** For what runs in the queue only. */
    Legs legs() {
        return legs;
    }

    /** Whether no more calls should begin here. For any thread. */
    boolean isFull() {
        return legs.transactions().isFull();
    }

    void receive(SipMessage message, Hop from) {
        execute(() -> legs.receive(message, from));
    }

    @Override
    public void execute(Runnable task) {
        if (!queue.isShutdown()) {
            queue.execute(() -> run(task));
        }
    }

    private static void run(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException e) {
            LOG.error("a SIP call met a defect; its deadlines end it", e);
        }
    }

    @Override
    public void close() {
        queue.shutdownNow();
    }
}
