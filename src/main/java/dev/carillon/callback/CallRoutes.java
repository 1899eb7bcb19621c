package dev.carillon.callback;

import java.time.Instant;
import java.util.List;
import java.util.function.Function;

import org.jdbi.v3.core.Handle;

import dev.carillon.base.Ids;
import dev.carillon.base.Timeline;
import dev.carillon.db.Database;
import dev.carillon.http.Answer;
import dev.carillon.http.Request;
import dev.carillon.http.Route;
import dev.carillon.http.Scope;

/** Where the calls about one call are found. */
public final class CallRoutes {

    private static final String ONE = "/api/calls/{id}";

    private CallRoutes() {
    }

    /** What they all need. */
    public record Parts(Database database, Ids ids, Timeline timeline, Writes writes, DoNotCall doNotCall) {
    }

    /** Runs what a request changes: in one transaction, and once for an Idempotency-Key. */
    @FunctionalInterface
    public interface Writes {

        /** The effect's answer, or the one it gave before under the same key. */
        Answer once(Request request, Function<Handle, Answer> effect);
    }

    /** The list of those who are not called. */
    @FunctionalInterface
    public interface DoNotCall {

        /** Puts a number on it in this transaction; false when it was there. */
        boolean add(Handle handle, String organizationId, String number, Instant now);
    }

    /** All of them. A call's own token reads it and reports of it, and hangs nothing up. */
    public static List<Route> of(Parts parts) {
        var owner = new OwnToken(parts.database(), parts.ids(), parts.timeline());
        return List.of(
                new Route("GET", ONE, Scope.READ, new CallRead(parts.database(), parts.ids()), owner),
                new Route("POST", ONE + "/hang-up", Scope.OPERATE, new CallHangUp(parts)),
                new Route("POST", ONE + "/outcome", Scope.OPERATE, new CallOutcome(parts), owner));
    }
}
