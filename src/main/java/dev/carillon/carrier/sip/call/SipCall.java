package dev.carillon.carrier.sip.call;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.BooleanSupplier;

import org.jspecify.annotations.Nullable;

import dev.carillon.call.CarrierEvent.Kind;
import dev.carillon.call.Cause;
import dev.carillon.call.Outcome;
import dev.carillon.carrier.sip.dialog.Alarm;
import dev.carillon.carrier.sip.dialog.Invitation;
import dev.carillon.carrier.sip.dialog.Leg;
import dev.carillon.carrier.sip.dialog.LegEnd;
import dev.carillon.carrier.sip.dialog.LegUser;
import dev.carillon.carrier.sip.dialog.Legs;
import dev.carillon.carrier.sip.dialog.Offer;
import dev.carillon.carrier.sip.message.Direction;
import dev.carillon.carrier.sip.message.Sdp;

/**
 * One call: the called party is rung over the trunk, and whoever answers is joined with the agent. The trunk
 * is held first (its INVITE offers no audio, and a re-INVITE brings the agent's), or offers late (its INVITE
 * offers nothing, and the ACK brings the agent's answer). Where no agent comes, the trunk's announcement is
 * joined in its place, if there is one: that changes nothing of how the call is told, but for when it ends.
 * It keeps every deadline by itself, and ends once: when all its legs have. For the owner's queue only (law:
 * Answered, nothing here waits for anybody else).
 */
public final class SipCall implements LegUser {

    private enum Stage {
        NEW, PLACED, ANSWERED, JOINING, JOINED, ENDING, OVER
    }

    private static final String NO_AGENT = "SIP;cause=480;text=\"no agent\"";

    /** Less than the dial half waits for the end of a call that it has hung up. */
    private static final Duration FAREWELL = Duration.ofSeconds(3);

    private final CallOrder order;
    private final CallWatch watch;
    private final Legs legs;
    private final Leg trunk;
    private final Leg agent;
    private final Alarm silence;
    private final Alarm deadline;
    private final Relay relay = new Relay();
    /** Whom the called party is joined with: the agent, or the announcement. */
    private Leg other;
    private Stage stage = Stage.NEW;
    private boolean heard;
    private boolean rang;
    private @Nullable Result result;
    private Instant answeredAt = Instant.MAX;
    private @Nullable Instant endedAt;
    /** What the trunk has described, as who is joined with it is told. */
    private @Nullable Sdp theirs;
    /** Why there is no agent, once there is none and an announcement in its place. */
    private @Nullable Result noAgent;
    private boolean saysFarewell;
    private boolean letGo;

    public SipCall(CallOrder order, Legs legs, CallWatch watch) {
        this.order = order;
        this.watch = watch;
        this.legs = legs;
        this.trunk = legs.leg(order.trunk(), order.names().trunk(), this);
        this.agent = legs.leg(order.agent(), order.names().agent(), this);
        this.other = agent;
        this.silence = new Alarm(legs.ground());
        this.deadline = new Alarm(legs.ground());
    }

    /**
     * A call that an earlier process of ours has joined, as it has left it: it goes on, if both sides are
     * still there. Refused with {@code SipSyntax} where the state cannot be read.
     */
    public SipCall(CallOrder order, Legs legs, CallWatch watch, CallState.Joined before) {
        this.order = order;
        this.watch = watch;
        this.legs = legs;
        this.trunk = legs.resumed(order.trunk(), before.trunk(), this);
        this.agent = legs.resumed(order.agent(), before.agent(), this);
        this.other = agent;
        this.silence = new Alarm(legs.ground());
        this.deadline = new Alarm(legs.ground());
        this.answeredAt = before.answeredAt();
        this.stage = Stage.JOINED;
        limit();
        keep();
        trunk.probe();
        agent.probe();
    }

    /**
     * Places it, unless it was hung up before, or it is too late.
     *
     * @param inTime asked as the last act before anybody outside can hear of it (law: Single dial)
     */
    public void begin(BooleanSupplier inTime) {
        if (stage != Stage.NEW) {
            return;
        }
        if (!inTime.getAsBoolean()) {
            stage = Stage.OVER;
            watch.ended(now(), Result.of(Outcome.NOT_PLACED, ""));
            return;
        }
        stage = Stage.PLACED;
        silence.set(order.limits().silence(), this::heardNothing);
        deadline.set(order.limits().ringTimeout(),
                () -> end(Result.of(Outcome.NO_ANSWER, "ring timeout"), null));
        if (order.lateOffer()) {
            trunk.invite(null, inTime);
        } else {
            trunk.inviteHeld(inTime);
        }
    }

    /** Ends it, however far it has come. */
    public void hangUp() {
        end(Result.of(Outcome.CANCELLED, ""), null);
    }

    private Instant now() {
        return legs.ground().timeline().now();
    }

    // What the trunk's side brings.

    @Override
    public void heard(Leg leg) {
        if (leg == trunk) {
            heard = true;
            silence.clear();
            watch.way().speaks(trunk.invitedAt());
        }
    }

    @Override
    public void ringing(Leg leg) {
        if (leg == trunk) {
            rang = true;
            if (stage == Stage.PLACED) {
                watch.reached(Kind.RINGING, now());
            }
        }
    }

    @Override
    public void answered(Leg leg, Optional<Sdp> description) {
        if (leg == trunk) {
            pickedUp(description);
        } else if (leg == other && stage == Stage.ANSWERED) {
            otherCame(description);
        }
    }

    private void pickedUp(Optional<Sdp> description) {
        silence.clear();
        if (stage == Stage.OVER) {
            return;
        }
        answeredAt = now();
        watch.answered(answeredAt, CallState.answered(trunk.state()), order.unjoinedUntil(answeredAt));
        if (stage == Stage.ENDING) {
            endedAt = answeredAt;
            result = result == null ? null : result.crossed();
            return;
        }
        stage = Stage.ANSWERED;
        deadline.set(order.limits().agentSetup(), this::notJoinedInTime);
        if (description.isEmpty()) {
            end(Result.of(Outcome.MEDIA_MISMATCH, "the answer has no session description"), null);
            return;
        }
        if (!order.lateOffer()) {
            trunk.acknowledge(null);
        }
        // To what is inactive every answer is inactive, so the agent is offered all that there is.
        Sdp whole = order.lateOffer() ? description.get() : description.get().with(Direction.SENDRECV);
        theirs = whole;
        agent.invite(whole, () -> true);
    }

    private void notJoinedInTime() {
        if (stage == Stage.JOINING) {
            end(Result.of(Outcome.FAILED, "the trunk did not take the agent's session in time"), NO_AGENT);
        } else {
            noAgent(Result.of(Outcome.AGENT_FAILED, "the agent was not there in time"));
        }
    }

    // What the agent's side brings.

    /** The trunk's announcement is joined where there is one and it has not been tried. */
    private void noAgent(Result how) {
        Invitation announcement = order.announcement();
        Sdp offer = theirs;
        if (announcement == null || noAgent != null || offer == null || stage != Stage.ANSWERED) {
            end(how, NO_AGENT);
            return;
        }
        noAgent = how;
        other = legs.leg(announcement, order.names().announcement(), this);
        deadline.set(order.limits().agentSetup(), this::notJoinedInTime);
        agent.hangUp(NO_AGENT);
        other.invite(offer, () -> true);
    }

    private void otherCame(Optional<Sdp> description) {
        if (description.isEmpty()) {
            noAgent(Result.of(Outcome.AGENT_FAILED, "the agent's answer has no session description"));
            return;
        }
        if (order.lateOffer()) {
            trunk.acknowledge(description.get());
            joined();
        } else {
            stage = Stage.JOINING;
            trunk.offer(description.get());
        }
    }

    /**
     * The agent has its ACK only now, when there is somebody to speak to: an agent without it repeats its
     * answer, so that whoever comes after a crash of this process can still hang it up.
     */
    private void joined() {
        other.acknowledge(null);
        stage = Stage.JOINED;
        keep();
        limit();
    }

    /** What a later process needs has changed: it travels with the word that tells how far the call is. */
    private void keep() {
        if (noAgent == null) {
            watch.keep(Kind.JOINED, now(), CallState.joined(trunk.state(), other.state()));
        } else {
            watch.keep(Kind.ANSWERED, now(), CallState.announced(trunk.state(), other.state()));
        }
    }

    private void limit() {
        Instant until = noAgent == null
                ? answeredAt.plus(order.limits().longestCall())
                : order.unjoinedUntil(answeredAt);
        deadline.set(Duration.between(now(), until), () -> end(Result.callLimit(), null));
    }

    @Override
    public void agreed(Leg leg, Optional<Sdp> description, boolean changed) {
        if (stage == Stage.JOINING && leg == trunk) {
            agreedToJoin(description, changed);
            return;
        }
        relay.agreed(description, changed && stage == Stage.JOINED, opposite(leg));
        if (stage == Stage.JOINED) {
            keep();
        }
    }

    private void agreedToJoin(Optional<Sdp> description, boolean changed) {
        if (description.isEmpty()) {
            end(Result.of(Outcome.MEDIA_MISMATCH, "the trunk's answer has no session description"), NO_AGENT);
            return;
        }
        joined();
        if (changed) {
            other.offer(description.get().with(Direction.SENDRECV));
        }
    }

    @Override
    public void disagreed(Leg leg, int status) {
        if (leg != trunk && leg != other) {
            return; // an agent that came too late is on its way out
        }
        if (stage == Stage.JOINING && leg == trunk) {
            end(Result.notTaken(status), NO_AGENT);
        } else if (status == 408 || status == 481) {
            end(new Result(stage == Stage.JOINED ? Outcome.COMPLETED : Outcome.FAILED,
                    new Cause(status, 0, "a side did not answer any more"), false), null);
        } else {
            relay.disagreed(opposite(leg));
        }
    }

    @Override
    public void offered(Leg leg, Offer offer) {
        if (stage == Stage.JOINED) {
            relay.offered(offer, opposite(leg));
        } else {
            offer.refuse(491);
        }
    }

    @Override
    public void changed(Leg leg, Sdp description) {
        if (stage == Stage.JOINED) {
            opposite(leg).offer(description);
        }
    }

    @Override
    public void renewed(Leg leg) {
        if (stage == Stage.JOINED) {
            keep();
        }
    }

    private Leg opposite(Leg leg) {
        return leg == trunk ? other : trunk;
    }

    // How it ends.

    /** Another trunk may ring the phone now: what of this one is still on its way shall not arrive. */
    private void heardNothing() {
        watch.way().isSilent(trunk.invitedAt());
        trunk.withdraw();
        end(Result.silent(order.limits().silence()), null);
    }

    @Override
    public void over(Leg leg, LegEnd end) {
        if (stage == Stage.ENDING) {
            finish();
        } else if (leg == trunk && stage != Stage.OVER) {
            end(trunkOver(end), null);
        } else if (leg == other && stage == Stage.JOINED) {
            end(Result.of(Outcome.COMPLETED, end), null);
        } else if (leg == other && stage != Stage.OVER) {
            noAgent(Result.of(Outcome.AGENT_FAILED, end));
        }
    }

    private Result trunkOver(LegEnd end) {
        watch.over(end, trunk.invitedAt());
        return switch (stage) {
            case NEW, PLACED -> Result.unanswered(end, heard, rang);
            case ANSWERED, JOINING -> Result.of(
                    end.kind() == LegEnd.Kind.HUNG_UP ? Outcome.ABANDONED : Outcome.FAILED, end);
            case JOINED, ENDING, OVER -> Result.of(Outcome.COMPLETED, end);
        };
    }

    /** The first word holds, that there was no agent before all: what ends after it ends by it. */
    private void end(Result how, @Nullable String reason) {
        if (stage == Stage.ENDING || stage == Stage.OVER) {
            return;
        }
        result = noAgent == null ? how : stage == Stage.JOINED ? noAgent.announced() : noAgent;
        stage = Stage.ENDING;
        endedAt = now();
        relay.end();
        silence.clear();
        deadline.clear();
        other.hangUp(reason);
        trunk.hangUp(reason);
        finish();
    }

    /**
     * A trunk that never spoke is not waited for, nor whoever was to be joined for long: should they speak
     * after all, their legs end what they begin.
     */
    private void finish() {
        Result how = result;
        Instant at = endedAt;
        if (stage != Stage.ENDING || how == null || at == null) {
            return;
        }
        boolean nobodyThere = how.outcome() == Outcome.TRUNK_UNREACHABLE && !heard;
        if (!trunk.isOver() && !nobodyThere) {
            return;
        }
        if ((agent.isOver() && other.isOver()) || letGo) {
            stage = Stage.OVER;
            deadline.clear();
            watch.ended(at, how);
        } else if (!saysFarewell) {
            saysFarewell = true;
            deadline.set(FAREWELL, this::letGo);
        }
    }

    private void letGo() {
        letGo = true;
        finish();
    }

    /** Whether all its sides have ended. */
    public boolean isOver() {
        return stage == Stage.OVER;
    }
}
