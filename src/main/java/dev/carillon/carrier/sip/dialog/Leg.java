package dev.carillon.carrier.sip.dialog;

import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.LongFunction;

import org.jspecify.annotations.Nullable;

import dev.carillon.carrier.sip.message.HeaderName;
import dev.carillon.carrier.sip.message.HeldSdp;
import dev.carillon.carrier.sip.message.Origin;
import dev.carillon.carrier.sip.message.Sdp;
import dev.carillon.carrier.sip.message.SipRequest;
import dev.carillon.carrier.sip.message.SipResponse;
import dev.carillon.carrier.sip.message.SipSyntax;
import dev.carillon.carrier.sip.transaction.Hop;
import dev.carillon.carrier.sip.transaction.ServerTransaction;

/**
 * One dialog of ours, from its INVITE to its end, told to its user. Whatever its state, {@link #hangUp} ends
 * it by what fits: CANCEL, BYE, or ACK and BYE when an answer has crossed the CANCEL. For the owner's queue
 * only.
 */
public final class Leg {

    /** A port that is real and that nobody reads: what is held has no audio (RFC 863). */
    private static final int UNREAD_PORT = 9;

    private enum State {
        NEW, CALLING, ANSWERED, CONFIRMED, ENDING, OVER
    }

    /** What makes one leg another; {@code branches} are those of its INVITE, by the number. */
    record Setup(Invitation invitation, Dialog dialog, Origin origin, LongFunction<String> branches) {
    }

    private final Legs home;
    private final LegUser user;
    private final Invitation invitation;
    private final Dialog dialog;
    private final Descriptions descriptions;
    private final OurRequests ours;
    private final Inviting inviting;
    private final Reoffer reoffer;
    private final Offers offers;
    private final TheirRequests theirs;
    private final SessionTimer session;
    private State state = State.NEW;
    private @Nullable String wanted;
    private @Nullable Sdp unacknowledged;
    private boolean answers;
    private boolean heard;
    private boolean rang;

    Leg(Legs home, Setup setup, LegUser user) {
        this.home = home;
        this.user = user;
        this.invitation = setup.invitation();
        this.dialog = setup.dialog();
        this.descriptions = new Descriptions(setup.origin());
        this.ours = new OurRequests(this);
        this.inviting = new Inviting(this, setup.branches());
        this.reoffer = new Reoffer(this);
        this.offers = new Offers(this);
        this.theirs = new TheirRequests(this, offers);
        this.session = new SessionTimer(this);
    }

    /**
     * Sends the INVITE with this description, the first of its version, or without one.
     *
     * @param mayStill asked again before it goes to another hop
     */
    public void invite(@Nullable Sdp offer, BooleanSupplier mayStill) {
        if (state == State.NEW) {
            state = State.CALLING;
            home.add(this);
            try {
                inviting.begin(offer == null ? null : descriptions.own(offer), mayStill);
            } catch (SipSyntax e) {
                end(LegEnd.notBegun("it cannot be said in SIP: " + e.getMessage()));
            }
        }
    }

    /** The same with a description that nobody sends audio to: {@code inactive}. */
    public void inviteHeld(BooleanSupplier mayStill) {
        invite(HeldSdp.offer(descriptions.origin(), UNREAD_PORT), mayStill);
    }

    /**
     * Ends what an earlier process of ours may have begun under the names of this leg, whatever has become of
     * it: asks to stop it, and hangs up whoever has answered.
     *
     * @param offered whether its INVITE had a description
     */
    public void cancelEarlier(boolean offered) {
        if (state == State.NEW) {
            state = State.CALLING;
            wanted = "";
            home.add(this);
            new EarlierInvites(this, inviting).cancel(offered);
        }
    }

    /** Goes on where an earlier process of ours has left it. */
    void resume(LegState before, long unused) {
        state = before.acknowledged() ? State.CONFIRMED : State.ANSWERED;
        answers = before.answers();
        dialog.countFrom(unused);
        descriptions.resume(before.said(), unused);
        unacknowledged = answers ? descriptions.theirs() : null;
        inviting.resume(before.invited());
        session.resume(before.refresh());
    }

    /** All that a later process needs to go on with it, from its answer on. */
    public LegState state() {
        return new LegState(dialog.callId(), dialog.local(), dialog.remote(), dialog.target(),
                dialog.routes(), LegState.Way.of(inviting.hop()), inviting.number(), dialog.sent(),
                state != State.ANSWERED, answers, descriptions.state(), session.state());
    }

    /** Asks the other side whether it is still there; one that is not is hung up. */
    public void probe() {
        session.probe();
    }

    /** Acknowledges the answer; the description is our answer where the INVITE had none. */
    public void acknowledge(@Nullable Sdp answer) {
        if (state == State.ANSWERED) {
            state = State.CONFIRMED;
            unacknowledged = null;
            inviting.acknowledge(answer == null ? null : descriptions.own(answer));
            descriptions.agree();
            inviting.accepted().ifPresent(session::begin);
        }
    }

    /**
     * Asks the other side to take this description instead: agreed or disagreed is told. One at a time: while
     * one is asked for, only the latest of those that come is kept for afterwards.
     */
    public void offer(Sdp description) {
        if (state == State.CONFIRMED) {
            reoffer.offer(description);
        }
    }

    /**
     * Ends it. Nothing when it ends already.
     *
     * @param reason the value of the Reason header (RFC 3326), or null
     */
    public void hangUp(@Nullable String reason) {
        switch (state) {
            case NEW -> end(LegEnd.of(LegEnd.Kind.NOT_BEGUN));
            case CALLING -> {
                wanted = reason == null ? "" : reason;
                inviting.cancel();
            }
            case ANSWERED -> {
                acknowledgeHeld();
                bye(reason);
            }
            case CONFIRMED -> bye(reason);
            case ENDING, OVER -> {
                // It is on its way out.
            }
        }
    }

    /** Ends one that has said nothing yet, and whose INVITE need not arrive any more. */
    public void withdraw() {
        if (state == State.CALLING && !heard) {
            inviting.withdraw();
        }
        hangUp(null);
    }

    public boolean isOver() {
        return state == State.OVER;
    }

    /** Whether it was answered and is not being ended. */
    public boolean isUp() {
        return state == State.ANSWERED || state == State.CONFIRMED;
    }

    /** What tells its messages from those of others. */
    public String callId() {
        return dialog.callId();
    }

    Legs home() {
        return home;
    }

    LegUser user() {
        return user;
    }

    Invitation invitation() {
        return invitation;
    }

    Dialog dialog() {
        return dialog;
    }

    Descriptions descriptions() {
        return descriptions;
    }

    SessionTimer session() {
        return session;
    }

    /** Whether a change is under way: one of ours without its answer, or one of theirs without its ACK. */
    public boolean isChanging() {
        return reoffer.isPending() || offers.isPending();
    }

    boolean isReoffering() {
        return reoffer.isOut();
    }

    boolean isOffered() {
        return offers.isPending();
    }

    /** The other side's change is done with: what waited for it may go. */
    void changed() {
        reoffer.goOn();
    }

    /** Where its INVITE went last, or would go. */
    public Hop invitedAt() {
        return inviting.hop();
    }

    /** Where its requests go from here. */
    Hop hop() {
        return dialog.hop(inviting.hop());
    }

    /** What we ask the other side. */
    OurRequests requests() {
        return ours;
    }

    /** An answer to an INVITE comes again after we have stopped to wait for it: its ACK was lost. */
    void strayed(SipResponse ok) {
        if ((isConfirmed() || isEnding()) && dialog.owns(ok)) {
            inviting.strayed(ok.cseq().number(), answers ? descriptions.agreed() : Optional.empty());
        }
    }

    boolean owns(SipRequest request) {
        return dialog.owns(request);
    }

    // What the INVITE brings.

    /** It has said something that is not its last word: somebody is there. */
    void spoken() {
        if (!heard) {
            heard = true;
            user.heard(this);
        }
    }

    void provisional(SipResponse response) {
        spoken();
        if (response.status() > 100 && !rang) {
            rang = true;
            user.ringing(this);
        }
    }

    /** @param offered whether our INVITE had a description */
    void accepted(SipResponse response, boolean offered) {
        state = State.ANSWERED;
        Optional<Sdp> description = Descriptions.in(response);
        description.ifPresent(descriptions::hear);
        answers = !offered;
        unacknowledged = offered ? null : description.orElse(null);
        user.answered(this, description);
        String reason = wanted;
        if (reason != null && state == State.ANSWERED) {
            acknowledgeHeld();
            bye(reason.isEmpty() ? null : reason);
        }
    }

    /** Whether it shall end, though its INVITE has no final answer yet. */
    boolean isUnwanted() {
        return wanted != null;
    }

    /** An offer must be answered though we do not want it: nobody will hear what is sent there. */
    private void acknowledgeHeld() {
        Sdp offer = unacknowledged;
        acknowledge(offer == null ? null : HeldSdp.answer(offer, descriptions.origin(), UNREAD_PORT));
    }

    private void bye(@Nullable String reason) {
        state = State.ENDING;
        offers.refuseAll();
        reoffer.end();
        session.end();
        try {
            SipRequest bye = ours.next("BYE");
            new Farewell(this).say(reason == null ? bye : bye.with(h -> h.add(HeaderName.REASON, reason)));
        } catch (SipSyntax e) {
            end(LegEnd.of(LegEnd.Kind.UNCONFIRMED)); // what the other side calls itself cannot be called
        }
    }

    /** Nobody is there any more, as far as can be seen: it is ended, and its user need not wait for that. */
    void giveUp(String reason) {
        hangUp(reason);
        user.disagreed(this, 408);
    }

    /** The other side is gone, or nobody can be reached: nothing more is said. */
    void end(LegEnd end) {
        if (state == State.OVER) {
            return;
        }
        state = State.OVER;
        offers.refuseAll();
        session.end();
        reoffer.end();
        home.remove(this);
        inviting.afterwards().ifPresent(reoffer::leaveTo);
        user.over(this, end);
    }

    // What the other side asks.

    void heard(SipRequest request, ServerTransaction transaction) {
        theirs.heard(request, transaction);
    }

    /** By the other side. */
    void hungUp(SipRequest bye) {
        if (state == State.ANSWERED) {
            acknowledgeHeld();
        }
        end(LegEnd.hungUp(bye));
    }

    boolean isEnding() {
        return state == State.ENDING;
    }

    /** Whether the session can be changed now: it is there, and stays. */
    boolean isConfirmed() {
        return state == State.CONFIRMED;
    }

    void acknowledged(SipRequest ack) {
        offers.acknowledged(ack);
    }
}
