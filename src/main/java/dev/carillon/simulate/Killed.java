package dev.carillon.simulate;

/** The process ends here, whatever it was about to do. */
final class Killed extends RuntimeException {

    private static final long serialVersionUID = 1L;

    Killed() {
        super("killed", null, false, false);
    }
}
