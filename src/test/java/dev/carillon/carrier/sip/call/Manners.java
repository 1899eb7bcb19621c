package dev.carillon.carrier.sip.call;

import org.jspecify.annotations.Nullable;

import dev.carillon.carrier.sip.message.Header;

/**
 * How a simulated peer takes a call.
 *
 * @param tryingMillis until its 100; -1: none
 * @param ringMillis   until its 180; -1: none
 * @param finalMillis  until its final answer; -1: none
 * @param status       its final answer
 * @param said         a header of that, or null
 * @param byeMillis    from the ACK to its BYE; -1: it waits for ours
 * @param deafToCancel whether it says nothing to a CANCEL but the 200 of that
 * @param reinvite     its answer to a re-INVITE; 0: none
 * @param bye          its answer to a BYE; 0: none
 * @param holdMillis   from the ACK to a re-INVITE of its own; -1: none
 * @param challenge    401 or 407 before it takes anything; 0: none
 * @param sessionTimer whether it demands a session timer of 90 s that we refresh
 */
record Manners(int tryingMillis, int ringMillis, int finalMillis, int status, @Nullable Header said,
        int byeMillis, boolean deafToCancel, int reinvite, int bye, int holdMillis, int challenge,
        boolean sessionTimer) {

    /** Rings, answers after 2 s, and waits for our BYE. */
    static final Manners POLITE =
            new Manners(10, 100, 2_000, 200, null, -1, false, 200, 200, -1, 0, false);

    /** Answers at once. */
    static final Manners AGENT = new Manners(-1, -1, 50, 200, null, -1, false, 200, 200, -1, 0, false);

    Manners says(int other) {
        return new Manners(tryingMillis, ringMillis, finalMillis, other, said, byeMillis, deafToCancel,
                reinvite, bye, holdMillis, challenge, sessionTimer);
    }

    Manners reason(String other) {
        return says("Reason", other);
    }

    Manners says(String header, String value) {
        return new Manners(tryingMillis, ringMillis, finalMillis, status, new Header(header, value),
                byeMillis, deafToCancel,
                reinvite, bye, holdMillis, challenge, sessionTimer);
    }

    Manners after(int trying, int ring, int fin) {
        return new Manners(trying, ring, fin, status, said, byeMillis, deafToCancel, reinvite, bye,
                holdMillis, challenge, sessionTimer);
    }

    Manners hangsUpAfter(int millis) {
        return new Manners(tryingMillis, ringMillis, finalMillis, status, said, millis, deafToCancel,
                reinvite, bye, holdMillis, challenge, sessionTimer);
    }

    Manners deaf() {
        return new Manners(tryingMillis, ringMillis, finalMillis, status, said, byeMillis, true, reinvite,
                bye, holdMillis, challenge, sessionTimer);
    }

    Manners toReinvite(int other) {
        return new Manners(tryingMillis, ringMillis, finalMillis, status, said, byeMillis, deafToCancel,
                other, bye, holdMillis, challenge, sessionTimer);
    }

    Manners toBye(int other) {
        return new Manners(tryingMillis, ringMillis, finalMillis, status, said, byeMillis, deafToCancel,
                reinvite, other, holdMillis, challenge, sessionTimer);
    }

    Manners holdsAfter(int millis) {
        return new Manners(tryingMillis, ringMillis, finalMillis, status, said, byeMillis, deafToCancel,
                reinvite, bye, millis, challenge, sessionTimer);
    }

    Manners challenges(int other) {
        return new Manners(tryingMillis, ringMillis, finalMillis, status, said, byeMillis, deafToCancel,
                reinvite, bye, holdMillis, other, sessionTimer);
    }

    Manners timed() {
        return new Manners(tryingMillis, ringMillis, finalMillis, status, said, byeMillis, deafToCancel,
                reinvite, bye, holdMillis, challenge, true);
    }
}
