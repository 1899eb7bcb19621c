package dev.carillon.list;

import java.util.List;

import org.jspecify.annotations.Nullable;

import dev.carillon.base.Ids;
import dev.carillon.base.Timeline;
import dev.carillon.db.Database;
import dev.carillon.http.Answer;
import dev.carillon.http.Request;
import dev.carillon.http.Route;
import dev.carillon.http.Scope;

/**
 * {@code GET} and {@code POST /batch-call/list}: what is asked is read, and answered from where its mode
 * says.
 */
public final class ListEndpoint {

    private static final String PATH = "/batch-call/list";

    private final ListParameters parameters;
    private final ListBody body;
    private final FreshPages fresh;
    private final RecountedPages recounted;
    private final KeptPages kept;
    private final WholeLists whole;

    private ListEndpoint(Parts parts, ListSettings settings) {
        var cursors = new Cursors(parts.ids());
        var writer = new ListWriter(cursors);
        var queue = new RecountQueue();
        parameters = new ListParameters(cursors, settings);
        body = new ListBody(cursors);
        var databases = new Databases(parts.pages(), parts.longReads());
        fresh = new FreshPages(databases, writer, parts.timeline());
        recounted = new RecountedPages(databases, queue, writer, parts.timeline());
        kept = new KeptPages(fresh, parts.timeline());
        whole = new WholeLists(parts.longReads(), queue, writer, parts.timeline());
    }

    /**
     * What the list stands on.
     *
     * @param pages     answers in milliseconds
     * @param longReads what takes seconds has connections of its own: at most {@link #LONG_READS} at a time
     */
    public record Parts(Database pages, Database longReads, Ids ids, Timeline timeline) {
    }

    /** How many recounts, searches and whole lists there may be at a time: two of each. */
    public static final int LONG_READS = 6;

    public static List<Route> routes(Parts parts, ListSettings settings) {
        var endpoint = new ListEndpoint(parts, settings);
        return List.of(new Route("GET", PATH, Scope.READ, endpoint::list),
                new Route("POST", PATH, Scope.READ, endpoint::search));
    }

    private Answer list(Request request) {
        return answer(request, parameters.read(request.query()));
    }

    private Answer search(Request request) {
        return answer(request, body.read(request.bodyOrEmpty()));
    }

    private Answer answer(Request request, ListQuery query) {
        String organization = request.caller().organizationId();
        if (query.slice() instanceof Slice.All) {
            return whole.answer(organization, query);
        }
        return switch (query.mode()) {
            case FAST -> fresh.page(organization, query, FreshPages.OLDEST, known(request, query)).answer();
            case ACCURATE -> recounted.page(organization, query);
            // What takes a search is not kept: two slow searches would hold up the pages of all.
            case ULTRA_FAST -> query.takesSearch()
                    ? fresh.page(organization, query, FreshPages.OLDEST).answer()
                    : kept.page(organization, query);
        };
    }

    /** What is asked with a filter has no validator. */
    private static @Nullable Long known(Request request, ListQuery query) {
        return query.filter() == null ? Tags.known(query, request.headers("If-None-Match")) : null;
    }
}
