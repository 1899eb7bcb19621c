package dev.carillon.figures;

import java.time.Duration;
import java.util.List;

import tools.jackson.core.JsonGenerator;

import dev.carillon.base.Refusal;
import dev.carillon.db.Database;
import dev.carillon.http.Answer;
import dev.carillon.http.Endpoint;
import dev.carillon.http.Json;
import dev.carillon.http.Request;

/**
 * {@code GET /api/figures}: exact, of one moment, of the organisation's own calls. What takes too long to
 * count is refused.
 */
final class FiguresRead implements Endpoint {

    private static final Duration LONGEST = Duration.ofSeconds(2);
    private static final int MOST_ROWS = 1000;

    private final Database database;

    FiguresRead(Database database) {
        this.database = database;
    }

    @Override
    public Answer answer(Request request) {
        FiguresQuery query = FiguresQuery.parse(request.query());
        String organization = request.caller().organizationId();
        List<Figures> rows = database.within(LONGEST,
                handle -> FiguresSql.read(handle, organization, query, MOST_ROWS + 1));
        if (rows.size() > MOST_ROWS) {
            throw Refusal.invalid("group_by", "gives more than " + MOST_ROWS + " rows",
                    "at most " + MOST_ROWS + ": ask about fewer calls, or a shorter time");
        }
        return new Answer(200, "Figures retrieved successfully", json -> write(json, query, rows));
    }

    private static void write(JsonGenerator json, FiguresQuery query, List<Figures> rows) {
        Json.seconds(json, "from", query.from());
        Json.seconds(json, "to", query.to());
        json.writeStringProperty("group_by", query.groupBy() == null ? null : query.groupBy().word());
        json.writeArrayPropertyStart("figures");
        rows.forEach(row -> row.write(json));
        json.writeEndArray();
        json.writeNumberProperty("returned_count", rows.size());
    }
}
