package dev.carillon.http;

import org.jspecify.annotations.Nullable;

/**
 * Where an endpoint is found. A literal segment wins over a parameter, so {@code /batch-call/list} is never
 * an id.
 *
 * @param method upper case; a GET route answers HEAD as well
 * @param path   segments, of which {@code {name}} is a parameter: {@code /batch-call/{id}/pause}
 * @param needed what the caller's key must include; null: anybody, without a key
 * @param bearer who may ask without a key, with the token of what {@code {id}} names; null: nobody
 */
public record Route(String method, String path, @Nullable Scope needed, Endpoint endpoint,
        @Nullable Bearer bearer) {

    /** A route for keys alone. */
    public Route(String method, String path, @Nullable Scope needed, Endpoint endpoint) {
        this(method, path, needed, endpoint, null);
    }

    /** A route without authentication. */
    public static Route open(String method, String path, Endpoint endpoint) {
        return new Route(method, path, null, endpoint);
    }
}
