package dev.carillon.db;

/**
 * Carillon cannot start like this. The text is one line for people: what is wrong, where, and what to do
 * next.
 */
public final class StartRefused extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public StartRefused(String text) {
        super(text);
    }

    public StartRefused(String text, Throwable cause) {
        super(text, cause);
    }
}
