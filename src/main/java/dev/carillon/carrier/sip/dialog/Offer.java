package dev.carillon.carrier.sip.dialog;

import dev.carillon.carrier.sip.message.Answer;
import dev.carillon.carrier.sip.message.Sdp;
import dev.carillon.carrier.sip.message.SipRequest;
import dev.carillon.carrier.sip.message.SipResponse;
import dev.carillon.carrier.sip.transaction.ServerTransaction;

/**
 * The other side's wish to change the session: to be accepted or refused, once; the second word does nothing.
 * For the owner's queue only.
 */
public final class Offer {

    private final Leg leg;
    private final Offers home;
    private final SipRequest request;
    private final ServerTransaction transaction;
    private final Sdp description;
    private boolean over;

    Offer(Offers home, Leg leg, SipRequest request, ServerTransaction transaction) {
        this.home = home;
        this.leg = leg;
        this.request = request;
        this.transaction = transaction;
        this.description = Descriptions.in(request).orElseThrow();
    }

    public Sdp description() {
        return description;
    }

    /** Whether this side of a call has made it. */
    public boolean isOf(Leg side) {
        return leg == side;
    }

    /** The session is as both say from now on; or as before, if the other side has taken it back. */
    public void accept(Sdp answer) {
        if (!over && !transaction.waits()) {
            over = true;
            home.withdrawn(this);
        } else if (!over) {
            over = true;
            home.done(this);
            leg.dialog().learnTarget(request);
            Sdp owned = leg.descriptions().own(answer);
            leg.descriptions().hear(description);
            leg.descriptions().agree();
            SipResponse ok = Answer.to(request, 200).with(Sdp.TYPE, owned.body());
            home.accepted(request, transaction, ok);
        }
    }

    /** The session stays as it is. */
    public void refuse(int status) {
        if (!over) {
            over = true;
            transaction.answer(Answer.to(request, status));
            home.refused(this);
        }
    }
}
