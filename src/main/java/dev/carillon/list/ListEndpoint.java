package dev.carillon.list;

import java.time.Duration;
import java.util.List;

import tools.jackson.core.JsonGenerator;

import dev.carillon.base.Refusal;
import dev.carillon.db.Database;
import dev.carillon.http.Answer;
import dev.carillon.http.Request;
import dev.carillon.http.Route;
import dev.carillon.http.Scope;

/**
 * {@code GET /batch-call/list} in the mode {@code fast}: maintained counters, of one snapshot, true at
 * metrics_as_of.
 */
public final class ListEndpoint {

    private static final String MESSAGE = "Batch calls retrieved successfully with real-time metrics";
    /**
     * Answers whose metrics_as_of differ by more than this are in the order of their snapshots (law:
     * Monotone).
     */
    private static final Duration DATING_ERROR = Duration.ofMillis(20);
    private static final int TRIES = 8;

    private final Database database;

    private ListEndpoint(Database database) {
        this.database = database;
    }

    public static List<Route> routes(Database database) {
        var endpoint = new ListEndpoint(database);
        return List.of(new Route("GET", "/batch-call/list", Scope.READ, endpoint::list));
    }

    private Answer list(Request request) {
        ListQuery query = ListQuery.parse(request.query());
        String organization = request.caller().organizationId();
        ListPage page = page(organization, query);
        return new Answer(200, MESSAGE, json -> write(json, new Shown(organization, query, page)));
    }

    private ListPage page(String organization, ListQuery query) {
        for (int i = 0; i < TRIES; i++) {
            ListPage page = database.read(handle -> ListSql.page(handle, organization, query));
            if (page.datedWithin(DATING_ERROR)) {
                return page;
            }
        }
        throw Refusal.retryable(Refusal.Code.UNAVAILABLE, "the database is too slow at this moment", 1);
    }

    private record Shown(String organization, ListQuery query, ListPage page) {
    }

    private static void write(JsonGenerator json, Shown shown) {
        json.writeStringProperty("organization_id", shown.organization());
        json.writeArrayPropertyStart("batch_calls");
        for (BatchRow row : shown.page().rows()) {
            json.writeStartObject();
            row.write(json);
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeObjectPropertyStart("pagination");
        pagination(json, shown.query(), shown.page().total());
        json.writeEndObject();
        json.writeNumberProperty("returned_count", shown.page().rows().size());
        json.writeStringProperty("sort_order", shown.query().sortOrder().word());
        json.writeStringProperty("sort_by", shown.query().sortBy().word());
        json.writeNumberProperty("metrics_as_of", shown.page().asOf().toEpochMilli());
    }

    private static void pagination(JsonGenerator json, ListQuery query, long total) {
        long pages = Math.ceilDiv(total, query.limit());
        json.writeNumberProperty("page", query.page());
        json.writeNumberProperty("limit", query.limit());
        json.writeNumberProperty("total_count", total);
        json.writeNumberProperty("total_pages", pages);
        json.writeBooleanProperty("has_next_page", query.page() + 1L < pages);
        json.writeBooleanProperty("has_previous_page", query.page() > 0);
    }
}
