package dev.carillon.carrier.sip.transaction;

/**
 * The timers by their letters in RFC 3261 and RFC 6026, three that the RFCs describe without a letter, and
 * one of ours.
 */
enum Timer {

    /** INVITE again; the INVITE fails; the client waits for finals that come again. */
    A(Event.TIMER_A), B(Event.TIMER_B), D(Event.TIMER_D),

    /** Any other request again; it fails; the client waits for finals that come again. */
    E(Event.TIMER_E), F(Event.TIMER_F), K(Event.TIMER_K),

    /** The INVITE's final again; no ACK came; the server waits for ACKs that come again. */
    G(Event.TIMER_G), H(Event.TIMER_H), I(Event.TIMER_I),

    /** The server waits for requests that come again. */
    J(Event.TIMER_J),

    /** Server and client of an INVITE answered 2xx: until its copies, and what forks answer, have come. */
    L(Event.TIMER_L), M(Event.TIMER_M),

    /** An INVITE is answered 100 unless its user says something in time (§17.2.1). */
    TRYING(Event.TIMER_TRYING),

    /** A cancelled INVITE whose final does not come is given up (§9.1). */
    CANCELLED(Event.TIMER_CANCELLED),

    /** The client of a request other than INVITE has given up, and its last copy is here (RFC 4320 §4). */
    UNANSWERED(Event.TIMER_UNANSWERED),

    /** The user has forgotten an INVITE: no RFC bounds how long it may ring, but nothing waits for ever. */
    FORGOTTEN(Event.TIMER_FORGOTTEN);

    private final Event fires;

    Timer(Event fires) {
        this.fires = fires;
    }

    Event fires() {
        return fires;
    }

    /** Whether it sends something again: the only timers that nobody starts where nothing is lost. */
    boolean repeats() {
        return this == A || this == E || this == G;
    }
}
