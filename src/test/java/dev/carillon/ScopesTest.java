package dev.carillon;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.http.HttpResponse;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

import dev.carillon.WholeServer.Ask;
import dev.carillon.WholeServer.Member;
import dev.carillon.http.Route;
import dev.carillon.http.Scope;
import dev.carillon.http.ServerFixture;

/** Every route of the server, asked with a key of every scope. */
@Tag("database")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ScopesTest {

    private static final Set<String> OPEN = Set.of("GET /health/live", "GET /health/ready", "GET /metrics",
            "GET /openapi.yaml", "GET /", "POST /callbacks/rest/{id}/called",
            "POST /callbacks/rest/{id}/agent", "POST /callbacks/rest/{id}/answered-by");
    /** They change nothing, whatever their method says. */
    private static final Set<String> READING_POSTS = Set.of("POST /batch-call/list");

    private final WholeServer server = new WholeServer();
    private final Member member = server.member();

    @AfterAll
    void close() {
        server.close();
    }

    private static Ask ask(Route route) {
        return new Ask(route.method(), route.path().replaceAll("\\{\\w+}", "unknown"), "{}");
    }

    private void assertScope(Route route, Scope needed, Scope has) {
        HttpResponse<String> response = server.send(member.key(has), ask(route));
        String what = WholeServer.name(route) + " with a key of scope " + has + ": " + response.body();
        assertEquals(!has.includes(needed), response.statusCode() == 403, what);
        assertNotEquals(401, response.statusCode(), what);
        assertTrue(response.statusCode() < 500, what);
        if (response.statusCode() == 403) {
            assertTrue(ServerFixture.json(response).get("error").stringValue()
                    .endsWith("it needs the scope " + needed.word()), what);
        }
    }

    @Test
    void a_key_is_forbidden_exactly_what_needs_more_than_its_scope() {
        int walked = 0;
        for (Route route : server.routes) {
            Scope needed = route.needed();
            if (needed != null) {
                for (Scope has : Scope.values()) {
                    assertScope(route, needed, has);
                }
                assertEquals(401, server.send(server.request(ask(route))).statusCode(), "without a key");
                walked++;
            }
        }
        assertTrue(walked >= 14, walked + " routes were found");
    }

    @Test
    void what_changes_something_needs_more_than_read_and_keys_and_the_directory_need_admin() {
        for (Route route : server.routes) {
            Scope needed = route.needed();
            if (needed != null) {
                boolean reads =
                        route.method().equals("GET") || READING_POSTS.contains(WholeServer.name(route));
                boolean keys = route.path().startsWith("/api/keys");
                boolean rules = route.path().startsWith("/api/")
                        && !route.path().startsWith("/api/do-not-call")
                        && !route.path().startsWith("/api/calls");
                Scope expected = keys || (rules && !reads)
                        ? Scope.ADMIN
                        : reads ? Scope.READ : Scope.OPERATE;
                assertEquals(expected, needed, WholeServer.name(route));
            }
        }
    }

    @Test
    void only_what_operators_and_machines_ask_and_carriers_sign_needs_no_key() {
        var open = server.routes.stream().filter(r -> r.needed() == null).map(WholeServer::name)
                .collect(Collectors.toCollection(TreeSet::new));
        assertTrue(open.contains("GET /health/live"), open.toString());
        open.removeAll(OPEN);
        assertEquals(Set.of(), open);
    }
}
