package dev.carillon.carrier.sip.dialog;

import java.util.Optional;

import dev.carillon.carrier.sip.message.Sdp;

/** Whose leg it is. Called in the owner's queue, never twice at a time. */
public interface LegUser {

    /**
     * The other side has said something, be it that it works on the INVITE: told once, and first. A refusal
     * that is its only word is not told so.
     */
    void heard(Leg leg);

    /** It rings, or something is heard that is no answer yet: told once. */
    void ringing(Leg leg);

    /**
     * It was answered, and wants {@link Leg#acknowledge}: soon where the INVITE had a description, and within
     * 64·T1 in any case. One that is being hung up acknowledges itself after this.
     *
     * @param description the answer to ours, or an offer where we made none; empty where there is none that
     *                    can be read
     */
    void answered(Leg leg, Optional<Sdp> description);

    /**
     * Our {@link Leg#offer} was taken.
     *
     * @param answer  empty where there is none that can be read
     * @param changed whether who sends to the other side must hear of it
     */
    void agreed(Leg leg, Optional<Sdp> answer, boolean changed);

    /** It was not, and the session stands as before. 408 and 481: it may be that nobody is there any more. */
    void disagreed(Leg leg, int status);

    /** The other side wants the session changed, and waits. */
    void offered(Leg leg, Offer offer);

    /**
     * What the other side describes holds, though nobody has asked: it has answered an offer that repeated
     * ours with something new, or has taken back what it wanted.
     */
    void changed(Leg leg, Sdp description);

    /**
     * It is up as before, but where the other side is reached may have changed, or who owes signs of life:
     * what was taken of {@link Leg#state} may be out of date.
     */
    void renewed(Leg leg);

    /** It is over: the last word. Nothing is heard of it any more. */
    void over(Leg leg, LegEnd end);
}
