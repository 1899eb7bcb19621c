package dev.carillon.db;

/** A statement was ended by the server, because the time that its caller had set for it was over. */
public final class OutOfTime extends RuntimeException {

    private static final long serialVersionUID = 1L;

    OutOfTime(Throwable cause) {
        super("a statement took longer than it was given", cause);
    }
}
