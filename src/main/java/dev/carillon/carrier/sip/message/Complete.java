package dev.carillon.carrier.sip.message;

/** What every message must have, each in its form. */
final class Complete {

    private Complete() {
    }

    static void check(SipMessage message) {
        message.vias();
        message.from().tag();
        message.to().tag();
        message.callId();
        message.cseq();
        message.contacts();
        message.recordRoutes();
        message.routes();
    }
}
