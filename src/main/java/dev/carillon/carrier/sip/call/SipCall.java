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
 * offers nothing, and the ACK brings the agent's answer). It keeps every deadline by itself, and ends once:
 * when both legs have. For the owner's queue only (law: Answered, nothing here waits for anybody else).
 */
public final class SipCall implements LegUser {

    private enum Stage {
        NEW, PLACED, ANSWERED, JOINING, JOINED, ENDING, OVER
    }

    private static final String NO_AGENT = "SIP;cause=480;text=\"no agent\"";

    /** Less than the dial half waits for the end of a call that it has hung up. */
    private static final Duration AGENT_FAREWELL = Duration.ofSeconds(3);

    /** How often answers that nobody asked for are handed on before both sides are taken to agree. */
    private static final int MOST_ECHOES = 2;

    private final CallOrder order;
    private final CallWatch watch;
    private final Legs legs;
    private final Leg trunk;
    private final Leg agent;
    private final Alarm silence;
    private final Alarm deadline;
    private Stage stage = Stage.NEW;
    private boolean heard;
    private boolean rang;
    private @Nullable Result result;
    private Instant answeredAt = Instant.MAX;
    private @Nullable Instant endedAt;
    private @Nullable Offer relayed;
    private int echoes;
    private boolean agentLetGo;
    private @Nullable CallState kept;

    public SipCall(CallOrder order, Legs legs, CallWatch watch) {
        this.order = order;
        this.watch = watch;
        this.legs = legs;
        this.trunk = legs.leg(order.trunk(), order.names().trunk(), this);
        this.agent = legs.leg(order.agent(), order.names().agent(), this);
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
        } else if (stage == Stage.ANSWERED) {
            agentCame(description);
        }
    }

    private void pickedUp(Optional<Sdp> description) {
        silence.clear();
        if (stage == Stage.OVER) {
            return;
        }
        answeredAt = now();
        watch.reached(Kind.ANSWERED, answeredAt, CallState.answered(trunk.state()));
        if (stage == Stage.ENDING) {
            crossed();
            return;
        }
        stage = Stage.ANSWERED;
        deadline.set(order.limits().agentSetup(), this::notJoinedInTime);
        if (description.isEmpty()) {
            end(Result.of(Outcome.MEDIA_MISMATCH, "the answer has no session description"), null);
            return;
        }
        Sdp theirs = description.get();
        if (!order.lateOffer()) {
            trunk.acknowledge(null);
            // To what is inactive every answer is inactive, so the agent is offered all that there is.
            theirs = theirs.with(Direction.SENDRECV);
        }
        agent.invite(theirs, () -> true);
    }

    private void notJoinedInTime() {
        end(stage == Stage.JOINING
                ? Result.of(Outcome.FAILED, "the trunk did not take the agent's session in time")
                : Result.of(Outcome.AGENT_FAILED, "the agent was not there in time"), NO_AGENT);
    }

    /** An answer that crossed the end of the ringing: they heard nobody. */
    private void crossed() {
        endedAt = answeredAt;
        Result meant = result;
        if (meant != null && meant.outcome() == Outcome.NO_ANSWER) {
            result = Result.of(Outcome.ABANDONED, "answered as the ringing was ended");
        }
    }

    // What the agent's side brings.

    private void agentCame(Optional<Sdp> description) {
        if (description.isEmpty()) {
            end(Result.of(Outcome.AGENT_FAILED, "the agent's answer has no session description"), NO_AGENT);
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
        agent.acknowledge(null);
        stage = Stage.JOINED;
        keep();
        limit();
    }

    /** What a later process needs to go on has changed: it travels with the word that the call is joined. */
    private void keep() {
        CallState now = CallState.joined(trunk.state(), agent.state());
        if (!now.equals(kept)) {
            kept = now;
            watch.reached(Kind.JOINED, now(), now);
        }
    }

    private void limit() {
        Duration left = order.limits().longestCall().minus(Duration.between(answeredAt, now()));
        deadline.set(left, () -> end(Result.callLimit(), null));
    }

    @Override
    public void agreed(Leg leg, Optional<Sdp> description, boolean changed) {
        if (stage == Stage.JOINING && leg == trunk) {
            agreedToJoin(description, changed);
            return;
        }
        Offer waiting = relayed;
        if (waiting != null && waiting.isOf(other(leg))) {
            relayed = null;
            description.ifPresentOrElse(waiting::accept, () -> waiting.refuse(488));
        } else if (changed && stage == Stage.JOINED && echoes < MOST_ECHOES) {
            echoes++;
            description.ifPresent(other(leg)::offer);
        }
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
            agent.offer(description.get().with(Direction.SENDRECV));
        }
    }

    @Override
    public void disagreed(Leg leg, int status) {
        Offer waiting = relayed;
        if (stage == Stage.JOINING && leg == trunk) {
            boolean mismatch = status == 488 || status == 606 || status == 415;
            end(new Result(mismatch ? Outcome.MEDIA_MISMATCH : Outcome.FAILED,
                    new Cause(status, 0, "the trunk did not take the agent's session"), false), NO_AGENT);
        } else if (status == 408 || status == 481) {
            end(new Result(stage == Stage.JOINED ? Outcome.COMPLETED : Outcome.FAILED,
                    new Cause(status, 0, "a side did not answer any more"), false), null);
        } else if (waiting != null && waiting.isOf(other(leg))) {
            relayed = null;
            waiting.refuse(488);
        }
    }

    @Override
    public void offered(Leg leg, Offer offer) {
        Leg other = other(leg);
        if (stage != Stage.JOINED || relayed != null || other.isChanging()) {
            offer.refuse(491);
        } else {
            relayed = offer;
            echoes = 0;
            other.offer(offer.description());
        }
    }

    @Override
    public void changed(Leg leg, Sdp description) {
        if (stage == Stage.JOINED) {
            other(leg).offer(description);
        }
    }

    private Leg other(Leg leg) {
        return leg == trunk ? agent : trunk;
    }

    // How it ends.

    /** Another trunk may ring the phone now: what of this one is still on its way shall not arrive. */
    private void heardNothing() {
        trunk.withdraw();
        end(new Result(Outcome.TRUNK_UNREACHABLE,
                new Cause(0, 0, "no answer to the INVITE within " + order.limits().silence().toSeconds()
                        + " s"),
                true), null);
    }

    @Override
    public void over(Leg leg, LegEnd end) {
        if (stage == Stage.ENDING) {
            finish();
        } else if (stage != Stage.OVER) {
            end(leg == trunk ? trunkOver(end) : agentOver(end),
                    leg == agent && stage != Stage.JOINED ? NO_AGENT : null);
        }
    }

    private Result trunkOver(LegEnd end) {
        return switch (stage) {
            case NEW, PLACED -> Result.unanswered(end, heard, rang);
            case ANSWERED, JOINING -> Result.of(
                    end.kind() == LegEnd.Kind.HUNG_UP ? Outcome.ABANDONED : Outcome.FAILED, end);
            case JOINED, ENDING, OVER -> Result.of(Outcome.COMPLETED, end);
        };
    }

    private Result agentOver(LegEnd end) {
        return Result.of(stage == Stage.JOINED ? Outcome.COMPLETED : Outcome.AGENT_FAILED, end);
    }

    /** The first word holds: what ends after it ends by it. */
    private void end(Result how, @Nullable String reason) {
        if (stage == Stage.ENDING || stage == Stage.OVER) {
            return;
        }
        stage = Stage.ENDING;
        result = how;
        endedAt = now();
        relayed = null;
        silence.clear();
        deadline.clear();
        agent.hangUp(reason);
        trunk.hangUp(reason);
        finish();
    }

    /**
     * A trunk that never spoke is not waited for, nor an agent for long: should they speak after all, their
     * legs end what they begin.
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
        if (agent.isOver() || agentLetGo) {
            stage = Stage.OVER;
            deadline.clear();
            watch.ended(at, how);
        } else {
            deadline.set(AGENT_FAREWELL, this::letAgentGo);
        }
    }

    private void letAgentGo() {
        agentLetGo = true;
        finish();
    }

    /** Whether both its sides have ended. */
    public boolean isOver() {
        return stage == Stage.OVER;
    }
}
