package dev.carillon.carrier.sip.transaction;

/** Where a transaction stands, by the RFC's names; each machine uses some of them. */
enum State {
    CALLING, TRYING, PROCEEDING, ACCEPTED, COMPLETED, CONFIRMED, TERMINATED
}
