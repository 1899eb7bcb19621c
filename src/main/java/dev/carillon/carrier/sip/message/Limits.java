package dev.carillon.carrier.sip.message;

/**
 * How much of anything one message may have, coming in and going out. What an answer or a later request takes
 * over comes in within smaller limits, so that there is room for what it adds: a tag, where it came from.
 */
final class Limits {

    /** Octets of a message, with its body. */
    static final int MESSAGE = 64 * 1024;

    /** The same of one that comes in. */
    static final int MESSAGE_IN = 60 * 1024;

    /** Octets of a line, folded lines counted together. */
    static final int LINE = 8 * 1024;

    /** The same of a header that comes in and will be taken over. */
    static final int TAKEN_OVER_IN = 4 * 1024;

    /** Octets of a challenge that an answer repeats: beside them it has an address and a name. */
    static final int CHALLENGE = 3_500;

    /** Header fields of a message, and members of one list in them. */
    static final int HEADERS = 200;

    /** Parameters of one value. */
    static final int PARAMETERS = 64;

    private Limits() {
    }

    static void check(boolean within, String what) {
        if (!within) {
            throw new SipSyntax(what);
        }
    }
}
