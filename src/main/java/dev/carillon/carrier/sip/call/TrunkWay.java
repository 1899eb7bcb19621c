package dev.carillon.carrier.sip.call;

import dev.carillon.carrier.sip.transaction.Hop;

/** Hears whether anybody is where the trunk was invited. Called in the owner's queue. */
public interface TrunkWay {

    /** Somebody there has spoken. */
    void speaks(Hop hop);

    /** Nobody there has answered the INVITE. */
    void isSilent(Hop hop);
}
