package dev.carillon.carrier.sip.transport;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import dev.carillon.carrier.sip.message.SipMessage;
import dev.carillon.carrier.sip.transaction.Hop;

/** Hands on what was heard; whatever goes wrong there, who reads goes on reading. Thread-safe. */
final class Ear {

    private static final Logger LOG = LoggerFactory.getLogger(Ear.class);

    private final Tally tally;
    private final SipTransport.Heard heard;

    Ear(Tally tally, SipTransport.Heard heard) {
        this.tally = tally;
        this.heard = heard;
    }

    void hear(SipMessage message, Hop from) {
        tally.in.increment();
        try {
            heard.heard(message, from);
        } catch (RuntimeException | StackOverflowError e) {
            LOG.error("a SIP message from {} could not be dealt with", from.host(), e);
        }
    }
}
