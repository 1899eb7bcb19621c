package dev.carillon.base;

import org.jspecify.annotations.Nullable;

/**
 * The only exception that a request handler throws. It says which field, what was wrong with it, and what is
 * allowed; {@code http.Envelope} turns it into a status and the contract's envelope.
 */
public final class Refusal extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** Why, in the words of the contract; the HTTP status belongs to {@code http}. */
    public enum Code {
        INVALID, UNAUTHENTICATED, FORBIDDEN, NOT_FOUND, METHOD_NOT_ALLOWED, CONFLICT, TOO_LARGE, WRONG_TYPE,
        NOT_AVAILABLE, TOO_MANY, UNAVAILABLE
    }

    private final Code code;
    private final @Nullable String field;
    private final int retryAfterSeconds;

    private Refusal(Code code, @Nullable String field, String text, int retryAfterSeconds) {
        super(text, null, false, false);
        this.code = code;
        this.field = field;
        this.retryAfterSeconds = retryAfterSeconds;
    }

    /** A field that is wrong: {@code "limit: 0 is too small; allowed: 1 to 100"}. */
    public static Refusal invalid(String field, String what, String allowed) {
        return new Refusal(Code.INVALID, field, field + ": " + what + "; allowed: " + allowed, 0);
    }

    /** A field of the contract that this version does not act on: refused, never taken and ignored. */
    public static Refusal notAvailable(String field) {
        return new Refusal(Code.NOT_AVAILABLE, field, field + ": not available yet", 0);
    }

    /** Any other refusal, with a text for people. */
    public static Refusal of(Code code, String text) {
        return new Refusal(code, null, text, 0);
    }

    /** A refusal that may be asked again after some seconds (at least 1). */
    public static Refusal retryable(Code code, String text, int retryAfterSeconds) {
        return new Refusal(code, null, text, retryAfterSeconds);
    }

    public Code code() {
        return code;
    }

    public @Nullable String field() {
        return field;
    }

    /** Seconds after which to ask again; 0 when there is nothing to wait for. */
    public int retryAfterSeconds() {
        return retryAfterSeconds;
    }

    /** The text for people: the field, what was wrong, what is allowed. */
    public String text() {
        return String.valueOf(getMessage());
    }
}
