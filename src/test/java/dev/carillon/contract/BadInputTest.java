package dev.carillon.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

import dev.carillon.http.Exchange;
import dev.carillon.http.Held;
import dev.carillon.http.OpenApi;
import dev.carillon.http.Route;
import dev.carillon.http.ServerFixture;

/**
 * What bad input gets: the envelope, always, with words that name the field, what was wrong and what is
 * allowed; and nothing half created.
 */
@Tag("database")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BadInputTest {

    private static final int LEAST_ROWS = 150;
    private static final List<String> METHODS =
            List.of("GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "BREW");
    private static final List<String> ENVELOPE = List.of("message", "status", "error", "data");

    private final RunningServer server = new RunningServer();
    private final String draft = server.draft();

    @AfterAll
    void close() {
        server.close();
    }

    static Stream<BadRow> rows() {
        return Stream.of(BadQueries.rows(), BadBodies.rows(), BadDirectory.rows(),
                BadMessages.rows()).flatMap(rows -> rows);
    }

    static List<BadMessages.Wire> wires() {
        return BadMessages.wires();
    }

    @Test
    void the_table_is_long() {
        assertTrue(rows().count() + wires().size() >= LEAST_ROWS);
    }

    @ParameterizedTest
    @MethodSource("rows")
    void what_is_wrong_is_named_and_nothing_is_half_created(BadRow row) {
        Ask ask = row.ask();
        var filled = new Ask(ask.method(), ask.target().replace("{id}", draft), ask.wire(), ask.headers(),
                ask.anonymous());
        String before = server.rows();
        Reply reply = server.send(filled);
        assertEquals(row.status(), reply.status(), reply.text());
        assertEnvelope(reply.json());
        assertTrue(row.isToldBy(reply.error()), reply.error());
        assertTrue(row.status() != 400 || reply.error().matches("(?s).+; allowed: .+"), reply.error());
        assertEquals(before, server.rows(), "nothing is half created");
    }

    private static void assertEnvelope(JsonNode json) {
        assertEquals(ENVELOPE, Reply.names(json));
        assertEquals("error", json.get("status").asString());
        assertTrue(json.get("data").isNull());
    }

    @ParameterizedTest
    @MethodSource("wires")
    void what_is_no_good_http_gets_the_envelope_all_the_same(BadMessages.Wire wire) {
        String before = server.rows();
        String raw = server.raw(wire.bytes());
        Exchange.Told told = Held.told(raw);
        assertEquals(wire.status(), told.status(), raw);
        JsonNode json = ServerFixture.JSON.readTree(told.body());
        assertEnvelope(json);
        var headers = new TreeMap<String, List<String>>(String.CASE_INSENSITIVE_ORDER);
        headers.putAll(told.headers());
        assertEquals(List.of("application/json"), headers.get("Content-Type"));
        assertTrue(headers.containsKey("X-Request-Id"), raw);
        String error = json.get("error").asString();
        assertTrue(BadRow.of(Ask.get("/"), wire.status(), wire.words()).isToldBy(error), error);
        assertEquals(before, server.rows(), "nothing is half created");
    }

    @Test
    void another_method_is_405_on_every_path_and_says_which_are_allowed() {
        List<Route> routes = server.node.routes();
        int asked = 0;
        for (String pattern : routes.stream().map(Route::path).distinct().toList()) {
            String path = pattern.replaceAll("\\{\\w+}", "x");
            var allowed = routes.stream().filter(r -> OpenApi.fits(r.path(), path)).map(Route::method)
                    .collect(Collectors.toCollection(TreeSet::new));
            if (allowed.contains("GET")) {
                allowed.add("HEAD");
            }
            for (String method : METHODS) {
                if (!allowed.contains(method)) {
                    refused(Ask.of(method, path), String.join(", ", allowed));
                    asked++;
                }
            }
        }
        assertTrue(asked > 3 * routes.size(), asked + " asked");
    }

    private void refused(Ask ask, String allow) {
        String before = server.rows();
        Reply reply = server.send(ask);
        assertEquals(405, reply.status(), ask.toString());
        assertEquals(allow, reply.header("Allow").orElse(""), ask.toString());
        assertEquals("method: " + ask.method() + " is not known here; allowed: " + allow, reply.error());
        assertEquals(before, server.rows());
    }
}
