package dev.carillon.carrier.sip.message;

/**
 * What was read, or was to be written, is not SIP as it must be: the only exception of this package. It says
 * what is wrong and where, and never repeats a value, for values are numbers and secrets. It has no stack
 * trace, so that a flood of garbage costs little.
 */
public final class SipSyntax extends RuntimeException {

    private static final long serialVersionUID = 1L;

    SipSyntax(String what) {
        super(what, null, false, false);
    }
}
