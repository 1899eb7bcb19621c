package dev.carillon.list;

import java.time.Instant;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

import dev.carillon.http.Answer;

/** Writes the data of an answer in the contract's order. Thread-safe. */
final class ListWriter {

    static final String MESSAGE = "Batch calls retrieved successfully with real-time metrics";

    private static final String AS_OF = "X-Metrics-As-Of";

    private final Cursors cursors;

    ListWriter(Cursors cursors) {
        this.cursors = cursors;
    }

    /** What comes after the rows. */
    record Rest(ListQuery query, Pagination pagination, long returned, Instant asOf,
            @Nullable Cursor next) {
    }

    /** A whole answer, with when it was true; what a client may keep has a validator. */
    Answer answer(String organizationId, ListQuery query, ListPage page) {
        var rest = new Rest(query, Pagination.of(query, page), page.rows().size(), page.moment().asOf(),
                page.next());
        var answer = new Answer(200, MESSAGE, json -> {
            begin(json, organizationId);
            page.rows().forEach(row -> write(json, row));
            end(json, rest);
        }).with(AS_OF, asOf(page.moment()));
        if (query.filter() != null) {
            return answer;
        }
        return page.mark() == null
                ? answer.taggedWithout("metrics_as_of")
                : answer.tagged(Tags.of(query, page.mark()));
    }

    /** To whom has the page as it is: that it is so still, and as of when. */
    Answer unchanged(ListQuery query, ListSql.Marked page) {
        return Answer.unchanged(Tags.of(query, page.mark())).with(AS_OF, asOf(page.moment()));
    }

    private static String asOf(Moment moment) {
        return Long.toString(moment.asOf().toEpochMilli());
    }

    void begin(JsonGenerator json, String organizationId) {
        json.writeStringProperty("organization_id", organizationId);
        json.writeArrayPropertyStart("batch_calls");
    }

    void write(JsonGenerator json, BatchRow row) {
        json.writeStartObject();
        row.write(json);
        json.writeEndObject();
    }

    void end(JsonGenerator json, Rest rest) {
        json.writeEndArray();
        rest.pagination().write(json);
        json.writeNumberProperty("returned_count", rest.returned());
        json.writeStringProperty("sort_order", rest.query().sort().order().word());
        json.writeStringProperty("sort_by", rest.query().sort().by().word());
        if (rest.query().filter() != null) {
            json.writeObjectPropertyStart("applied_filters");
            rest.query().filter().write(json);
            json.writeEndObject();
        }
        json.writeNumberProperty("metrics_as_of", rest.asOf().toEpochMilli());
        json.writeStringProperty("next_cursor", rest.next() == null ? null : cursors.write(rest.next()));
    }
}
