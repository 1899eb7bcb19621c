package dev.carillon.dial;

import java.time.Duration;

import dev.carillon.base.Ids.CallKey;
import dev.carillon.call.Trunk;

/**
 * Everything a carrier needs to place a call and to bring it to its end.
 *
 * @param placeByNanos the last moment to tell the network, on {@code Timeline.nanos()}
 * @param ringTimeout  how long it may ring
 * @param agentSetup   how long the agent may take, from the answer
 * @param longestCall  how long it may last, from the answer
 * @param placement    how often the attempt has been placed, this time included; each is another call to a
 *                     network
 */
public record CallPlan(CallKey call, Trunk trunk, String fromNumber, String toNumber, AgentLine agent,
        long placeByNanos, Duration ringTimeout, Duration agentSetup, Duration longestCall, int placement) {

    /** The first placement of an attempt. */
    public CallPlan(CallKey call, Trunk trunk, String fromNumber, String toNumber, AgentLine agent,
            long placeByNanos, Duration ringTimeout, Duration agentSetup, Duration longestCall) {
        this(call, trunk, fromNumber, toNumber, agent, placeByNanos, ringTimeout, agentSetup, longestCall, 1);
    }

    /** For errors and logs: no number. */
    @Override
    public String toString() {
        return "the plan of " + call;
    }
}
