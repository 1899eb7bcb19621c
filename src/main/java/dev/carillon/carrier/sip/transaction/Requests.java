package dev.carillon.carrier.sip.transaction;

import dev.carillon.carrier.sip.message.SipRequest;
import dev.carillon.carrier.sip.message.SipResponse;

/**
 * Who answers requests: the server's transaction user. Called in the owner's queue, never twice at a time.
 */
public interface Requests {

    /**
     * A request that is complete and was not heard before. Its latest Via says where it came from, so that
     * answers made of it go back there. An INVITE must be answered finally, within {@link Timers#forgotten};
     * others within 64·T1.
     */
    void heard(SipRequest request, ServerTransaction transaction);

    /**
     * The ACK of a 2xx. It may come more than once, and for no dialog at all: nothing answers an ACK.
     */
    void acknowledged(SipRequest ack);

    /** The client wants its INVITE cancelled, which has no final answer yet: it is to be answered 487. */
    void cancelled(ServerTransaction invite);

    /**
     * A 2xx of an INVITE that nobody waits for: of an earlier process of ours, or of long ago. It comes again
     * until its ACK is there.
     */
    default void strayed(SipResponse ok) {
        // Who has no dialogs knows of none.
    }

    /** An answer may not have arrived: it could not be sent, its ACK did not come, or it came too late. */
    void failed(ServerTransaction transaction, String why);
}
