package dev.carillon.carrier.sip.transaction;

/** Who wants an INVITE stopped that an earlier process of ours may have sent. */
public interface Stopping {

    /** What becomes of the INVITE, as if we had sent it. */
    void invite(ClientEvent event);

    /**
     * What becomes of the CANCEL. It says little: whoever answers it 200 may have ended the INVITE before.
     */
    void cancel(ClientEvent event);
}
