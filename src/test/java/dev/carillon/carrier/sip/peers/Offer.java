package dev.carillon.carrier.sip.peers;

/** Who describes the media first: we, held, or the carrier. */
enum Offer {
    EARLY, LATE
}
