package dev.carillon.carrier.sip.call;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

import org.jspecify.annotations.Nullable;

import dev.carillon.base.Ids.CallKey;
import dev.carillon.carrier.sip.dialog.Invitation;
import dev.carillon.carrier.sip.dialog.LegNames;
import dev.carillon.carrier.sip.transaction.Hop;

/**
 * One call to be made: whom to ring, whom to join, and how long each step may take.
 *
 * @param announcement whom to join when no agent came; null: nobody
 * @param lateOffer    whether the trunk is invited without a description, and the agent makes the answer
 */
public record CallOrder(CallKey call, Names names, Invitation trunk, Invitation agent,
        @Nullable Invitation announcement, boolean lateOffer, Limits limits) {

    /** What its legs are called on the wire. */
    public record Names(LegNames trunk, LegNames agent, LegNames announcement) {
    }

    /** How long it may last without an agent when it was answered then. */
    Instant unjoinedUntil(Instant answeredAt) {
        Instant agents = answeredAt.plus(limits.agentSetup());
        return announcement == null ? agents : agents.plus(limits.announcement());
    }

    /** The same by these hops to the trunk. */
    public CallOrder by(List<Hop> hops) {
        return hops.equals(trunk.hops())
                ? this
                : new CallOrder(call, names, new Invitation(hops, trunk.uri(), trunk.from(), trunk.to(),
                        trunk.headers(), trunk.login(), trunk.sessionExpires()), agent, announcement,
                        lateOffer, limits);
    }

    /**
     * How long each step may take.
     *
     * @param silence      how long the trunk may leave the INVITE without any answer
     * @param ringTimeout  from the INVITE to the answer
     * @param agentSetup   from the answer to the joining; as long again for an announcement
     * @param longestCall  from the answer to the end
     * @param announcement how long one may be heard in the agent's place, its joining included
     */
    public record Limits(Duration silence, Duration ringTimeout, Duration agentSetup, Duration longestCall,
            Duration announcement) {
    }
}
