package dev.carillon.http;

import org.jspecify.annotations.Nullable;

/**
 * Who asks: the organisation follows from the key, no request names one.
 *
 * @param only what the caller's token is of, when it is a token and no key: that, and nothing else, is the
 *             caller's
 */
public record Caller(String organizationId, Scope scope, @Nullable String only) {

    /** Who has a key of the organisation. */
    public Caller(String organizationId, Scope scope) {
        this(organizationId, scope, null);
    }
}
