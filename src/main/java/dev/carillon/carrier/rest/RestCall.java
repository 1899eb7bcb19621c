package dev.carillon.carrier.rest;

import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

import dev.carillon.base.Timeline;
import dev.carillon.call.Again;
import dev.carillon.call.AttemptState;
import dev.carillon.call.CarrierEvent;
import dev.carillon.call.CarrierEvent.Kind;
import dev.carillon.call.CarrierWord;
import dev.carillon.call.CarrierWord.Leg;
import dev.carillon.call.CarrierWord.Status;
import dev.carillon.call.Cause;
import dev.carillon.call.Outcome;

/**
 * One call from its order to its end: what the carrier's words and answers say of it is told on, each step
 * once and in order. Nothing is guessed: a call of which no word comes never ends here. Thread-safe.
 */
final class RestCall {

    /** So long words of the agent's leg may still be on their way when the called party's has ended. */
    static final Duration GRACE = Duration.ofMillis(1_500);

    private final RestOrder order;
    private final Consumer<CarrierEvent> sink;
    private final Timeline timeline;
    private final Consumer<RestCall> over;
    private final Course course = new Course();
    private State state = State.WAITING;
    private boolean hangUp;
    private boolean hungUp;
    private boolean asked;
    private boolean adopting;
    private @Nullable Kind furthest;
    private @Nullable String carrierId;
    private Timeline.@Nullable Wake settling;
    private Timeline.@Nullable Wake forgetting;
    private Timeline.@Nullable Wake asking;

    private enum State {
        WAITING, ORDERED, OVER
    }

    /** What is to be asked of the carrier. */
    record Ending(RestOrder order, String carrierId, boolean answered) {
    }

    /** @param over told when it is over, before the sink is: the same attempt may come anew at once */
    RestCall(RestOrder order, Consumer<CarrierEvent> sink, Timeline timeline, Consumer<RestCall> over) {
        this.order = order;
        this.sink = sink;
        this.timeline = timeline;
        this.over = over;
    }

    RestOrder order() {
        return order;
    }

    synchronized boolean isOver() {
        return state == State.OVER;
    }

    /** A process before this one has placed it, and has recorded how far it came; its carrier calls it so. */
    synchronized void goOnFrom(AttemptState before, String id) {
        state = State.ORDERED;
        adopting = true;
        carrierId = id;
        course.goOnFrom(before);
        course.steps().forEach(step -> furthest = step);
    }

    /** Its carrier has been asked how far it is, and to end it unless it goes on. */
    synchronized void isAdopted() {
        adopting = false;
    }

    synchronized boolean isBeingAdopted() {
        return adopting;
    }

    /** What its carrier calls it, if it lives and that is known. */
    synchronized Optional<String> carrierId() {
        return state == State.OVER ? Optional.empty() : Optional.ofNullable(carrierId);
    }

    synchronized boolean isJoined() {
        return course.isJoined();
    }

    /** The order goes out; false when the call was hung up before. */
    synchronized boolean begin() {
        if (state != State.WAITING) {
            return false;
        }
        state = State.ORDERED;
        return true;
    }

    /** The carrier has refused it, or was not reached: there is no call, and another trunk may place it. */
    synchronized void refused(Outcome outcome, String words) {
        end(new Course.End(outcome, 0, outcome == Outcome.NOT_PLACED ? null : words),
                RestOutcomes.afterRefusal(outcome));
    }

    /** Takes a word of the carrier; one that came before or says nothing new changes nothing. */
    synchronized void hear(CarrierWord word) {
        if (state == State.OVER) {
            return;
        }
        if (word.leg() == Leg.CALLED) {
            carrierId = word.carrierId();
        }
        course.take(word);
        goOn(false);
    }

    /** An answer that tells how far the call is, is a word like any other; true when that is over. */
    boolean hear(RestAnswer answer) {
        return hear(Leg.CALLED, answer);
    }

    /** The same of one leg. */
    boolean hear(Leg leg, RestAnswer answer) {
        Status status = answer.callStatus().orElse(Status.QUEUED);
        answer.carrierId().ifPresent(
                id -> hear(new CarrierWord(0, order.plan().call(), leg, status, id, 0, 0, timeline.now())));
        return status.ends();
    }

    /** It ends because we have asked for that. */
    synchronized void hungUp() {
        hungUp = true;
        goOn(false);
    }

    /** Wants its end; one that has not been ordered is over at once. */
    synchronized void hangUp() {
        hangUp = true;
        if (state == State.WAITING) {
            end(new Course.End(Outcome.CANCELLED, 0, null), Again.NO);
        }
    }

    /**
     * What is to be asked of the carrier when the end is wanted, the call lives, and its id is known; told to
     * one at a time.
     */
    synchronized Optional<Ending> ending() {
        if (!hangUp || hungUp || asked || state != State.ORDERED || carrierId == null) {
            return Optional.empty();
        }
        asked = true;
        return Optional.of(new Ending(order, carrierId, course.isAnswered()));
    }

    /** Whoever asked the carrier has done so; when that was in vain, the next word brings another. */
    synchronized void endingIsDone() {
        asked = false;
        goOn(false);
    }

    /** It is forgotten by that, unless it ends before. */
    synchronized void lasts(Timeline.Wake wake) {
        forgetting = wake;
        if (state == State.OVER) {
            wake.cancel();
        }
    }

    /** Its carrier is asked about it then, unless it ends before. */
    synchronized void isAskedAboutAt(Timeline.Wake wake) {
        asking = wake;
        if (state == State.OVER) {
            wake.cancel();
        }
    }

    /** It says no more. */
    synchronized void forget() {
        state = State.OVER;
        for (Timeline.Wake wake : Arrays.asList(settling, forgetting, asking)) {
            if (wake != null) {
                wake.cancel();
            }
        }
    }

    private synchronized void settle() {
        if (state != State.OVER) {
            goOn(true);
        }
    }

    private void goOn(boolean waited) {
        if (state == State.OVER) {
            return;
        }
        course.steps().forEach(this::tell);
        if (hungUp && course.isOver()) {
            end(new Course.End(Outcome.CANCELLED, 0, null), Again.NO);
            return;
        }
        // The answer that is on its way to us says whether it ended by us; a callback may overtake it.
        if (!asked || waited) {
            // That it has rung may be a word that is still on its way: no other trunk rings it again.
            course.end(order.plan().longestCall(), waited).ifPresent(end -> end(end, Again.NO));
        }
        if (course.isOver() && state != State.OVER && settling == null) {
            settling = timeline.wakeAt(timeline.now().plus(GRACE), this::settle);
        }
    }

    /** A step before one that was told is told no more. */
    private void tell(Kind step) {
        if (furthest == null || step.compareTo(furthest) > 0) {
            furthest = step;
            CarrierEvent told = CarrierEvent.of(order.plan().call(), step, timeline.now());
            sink.accept(step == Kind.JOINED ? told.resumableBy(carrierId) : told);
        }
    }

    private void end(Course.End end, Again again) {
        if (state == State.OVER) {
            return;
        }
        forget();
        over.accept(this);
        Cause cause = end.sip() == 0 ? null : new Cause(end.sip(), 0, "");
        sink.accept(CarrierEvent.ended(order.plan().call(), timeline.now(), end.outcome(), cause, again)
                .noted(end.note()));
    }
}
