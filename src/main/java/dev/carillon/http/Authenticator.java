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

    /** The caller of a token that came from this address; a wrong one counts like a wrong pair. */
    default Caller authenticate(Bearer bearer, String id, Presented presented) throws Refusal {
        return bearer.caller(id, presented.token());
    }

    /** A token, and from where it came. Never prints the token. */
    record Presented(String token, InetAddress from) {

        @Override
        public String toString() {
            return "a token from " + from;
        }
    }
}
