package dev.carillon.figures;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.http.HttpResponse;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

import dev.carillon.db.Database;
import dev.carillon.db.TestPostgres;
import dev.carillon.http.Caller;
import dev.carillon.http.Scope;
import dev.carillon.http.ServerFixture;

/** The figures of a small world, as they were worked out by hand. */
@Tag("database")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FiguresTest {

    private static final String ONE = "one00000000000000000";
    private static final String TWO = "two00000000000000000";
    private static final String HEX = "0198c2a31b7c7d4e8f00aabbccddee";

    /** Times are seconds after the placing; the sixth column is the agent, the seventh the end. */
    private static final String WORLD = """
            insert into organization (organization_id, created_at) values
                ('one00000000000000000', '2026-03-01Z'), ('two00000000000000000', '2026-03-01Z');
            insert into trunk (trunk_id, organization_id, public_id, kind, name, created_at)
            overriding system value values
                (1, 'one00000000000000000', '0198c2a31b7c7d4e8f00aabbccddee01', 'sandbox', 'a', '2026-03-01Z'),
                (2, 'one00000000000000000', '0198c2a31b7c7d4e8f00aabbccddee02', 'sandbox', 'b', '2026-03-01Z'),
                (3, 'two00000000000000000', '0198c2a31b7c7d4e8f00aabbccddee03', 'sandbox', 'c', '2026-03-01Z');
            insert into batch_call (batch_id, organization_id, public_id, from_number, agent_id, status, total,
                                    sandbox, max_attempts, duplicates, created_at, updated_at)
            overriding system value
            select x.id, x.organization, x.public_id::uuid, x.from_number, 'agent_1', 'sent', 9, true, 3, 'skip',
                   '2026-03-01Z', '2026-03-01Z'
            from (values (1, 'one00000000000000000', '0198c2a31b7c7d4e8f00aabbccddee11', '+4930111111'),
                         (2, 'one00000000000000000', '0198c2a31b7c7d4e8f00aabbccddee12', '+4930222222'),
                         (3, 'two00000000000000000', '0198c2a31b7c7d4e8f00aabbccddee13', '+4930111111'))
                 x (id, organization, public_id, from_number);
            insert into attempt (batch_id, seq, no, spent, budget, phase, node_id, trunk_id, to_number, agent_id,
                                 opened_at, place_at, place_by, last_deadline, ringing_at, answered_at, joined_at,
                                 ended_at, outcome)
            select x.batch, x.seq, x.no, 1, 3, case when x.outcome is null then 2 else 4 end, 1, x.trunk, '+1',
                   'agent_1', x.at, x.at, x.at, x.at, x.at + x.rings * interval '1 s',
                   x.at + x.answer * interval '1 s', x.at + x.agent * interval '1 s',
                   x.at + x.ends * interval '1 s', x.outcome
            from (values (1, 0, 1, 1, timestamptz '2026-03-01 10:00:00Z', 0.2, null, null, 0.9, 'busy'),
                         (1, 0, 2, 1, '2026-03-01 10:01:00Z', 0.1, 2, 2.5, 12.5, 'completed'),
                         (1, 1, 1, 1, '2026-03-01 10:02:00Z', 0.3, 3, null, 4, 'abandoned'),
                         (1, 2, 1, 1, '2026-03-01 10:03:00Z', 0.4, 5, null, 8, 'voicemail'),
                         (1, 3, 1, 1, '2026-03-01 10:04:00Z', null, null, null, 1, 'trunk_unreachable'),
                         (1, 4, 1, 1, '2026-03-01 10:05:00Z', 0.5, null, null, 6, 'no_answer'),
                         (1, 5, 1, 1, '2026-03-01 10:06:00Z', null, null, null, 1, 'congestion'),
                         (1, 6, 1, 1, '2026-03-01 10:59:59Z', 0.6, 2, 5, 6, 'completed'),
                         (1, 7, 1, 1, '2026-03-01 10:08:00Z', 9, 10, 11, null, null),
                         (1, 8, 1, 1, '2026-03-01 10:09:00Z', null, null, null, 0, 'not_placed'),
                         (2, 0, 1, 2, '2026-03-01 11:00:00Z', 0.5, 1, 1.2, 11, 'completed'),
                         (3, 0, 1, 3, '2026-03-01 10:00:00Z', 0.5, 1, 1.2, 11, 'completed'))
                 x (batch, seq, no, trunk, at, rings, answer, agent, ends, outcome)
            """;

    private static final String FIRST =
            "8 1 7 4 3 2 2 2 57.143 50.000 85.714 66.667 42.857 4.625 350.000 575.000"
                    + " 1750.000 2875.000";
    private static final String SECOND =
            "1 0 1 1 1 1 1 0 100.000 100.000 100.000 0.000 100.000 10.000 500.000"
                    + " 500.000 200.000 200.000";
    private static final String NOTHING = "0 0 0 0 0 0 0 0 null null null null null null null null null null";

    private final Database database = Database.open(TestPostgres.database(), "test", 3);
    private final ServerFixture server = new ServerFixture(FigureRoutes.of(database),
            (key, secret) -> new Caller(key, Scope.READ), thrown -> Optional.empty());

    @BeforeAll
    void build() {
        database.transaction(handle -> handle.createScript(WORLD).execute());
    }

    @AfterAll
    void close() {
        server.close();
        database.close();
    }

    private HttpResponse<String> ask(String organization, String query) {
        return server.send(server.request("/api/figures" + query).header("X-API-KEY", organization)
                .header("X-API-SECRET", "secret"));
    }

    private JsonNode rows(String organization, String query) {
        HttpResponse<String> response = ask(organization, query);
        assertEquals(200, response.statusCode(), response.body());
        return ServerFixture.json(response).get("data").get("figures");
    }

    private static String told(JsonNode row) {
        Stream<String> counts = Stream.of("attempts", "live", "seizures", "answered", "answered_by_person",
                "joined", "completed", "abandoned").map(name -> row.get(name).asString());
        Stream<String> measured = Stream
                .of("asr", "abr", "ner", "abandon_rate", "contact_rate", "acd_seconds",
                        "pdd_mean_ms", "pdd_p95_ms", "answer_to_agent_p50_ms", "answer_to_agent_p95_ms")
                .map(name -> row.get(name).isNull() ? "null" : "%.3f".formatted(row.get(name).asDouble()));
        return Stream.concat(counts, measured).collect(Collectors.joining(" "));
    }

    private String groups(String query, String name) {
        return StreamSupport.stream(rows(ONE, query).spliterator(), false)
                .map(row -> row.get(name).asString() + " " + row.get("attempts").asString())
                .collect(Collectors.joining(", "));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"?batch_call_id=batch_call_" + HEX + "11|" + FIRST,
            "?batch_call_id=batch_call_" + HEX + "12|" + SECOND, "?trunk_id=trunk_" + HEX + "01|" + FIRST,
            "?trunk_id=trunk_" + HEX + "02|" + SECOND, "?from_number=%2B4930222222|" + SECOND,
            "?from_number=%2B4930111111|" + FIRST, "?from=1772362800|" + SECOND,
            "?from=2026-03-01T11:00:00Z|" + SECOND, "?to=1772362800000|" + FIRST,
            "?from=2026-03-01T12:00:00%2B01:00&to=2026-03-01T12:00:01%2B01:00|" + SECOND,
            "?batch_call_id=batch_call_" + HEX + "11&trunk_id=trunk_" + HEX + "02|" + NOTHING,
            "?from=2026-03-02T00:00:00Z|" + NOTHING})
    void figures_are_as_worked_out_by_hand(String query, String figures) {
        JsonNode rows = rows(ONE, query);
        assertEquals(1, rows.size());
        assertEquals(figures, told(rows.get(0)));
    }

    @Test
    void rows_are_grouped_and_ordered() {
        assertEquals("1772359200 8, 1772362800 1", groups("?group_by=hour", "since"));
        assertEquals("1772323200 9", groups("?group_by=day", "since"));
        assertEquals("batch_call_" + HEX + "11 8, batch_call_" + HEX + "12 1",
                groups("?group_by=batch_call", "batch_call_id"));
        assertEquals("trunk_" + HEX + "01 8, trunk_" + HEX + "02 1", groups("?group_by=trunk", "trunk_id"));
        assertEquals("+4930111111 8, +4930222222 1", groups("?group_by=from_number", "from_number"));
        assertEquals("", groups("?group_by=hour&from=2026-03-02T00:00:00Z", "since"));
        assertEquals(FIRST, told(rows(ONE, "?group_by=hour").get(0)));
    }

    @Test
    void an_organisation_sees_its_own_calls_and_no_others() {
        assertEquals("9", rows(ONE, "").get(0).get("attempts").asString());
        assertEquals("1", rows(TWO, "").get(0).get("attempts").asString());
        assertEquals("1", rows(TWO, "?from_number=%2B4930111111").get(0).get("attempts").asString());
        String others = ask(TWO, "?batch_call_id=batch_call_" + HEX + "11").body();
        assertEquals(others, ask(TWO, "?batch_call_id=batch_call_" + HEX + "99").body());
        assertEquals(404, ask(TWO, "?trunk_id=trunk_" + HEX + "01").statusCode());
        assertEquals(404, ask(TWO, "?trunk_id=1").statusCode());
        assertTrue(others.contains("there is no batch call with this id"), others);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "?group_by=week|group_by: \"week\" is not known;"
                    + " allowed: batch_call, trunk, from_number, hour, day",
            "?group_by=|group_by: \"\" is not known; allowed: batch_call, trunk, from_number, hour, day",
            "?from=2&to=2|to: is not after from; allowed: a time after from",
            "?from=1&from=2|from: is given 2 times; allowed: at most once"})
    void what_is_wrong_is_told(String query, String error) {
        HttpResponse<String> response = ask(ONE, query);
        assertEquals(400, response.statusCode());
        assertEquals(error, ServerFixture.json(response).get("error").asString());
    }
}
