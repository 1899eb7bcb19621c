package dev.carillon.http;

import dev.carillon.base.Refusal;

/** Knows the keys. */
public interface Authenticator {

    /**
     * The caller of a key and its secret; a pair that is not valid at this moment is refused, and the refusal
     * does not tell which of the two was wrong.
     */
    Caller authenticate(String key, String secret) throws Refusal;
}
