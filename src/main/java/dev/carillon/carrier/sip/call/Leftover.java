package dev.carillon.carrier.sip.call;

import java.time.Instant;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

import dev.carillon.call.CarrierEvent.Kind;
import dev.carillon.call.Outcome;
import dev.carillon.carrier.sip.dialog.Invitation;
import dev.carillon.carrier.sip.dialog.Leg;
import dev.carillon.carrier.sip.dialog.LegEnd;
import dev.carillon.carrier.sip.dialog.LegState;
import dev.carillon.carrier.sip.dialog.LegUser;
import dev.carillon.carrier.sip.dialog.Legs;
import dev.carillon.carrier.sip.dialog.Offer;
import dev.carillon.carrier.sip.message.Sdp;

/**
 * What an earlier process of ours has left of a call that it had not joined. Nothing is wanted of it but its
 * end: who still rings is let go, who has answered heard nobody and is hung up. Its end is told when the
 * trunk's side is over; an agent that was on its way, or the announcement in its place, is let go beside. For
 * the owner's queue only.
 */
public final class Leftover implements LegUser {

    private static final String RESTART = "SIP;cause=503;text=\"restart\"";
    private static final String TEXT = "its node was started again";

    private final Sides sides;
    private final CallWatch watch;
    private final Legs legs;
    private final Leg trunk;
    private final @Nullable Leg agent;
    private final @Nullable Leg announcement;
    private boolean answered;

    /**
     * Whom it may have called, and how they are reached.
     *
     * @param agent        null: nobody knows any more how, and nothing can be said to it
     * @param announcement null: there is none
     * @param lateOffer    whether the trunk was invited without a description
     */
    public record Sides(CallOrder.Names names, Invitation trunk, @Nullable Invitation agent,
            @Nullable Invitation announcement, boolean lateOffer) {

        /** All that an order names. */
        public static Sides of(CallOrder order) {
            return new Sides(order.names(), order.trunk(), order.agent(), order.announcement(),
                    order.lateOffer());
        }
    }

    /** @param before of a call that was answered; null: nothing is known of it but that it may ring */
    public Leftover(Sides sides, Legs legs, CallWatch watch, @Nullable CallState before) {
        this.sides = sides;
        this.watch = watch;
        this.legs = legs;
        this.answered = before != null;
        this.trunk = before == null
                ? legs.leg(sides.trunk(), sides.names().trunk(), this)
                : legs.resumed(sides.trunk(), before.trunk(), this);
        this.agent = sides.agent() == null ? null : legs.leg(sides.agent(), sides.names().agent(), this);
        this.announcement = announcement(before == null ? null : before.announcement());
    }

    /** It may be on its way although nothing was kept of it. */
    private @Nullable Leg announcement(@Nullable LegState joined) {
        Invitation now = sides.announcement();
        if (joined != null) {
            return legs.resumed(now == null ? joined.invitation() : now, joined, this);
        }
        return now == null ? null : legs.leg(now, sides.names().announcement(), this);
    }

    /** Ends it. */
    public void end() {
        if (agent != null) {
            agent.cancelEarlier(true);
        }
        if (announcement != null && announcement.isUp()) {
            announcement.hangUp(RESTART);
        } else if (announcement != null) {
            announcement.cancelEarlier(true);
        }
        if (answered) {
            trunk.hangUp(RESTART);
        } else {
            trunk.cancelEarlier(!sides.lateOffer());
        }
    }

    @Override
    public void answered(Leg leg, Optional<Sdp> description) {
        if (leg == trunk && !answered) {
            answered = true;
            watch.keep(Kind.ANSWERED, now(), CallState.answered(trunk.state()));
        }
    }

    @Override
    public void over(Leg leg, LegEnd end) {
        if (leg == trunk) {
            watch.ended(now(), result(end));
        }
    }

    private Result result(LegEnd end) {
        if (answered) {
            return Result.of(Outcome.ABANDONED, TEXT);
        }
        return end.kind() == LegEnd.Kind.REFUSED
                ? Result.unanswered(end, true, true)
                : Result.of(Outcome.LOST, TEXT);
    }

    private Instant now() {
        return legs.ground().timeline().now();
    }

    @Override
    public void heard(Leg leg) {
        // It is on its way out.
    }

    @Override
    public void ringing(Leg leg) {
        // It is on its way out.
    }

    @Override
    public void agreed(Leg leg, Optional<Sdp> answer, boolean changed) {
        // Nothing was offered.
    }

    @Override
    public void disagreed(Leg leg, int status) {
        // Nothing was offered.
    }

    @Override
    public void offered(Leg leg, Offer offer) {
        offer.refuse(487);
    }

    @Override
    public void renewed(Leg leg) {
        // It is on its way out.
    }

    @Override
    public void changed(Leg leg, Sdp description) {
        // Nobody is there who could be told.
    }
}
