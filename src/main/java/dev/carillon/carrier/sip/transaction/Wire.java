package dev.carillon.carrier.sip.transaction;

import java.util.function.Consumer;

import dev.carillon.carrier.sip.message.SipMessage;
import dev.carillon.carrier.sip.message.Via;

/** The network, as the transactions need it. */
public interface Wire {

    /**
     * How a request to there names its sender: transport and sent-by, {@code rport} where answers may come
     * from elsewhere, {@code alias} where the connection may be used the other way; no branch.
     */
    Via via(Hop to);

    /**
     * Sends, or lets it be lost. Never blocks and never throws: the message waits elsewhere for a name to be
     * resolved or a connection to be made.
     *
     * @param failed is told why, at most once, later and on any thread, when it is known that the message did
     *               not go; over a reliable transport it is always told
     */
    void send(SipMessage message, Hop to, Consumer<String> failed);
}
