package dev.carillon.dial;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * How a node dials.
 *
 * @param ringTimeout    how long a call may ring
 * @param agentSetup     how long an agent may take, from the answer
 * @param longestCall    how long a call may last, from the answer
 * @param confirmation   how long a carrier may take to confirm a hang-up before the call's fate is unknown
 * @param claimSize      how many tasks a claim takes at most
 * @param maxLive        how many calls this node has live at most
 * @param callsPerSecond how many it starts in a second at most; null: as many as the other limits allow
 */
public record DialSettings(Duration ringTimeout, Duration agentSetup, Duration longestCall,
        Duration confirmation, int claimSize, int maxLive, @Nullable Double callsPerSecond) {

    /** The defaults of docs/lifecycle.md. */
    public static DialSettings defaults() {
        return new DialSettings(Duration.ofSeconds(30), Duration.ofSeconds(5), Duration.ofHours(1),
                Duration.ofSeconds(5), 500, 20_000, null);
    }

    /** The same with another number of live calls. */
    public DialSettings withMaxLive(int calls) {
        return new DialSettings(ringTimeout, agentSetup, longestCall, confirmation, claimSize, calls,
                callsPerSecond);
    }

    /** The same with another pace of the node; null: none. */
    public DialSettings withCallsPerSecond(@Nullable Double calls) {
        return new DialSettings(ringTimeout, agentSetup, longestCall, confirmation, claimSize, maxLive,
                calls);
    }

    /** From the start of a call to the moment by which it must be over, whatever was told. */
    Duration whole() {
        return ringTimeout.plus(agentSetup).plus(longestCall).plus(confirmation);
    }
}
