package dev.carillon.dial;

import java.time.Duration;
import java.time.Instant;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import dev.carillon.base.Timeline;

/**
 * Brings open attempts to their carriers, each at its moment, which the timeline brings, so that the pace
 * does not depend on how long a step takes (law: Capacity). Called by the dial thread; places on that one or
 * on the timeline's.
 */
final class Starts {

    private static final Logger LOG = LoggerFactory.getLogger(Starts.class);

    private final DialSettings settings;
    private final Dialer.Ports ports;
    private final Inbox inbox;
    private final Wires wires;
    private Instant nodeFreeAt = Instant.EPOCH;

    Starts(DialSettings settings, Dialer.Ports ports, Inbox inbox) {
        this.settings = settings;
        this.ports = ports;
        this.inbox = inbox;
        this.wires = new Wires(ports.timeline());
    }

    Wires wires() {
        return wires;
    }

    /**
     * The node's own limits.
     *
     * @param live    how many calls have a place of it
     * @param maxLive how many may; null: those that start have theirs already
     */
    Usage node(int live, @Nullable Integer maxLive) {
        return new Usage(new UsageKey("", UsageKey.Scope.NODE, ""), live, maxLive, settings.callsPerSecond(),
                1,
                nodeFreeAt);
    }

    /** When the node's own pace is free again. */
    void nodeFreeAt(Instant at) {
        nodeFreeAt = at;
    }

    /** Places the call at its moment, or at once when that has come. */
    void add(LiveCall call) {
        var start = new Start(plan(call), ports, inbox);
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
                            inbox);
        } catch (RuntimeException e) {
            LOG.error("the carrier failed to adopt {}; its deadline decides", call.key(), e);
        }
    }

    /** Whether its carrier is still asking what has become of it. */
    boolean isAsking(LiveCall call) {
        return ports.trunks().carrier(call.trunk()).isAsking(call.key());
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
                settings.ringTimeout(), settings.agentSetup(), settings.longestCall(), call.placements());
    }

    /** The monotonic clock is read first: a process frozen between the two gets less time, not more. */
    private static long placeByNanos(Instant placeBy, Timeline timeline) {
        long nanos = timeline.nanos();
        return nanos + Duration.between(timeline.now(), placeBy).toNanos();
    }
}
