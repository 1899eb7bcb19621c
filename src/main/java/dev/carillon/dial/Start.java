package dev.carillon.dial;

import java.util.function.Consumer;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import dev.carillon.call.CarrierEvent;
import dev.carillon.call.Outcome;

/**
 * One placement of an open attempt on its way to its carrier: it is placed once or given up once, never both.
 * Thread-safe.
 */
final class Start {

    private static final Logger LOG = LoggerFactory.getLogger(Start.class);

    private final CallPlan plan;
    private final Dialer.Ports ports;
    private final Consumer<CarrierEvent> told;
    private boolean over;

    Start(CallPlan plan, Dialer.Ports ports, Inbox inbox) {
        this.plan = plan;
        this.ports = ports;
        this.told = inbox.of(this);
    }

    long trunkId() {
        return plan.trunk().trunkId();
    }

    synchronized boolean over() {
        return over;
    }

    /**
     * Tells the carrier, if the lease holds and it is not too late; the carrier itself looks at
     * {@code place_by} last. Who is refused by {@link #giveUp} finds the call with its carrier already.
     *
     * @return whether the carrier was told by this
     */
    synchronized boolean place() {
        if (over) {
            return false;
        }
        if (!ports.lease().held() || ports.timeline().nanos() - plan.placeByNanos() > 0) {
            giveUp();
            return false;
        }
        over = true;
        try {
            ports.trunks().carrier(plan.trunk()).place(plan, told);
            ports.observer().placed(plan.trunk());
        } catch (RuntimeException e) {
            LOG.error("the carrier failed to place {}; what became of it is unknown, its deadline decides",
                    plan.call(), e);
        }
        return true;
    }

    /** From now on it will not be placed; false when it has been, or was given up before. */
    synchronized boolean giveUp() {
        if (over) {
            return false;
        }
        over = true;
        told.accept(CarrierEvent.ended(plan.call(), ports.timeline().now(), Outcome.NOT_PLACED));
        return true;
    }
}
