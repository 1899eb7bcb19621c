package dev.carillon.carrier.sip.transport;

import dev.carillon.carrier.sip.message.SipMessage;
import dev.carillon.carrier.sip.message.SipRequest;
import dev.carillon.carrier.sip.message.SipResponse;
import dev.carillon.carrier.sip.transaction.Hop;

/** A message that was heard, and where it came from. */
record Letter(SipMessage message, Hop from) {

    SipRequest request() {
        return (SipRequest) message;
    }

    /** Its method, or its status. */
    String word() {
        return switch (message) {
            case SipRequest request -> request.method();
            case SipResponse response -> Integer.toString(response.status());
        };
    }
}
