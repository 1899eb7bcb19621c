package dev.carillon.carrier.sip.transport;

/** What the parts of one transport have in common. */
record Shared(SipListening listening, Tally tally, Allowed allowed, Ear ear, Names names) {
}
