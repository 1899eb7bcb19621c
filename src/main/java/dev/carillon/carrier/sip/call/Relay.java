package dev.carillon.carrier.sip.call;

import java.util.Optional;

import org.jspecify.annotations.Nullable;

import dev.carillon.carrier.sip.dialog.Leg;
import dev.carillon.carrier.sip.dialog.Offer;
import dev.carillon.carrier.sip.message.Sdp;

/**
 * Hands changes of the session from one side of a joined call to the other, one at a time, and what the other
 * says to them back. For the owner's queue only.
 */
final class Relay {

    /** How often answers that nobody asked for are handed on before both sides are taken to agree. */
    private static final int MOST_ECHOES = 2;

    private @Nullable Offer relayed;
    private int echoes;

    /** One side wants the session changed. */
    void offered(Offer offer, Leg other) {
        if (relayed != null || other.isChanging()) {
            offer.refuse(491);
        } else {
            relayed = offer;
            echoes = 0;
            other.offer(offer.description());
        }
    }

    /**
     * One side has taken what it was asked to.
     *
     * @param changed whether who sends to it must hear of its answer, though nobody has asked
     */
    void agreed(Optional<Sdp> answer, boolean changed, Leg other) {
        Offer waiting = relayed;
        if (waiting != null && waiting.isOf(other)) {
            relayed = null;
            answer.ifPresentOrElse(waiting::accept, () -> waiting.refuse(488));
        } else if (changed && echoes < MOST_ECHOES) {
            echoes++;
            answer.ifPresent(other::offer);
        }
    }

    /** One side has not taken it. */
    void disagreed(Leg other) {
        Offer waiting = relayed;
        if (waiting != null && waiting.isOf(other)) {
            relayed = null;
            waiting.refuse(488);
        }
    }

    /** The call ends: each leg tells who waits for it. */
    void end() {
        relayed = null;
    }
}
