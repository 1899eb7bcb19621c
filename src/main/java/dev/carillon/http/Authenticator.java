package dev.carillon.http;

import java.net.InetAddress;

import dev.carillon.base.Refusal;

/** Knows the keys. */
@FunctionalInterface
public interface Authenticator {

    /**
     * The caller of a key and its secret; a pair that is not valid at this moment is refused, and the refusal
     * does not tell which of the two was wrong.
     */
    Caller authenticate(String key, String secret) throws Refusal;

    /** The same for a pair that came from this address, which an authenticator may look at or not. */
    default Caller authenticate(String key, String secret, InetAddress from) throws Refusal {
        return authenticate(key, secret);
    }
}
