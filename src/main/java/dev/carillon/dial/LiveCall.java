package dev.carillon.dial;

import java.time.Instant;
import java.util.EnumSet;
import java.util.Objects;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import dev.carillon.base.Ids.CallKey;
import dev.carillon.call.Again;
import dev.carillon.call.AttemptState;
import dev.carillon.call.BatchCall;
import dev.carillon.call.CarrierEvent;
import dev.carillon.call.Cause;
import dev.carillon.call.Outcome;
import dev.carillon.call.Task;
import dev.carillon.call.Trunk;
import dev.carillon.dial.AttemptChange.End;
import dev.carillon.dial.AttemptChange.Next;

/**
 * One open attempt of this node, from its commit until its slots are free. Not thread-safe: the dial thread's
 * own.
 */
final class LiveCall {

    /** Why we hung up; what the carrier then calls cancelled gets its outcome from it. */
    enum HangUp {
        RING_TIMEOUT, AGENT_TIMEOUT, LONGEST_CALL, CANCEL, ASKED, RESTART;

        /** What is noted of a call that ended by it; null: nothing. */
        private @Nullable String note() {
            return switch (this) {
                case LONGEST_CALL -> "call_limit";
                case ASKED -> "hang_up";
                case RESTART -> "its node was started again, and its carrier said no more";
                case RING_TIMEOUT, AGENT_TIMEOUT, CANCEL -> null;
            };
        }
    }

    /** Stands for what is in the ledger by now, which is long and is not needed here. */
    private static final String KEPT = "";

    private static final Set<Outcome> AFTER_AN_ANSWER = EnumSet.of(Outcome.COMPLETED, Outcome.VOICEMAIL,
            Outcome.ABANDONED, Outcome.AGENT_FAILED);

    private Claim.Decision.Open open;
    private AttemptState state = AttemptState.PLACING;
    private @Nullable Start start;
    private @Nullable Instant ringingAt;
    private @Nullable Instant answeredAt;
    private @Nullable Instant joinedAt;
    private @Nullable End end;
    private @Nullable HangUp hangUp;
    /** Its carrier ends it without our word, unless it is joined. */
    private boolean endsByRestart;
    private Instant deadline;
    private @Nullable String resume;
    private boolean lost;
    private boolean endTold;
    private int placements = 1;
    /** The last word on the placement before, or on this one when it asks for another. */
    private @Nullable CarrierEvent failed;
    private boolean asksForAnother;

    LiveCall(Claim.Decision.Open open, DialSettings settings) {
        this.open = open;
        this.deadline = open.placeBy().plus(settings.ringTimeout());
    }

    /**
     * One that an earlier process of this node had open: a joined one goes on, any other is being ended. Of
     * one that is lost in the ledger only the end of its slots is still to be heard.
     */
    LiveCall(Resumed before, DialSettings settings, Instant now) {
        this.open = before.open();
        this.state = before.state();
        this.ringingAt = before.ringingAt();
        this.answeredAt = before.answeredAt();
        this.joinedAt = before.joinedAt();
        this.resume = before.resume() == null ? null : KEPT;
        this.placements = before.placements();
        this.deadline = open.lastDeadline();
        if (before.lost()) {
            lose(now);
            this.endTold = true;
        } else if (state == AttemptState.JOINED && answeredAt != null) {
            this.deadline = answeredAt.plus(settings.longestCall());
        } else {
            this.hangUp = before.asked().hangUp();
            this.endsByRestart = true;
            this.deadline = now.plus(settings.confirmation());
        }
    }

    CallKey key() {
        return open.candidate().task().call();
    }

    BatchCall batch() {
        return open.candidate().batch();
    }

    Task task() {
        return open.candidate().task();
    }

    Claim.Decision.Open open() {
        return open;
    }

    Trunk trunk() {
        return Objects.requireNonNull(batch().trunk());
    }

    AttemptState state() {
        return state;
    }

    @Nullable End end() {
        return end;
    }

    /** How often it has been placed, or is about to be. */
    int placements() {
        return placements;
    }

    @Nullable HangUp hangUp() {
        return hangUp;
    }

    Instant deadline() {
        return deadline;
    }

    /** It is on its way to its carrier. */
    void start(Start start) {
        this.start = start;
    }

    /** Whether this is the word of a placement that another one has followed. */
    boolean isOver(@Nullable Start placement) {
        return placement != null && placement != start;
    }

    /** Whether it is not placed after all; false when the carrier has heard of it. */
    boolean giveUp() {
        return start != null && start.giveUp();
    }

    /** Whether a later process of this node can go on with it. */
    boolean outlives() {
        return state == AttemptState.JOINED && resume != null && hangUp == null;
    }

    /** Whether something is to be kept of it for a later process of this node that is not yet. */
    boolean hasToKeep() {
        return resume != null && !resume.equals(KEPT);
    }

    /** What was handed over is in the ledger. */
    void kept(@Nullable String handedOver) {
        if (handedOver != null && handedOver.equals(resume)) {
            resume = KEPT;
        }
    }

    /** Takes the carrier's word; false when it is late and changes nothing. */
    boolean told(CarrierEvent event, DialSettings settings) {
        if (event.outcome() == Outcome.LOST) {
            return unknown(event);
        }
        if (end != null) {
            return confirmed(event);
        }
        AttemptState next = state.after(event.kind());
        if (asksForAnother) {
            return false;
        }
        if (next == state) {
            return next == AttemptState.of(event.kind()) && keeps(event);
        }
        if (mayGoOnAfter(event)) {
            failed = event;
            asksForAnother = true;
            return false;
        }
        keeps(event);
        switch (next) {
            case RINGING -> ringingAt = event.at();
            case ANSWERED -> {
                answeredAt = event.at();
                deadline(event.until() == null ? event.at().plus(settings.agentSetup()) : event.until());
            }
            case JOINED -> {
                joinedAt = event.at();
                answeredAt = answeredAt == null ? event.at() : answeredAt;
                hangUp = endsByRestart ? null : hangUp; // its agent was there all the same
                endsByRestart = false;
                deadline(answeredAt.plus(settings.longestCall()));
            }
            case ENDED -> ended(event);
            case PLACING -> throw new IllegalStateException("no event leads back to placing");
        }
        state = next;
        return true;
    }

    /** Whether the word brings something to keep that is new. */
    private boolean keeps(CarrierEvent event) {
        boolean news = event.resume() != null && !event.resume().equals(resume);
        resume = news ? event.resume() : resume;
        return news;
    }

    /** Its carrier itself does not know what has become of it, which confirms nothing. */
    private boolean unknown(CarrierEvent event) {
        if (end == null) {
            lose(event.at());
            Cause why = event.cause();
            end = why == null || end == null ? end : end.because(why);
            return true;
        }
        return false;
    }

    /**
     * Only before anything has rung, or a phone would ring twice; and whoever is to be hung up does not begin
     * anew.
     */
    private boolean mayGoOnAfter(CarrierEvent event) {
        return event.again() == Again.OTHER_TRUNK && event.outcome() != null
                && event.outcome().mayTakeAnotherTrunk() && state == AttemptState.PLACING && hangUp == null
                && placements < Placement.MOST && !isUnknownAgain(event)
                && trunk().kind() != Trunk.Kind.SANDBOX;
    }

    /** That a trunk has no route to a number is doubted once. */
    private boolean isUnknownAgain(CarrierEvent event) {
        return event.outcome() == Outcome.INVALID_NUMBER && failed != null
                && failed.outcome() == Outcome.INVALID_NUMBER;
    }

    /** Whether its trunk has failed it and it waits for another. */
    boolean asksForAnother() {
        return asksForAnother;
    }

    /** How its trunk failed it. */
    Placement.Failed failed() {
        CarrierEvent last = Objects.requireNonNull(failed);
        return new Placement.Failed(key(), batch().organizationId(), task().toNumber(), last.at(),
                Objects.requireNonNull(last.outcome()), last.cause());
    }

    /** It goes on over another trunk. */
    void goesOn(Placement placement, DialSettings settings) {
        Claim.Candidate before = open.candidate();
        open = new Claim.Decision.Open(
                new Claim.Candidate(placement.batch(), before.task(), before.fromDue(), before.line()),
                open.zones(), placement.placeAt(), placement.placeBy(), placement.lastDeadline());
        deadline = placement.placeBy().plus(settings.ringTimeout());
        asksForAnother = false;
        resume = null;
        placements++;
    }

    /** There is no other trunk for it: it ends as its carrier said. */
    void endsAsTold() {
        asksForAnother = false;
        ended(Objects.requireNonNull(failed));
        state = AttemptState.ENDED;
    }

    /** We ask the carrier to hang up, and wait for its word until the given time. */
    void hangUp(HangUp why, Instant until) {
        hangUp = why;
        deadline = until;
    }

    /** The carrier did not confirm the end in time: the call's fate is unknown, its slots stay taken. */
    void lose(Instant at) {
        lost = true;
        state = AttemptState.ENDED;
        String note = endsByRestart ? HangUp.RESTART.note() : null;
        end = new End(Outcome.LOST, note, at, next(Outcome.LOST, open.lastDeadline()), false);
        deadline = open.lastDeadline();
    }

    /** Whether it was given up, be its end confirmed by now or not. */
    boolean lost() {
        return lost;
    }

    /** Whether it is over and holds no slot any more. */
    boolean gone() {
        return end != null && end.slotsFree();
    }

    /** Whether nobody asked before, since there is an end. */
    boolean endIsNew() {
        boolean first = !endTold;
        endTold = true;
        return first;
    }

    /** What is to be recorded: everything that was told so far. */
    AttemptChange change() {
        return new AttemptChange(key(), batch().organizationId(), batch().fromNumber(), task().toNumber(),
                state, ringingAt, answeredAt, joinedAt, end, end == null && !hasToKeep() ? null : resume);
    }

    private void deadline(Instant at) {
        if (hangUp == null) {
            deadline = at;
        }
    }

    /** After it was given up as lost, the carrier tells its end after all: only the slots are freed. */
    private boolean confirmed(CarrierEvent event) {
        if (event.kind() != CarrierEvent.Kind.ENDED || end == null || end.slotsFree()) {
            return false;
        }
        end = end.confirmed();
        return true;
    }

    private void ended(CarrierEvent told) {
        CarrierEvent event = told;
        Outcome outcome = told.outcome() == null ? Outcome.FAILED : told.outcome();
        String note = told.note();
        if (hangUp != null && endsBy(hangUp, outcome)) {
            outcome = hungUp(hangUp);
            note = hangUp.note() == null || hangUp == HangUp.RESTART ? note : hangUp.note();
        } else if (outcome == Outcome.NOT_PLACED && failed != null) {
            // Its carrier before had heard of it: it costs budget, and ends as that one said (law: Budget).
            event = failed.toldAt(told.at());
            outcome = Objects.requireNonNull(failed.outcome());
            note = failed.note();
        }
        if (outcome == Outcome.NOT_PLACED && state != AttemptState.PLACING) {
            outcome = Outcome.FAILED; // it rang: it costs budget, whatever the carrier calls it (law: Budget)
        }
        Instant at = event.at();
        jumpedOver(outcome, at);
        end = new End(outcome, note, event.cause(), at, next(outcome, at), true,
                () -> next(Outcome.VOICEMAIL, at));
    }

    /**
     * Whoever asked for the end of a call that had not been placed yet did not ask for another attempt at
     * once. A carrier that ended it because of a restart has not heard who asked for that before.
     */
    private boolean endsBy(HangUp why, Outcome told) {
        return told == Outcome.CANCELLED || (told == Outcome.NOT_PLACED && why == HangUp.ASKED)
                || (told == Outcome.NO_ANSWER && endsByRestart && why != HangUp.RESTART);
    }

    /**
     * By how far it had come when our word reached the carrier, which may be further than when we gave it.
     */
    private Outcome hungUp(HangUp why) {
        return switch (why) {
            case CANCEL -> Outcome.CANCELLED;
            case LONGEST_CALL -> Outcome.COMPLETED;
            case ASKED -> state == AttemptState.JOINED ? Outcome.COMPLETED : Outcome.CANCELLED;
            case RING_TIMEOUT, AGENT_TIMEOUT, RESTART -> switch (state) {
                case PLACING, RINGING -> Outcome.NO_ANSWER;
                case ANSWERED -> why == HangUp.AGENT_TIMEOUT ? Outcome.AGENT_FAILED : Outcome.ABANDONED;
                case JOINED, ENDED -> Outcome.FAILED;
            };
        };
    }

    /** Whoever completed was answered and joined, also when nobody said so (law: Ledger). */
    private void jumpedOver(Outcome outcome, Instant at) {
        if (answeredAt == null && AFTER_AN_ANSWER.contains(outcome)) {
            answeredAt = at;
        }
        if (joinedAt == null && outcome == Outcome.COMPLETED) {
            joinedAt = at;
        }
    }

    private Next next(Outcome outcome, Instant at) {
        return Retries.after(outcome, at, batch(), new Retries.Tried(task().callee(), task().timezone(),
                task().spent(), task().budget()));
    }

    /** How long after its opening every word about it may still come. */
    static Instant lastDeadline(Instant placeBy, DialSettings settings) {
        return placeBy.plus(settings.whole());
    }
}
