package dev.carillon.carrier.sip.transaction;

import dev.carillon.carrier.sip.message.SipResponse;

/**
 * What became of a request. Any number of provisional answers, then one end: a final answer, {@link TimedOut}
 * or {@link NotSent}. Only an INVITE that was answered 2xx hears more: that 2xx again, and those of other
 * branches of a fork; each wants its ACK.
 */
public sealed interface ClientEvent {

    /**
     * An answer, provisional or final. Its one Via, From, To, Call-ID and CSeq can be read; of the rest
     * nothing is promised.
     */
    record Answered(SipResponse response) implements ClientEvent {
    }

    /**
     * No final answer came within the RFC's time: to be taken as a 408 (RFC 3261 §8.1.3.1). The other side
     * may have acted on the request.
     */
    record TimedOut() implements ClientEvent {
    }

    /** The request did not reach the next hop: to be taken as a 503 (RFC 3261 §8.1.3.1). */
    record NotSent(String why) implements ClientEvent {
    }
}
