package dev.carillon.carrier.sip.call;

import java.time.Duration;

import dev.carillon.base.Ids.CallKey;
import dev.carillon.carrier.sip.dialog.Invitation;
import dev.carillon.carrier.sip.dialog.LegNames;

/**
 * One call to be made: whom to ring, whom to join, and how long each step may take.
 *
 * @param lateOffer whether the trunk is invited without a description, and the agent makes the answer
 */
public record CallOrder(CallKey call, Names names, Invitation trunk, Invitation agent, boolean lateOffer,
        Limits limits) {

    /** What its legs are called on the wire. */
    public record Names(LegNames trunk, LegNames agent) {
    }

    /** The same without the trunk's hops before this one. */
    public CallOrder from(int hop) {
        var hops = trunk.hops().subList(hop, trunk.hops().size());
        return hop == 0
                ? this
                : new CallOrder(call, names, new Invitation(hops, trunk.uri(), trunk.from(), trunk.to(),
                        trunk.headers(), trunk.login(), trunk.sessionExpires()), agent, lateOffer, limits);
    }

    /**
     * How long each step may take.
     *
     * @param silence     how long the trunk may leave the INVITE without any answer
     * @param ringTimeout from the INVITE to the answer
     * @param agentSetup  from the answer to the joining
     * @param longestCall from the answer to the end
     */
    public record Limits(Duration silence, Duration ringTimeout, Duration agentSetup, Duration longestCall) {
    }
}
