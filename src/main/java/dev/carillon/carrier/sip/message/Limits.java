package dev.carillon.carrier.sip.message;

/** How much of anything one message may have, coming in and going out. */
final class Limits {

    /** Octets of a message, with its body. */
    static final int MESSAGE = 64 * 1024;

    /** Octets of a line, folded lines counted together. */
    static final int LINE = 8 * 1024;

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
