package dev.carillon.dial;

import java.time.Duration;
import java.time.Instant;
import java.util.function.Consumer;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import dev.carillon.base.Timeline;
import dev.carillon.call.CarrierEvent;

/**
 * Brings open attempts to their carriers, each at its moment, which the timeline brings, so that the pace
 * does not depend on how long a step takes (law: Capacity). Called by the dial thread; places on that one or
 * on the timeline's.
 */
final class Starts {

    private static final Logger LOG = LoggerFactory.getLogger(Starts.class);

    private final DialSettings settings;
    private final Dialer.Ports ports;
    private final Consumer<CarrierEvent> told;
    private final Wires wires;

    Starts(DialSettings settings, Dialer.Ports ports, Consumer<CarrierEvent> told) {
        this.settings = settings;
        this.ports = ports;
        this.told = told;
        this.wires = new Wires(ports.timeline());
    }

    Wires wires() {
        return wires;
    }

    /** Places the call at its moment, or at once when that has come. */
    void add(LiveCall call) {
        var start = new Start(plan(call), ports, told);
        call.start(start);
        if (call.open().placeAt().isAfter(ports.timeline().now())) {
            ports.timeline().wakeAt(call.open().placeAt(), () -> wires.place(start));
        } else {
            wires.place(start);
        }
    }

    /** Hands a call to its carrier that an earlier process of this node had placed there. */
    void adopt(LiveCall call, Resumed before, Instant now) {
        try {
            ports.trunks().carrier(call.trunk())
                    .adopt(new Adopted(plan(call), before.state(), now, before.answeredAt(), before.resume()),
                            told);
        } catch (RuntimeException e) {
            LOG.error("the carrier failed to adopt {}; its deadline decides", call.key(), e);
        }
    }

    /** Ends the call: what still waits is not placed, of anything else the carrier is told. */
    void end(LiveCall call) {
        if (!call.giveUp()) {
            ports.trunks().carrier(call.trunk()).hangUp(call.key());
        }
    }

    private CallPlan plan(LiveCall call) {
        var task = call.task();
        return new CallPlan(task.call(), call.trunk(), call.batch().fromNumber(), task.toNumber(),
                call.open().candidate().agent(), placeByNanos(call.open().placeBy(), ports.timeline()),
                settings.ringTimeout(), settings.agentSetup(), settings.longestCall());
    }

    /** The monotonic clock is read first: a process frozen between the two gets less time, not more. */
    private static long placeByNanos(Instant placeBy, Timeline timeline) {
        long nanos = timeline.nanos();
        return nanos + Duration.between(timeline.now(), placeBy).toNanos();
    }
}
