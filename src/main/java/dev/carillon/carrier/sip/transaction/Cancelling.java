package dev.carillon.carrier.sip.transaction;

import dev.carillon.carrier.sip.message.Answer;
import dev.carillon.carrier.sip.message.SipRequest;

/** Answers the CANCEL of an INVITE with the INVITE's tag, and tells its user, unless it is too late. */
record Cancelling(ServerTransaction invite, Requests user) implements Requests {

    @Override
    public void heard(SipRequest cancel, ServerTransaction transaction) {
        transaction.answer(Answer.to(cancel, 200, invite.tag()));
        if (invite.waits()) {
            user.cancelled(invite);
        }
    }

    @Override
    public void acknowledged(SipRequest ack) {
        // A CANCEL has no ACK.
    }

    @Override
    public void cancelled(ServerTransaction other) {
        // A CANCEL cannot be cancelled.
    }

    @Override
    public void failed(ServerTransaction transaction, String why) {
        // The client asks again, or gives up by itself.
    }
}
