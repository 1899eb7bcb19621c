package dev.carillon.dial;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import dev.carillon.base.Ids.CallKey;
import dev.carillon.base.Timeline;
import dev.carillon.call.CarrierEvent;
import dev.carillon.call.Outcome;

/**
 * Attempts that are open and wait for their moment to be placed, which the timeline brings, so that the pace
 * on the wire does not depend on how long a step takes (law: Capacity). Called by the dial thread; places on
 * the timeline's.
 */
final class Starts {

    private final DialSettings settings;
    private final Dialer.Ports ports;
    private final Inbox inbox;
    private final Map<CallKey, Timeline.Wake> waiting = new ConcurrentHashMap<>();

    Starts(DialSettings settings, Dialer.Ports ports, Inbox inbox) {
        this.settings = settings;
        this.ports = ports;
        this.inbox = inbox;
    }

    /** Places the call at its moment, or at once when that has come. */
    void add(LiveCall call) {
        Instant now = ports.timeline().now();
        Claim.Decision.Open open = call.open();
        CallPlan plan = plan(call,
                ports.timeline().nanos() + Duration.between(now, open.placeBy()).toNanos());
        Carrier carrier = ports.trunks().carrier(plan.trunk());
        if (!open.placeAt().isAfter(now)) {
            place(carrier, plan);
            return;
        }
        waiting.put(plan.call(), () -> {
        });
        Timeline.Wake wake = ports.timeline().wakeAt(open.placeAt(), () -> {
            if (waiting.remove(plan.call()) != null) {
                place(carrier, plan);
            }
        });
        waiting.replace(plan.call(), wake);
    }

    /** Gives up all that has not been placed. */
    void clear() {
        for (CallKey call : List.copyOf(waiting.keySet())) {
            Timeline.Wake wake = waiting.remove(call);
            if (wake != null) {
                wake.cancel();
                notPlaced(call);
            }
        }
    }

    /** Without the lease nothing is placed; the carrier itself looks at {@code place_by} last. */
    private void place(Carrier carrier, CallPlan plan) {
        if (ports.lease().held()) {
            carrier.place(plan, inbox);
        } else {
            notPlaced(plan.call());
        }
    }

    private void notPlaced(CallKey call) {
        inbox.accept(CarrierEvent.ended(call, ports.timeline().now(), Outcome.NOT_PLACED));
    }

    private CallPlan plan(LiveCall call, long placeByNanos) {
        var task = call.task();
        String agent = task.agentId() == null ? "" : task.agentId();
        return new CallPlan(task.call(), call.trunk(), call.batch().fromNumber(), task.toNumber(), agent,
                placeByNanos, settings.ringTimeout(), settings.agentSetup(), settings.longestCall());
    }
}
