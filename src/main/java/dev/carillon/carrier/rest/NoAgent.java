package dev.carillon.carrier.rest;

/**
 * A call's agent cannot be called as it is set; the message, for people, says why. It is no fault of the
 * trunk.
 */
final class NoAgent extends RuntimeException {

    private static final long serialVersionUID = 1L;

    NoAgent(String why, Throwable cause) {
        super("the agent cannot be called: " + why, cause);
    }

    /** For people. */
    @Override
    public String getMessage() {
        return String.valueOf(super.getMessage());
    }
}
