package dev.carillon.directory;

import java.util.List;

import org.jdbi.v3.core.Handle;

import dev.carillon.http.Answer;
import dev.carillon.http.Request;
import dev.carillon.http.Route;
import dev.carillon.http.Scope;

/** What administrators keep a list of: everybody reads it, who has scope {@code admin} changes it. */
interface Noun {

    Answer list(Request request);

    Answer create(Handle handle, Request request);

    Answer read(Request request);

    Answer change(Handle handle, Request request);

    Answer delete(Handle handle, Request request);

    /** Its five calls; what changes something is done once for an Idempotency-Key. */
    default List<Route> routes(Writes writes, String all, String one) {
        return List.of(new Route("GET", all, Scope.READ, this::list),
                new Route("POST", all, Scope.ADMIN, r -> writes.once(r, handle -> create(handle, r))),
                new Route("GET", one, Scope.READ, this::read),
                new Route("PATCH", one, Scope.ADMIN, r -> writes.once(r, handle -> change(handle, r))),
                new Route("DELETE", one, Scope.ADMIN, r -> writes.once(r, handle -> delete(handle, r))));
    }
}
