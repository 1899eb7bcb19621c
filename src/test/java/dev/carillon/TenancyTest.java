package dev.carillon;

import static java.util.Map.entry;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import dev.carillon.WholeServer.Ask;
import dev.carillon.WholeServer.Member;
import dev.carillon.http.Route;
import dev.carillon.http.Scope;

/** What another organisation has is like what nobody has, byte for byte, on every route of the server. */
@Tag("database")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TenancyTest {

    private static final String BATCH = "{'from_number': '+14157774444', 'agent_id': 'agent_a',"
            + " 'tasks': [{'to_number': '+14155550101'}]";

    /**
     * For each route with an id, what the id is of, and a body with which its owner succeeds. A new route
     * fails the test until it stands here.
     */
    private static final Map<String, Example> EXAMPLES = Map.ofEntries(
            entry("GET /batch-call/{id}", new Example(Thing.DRAFT, "")),
            entry("PATCH /batch-call/{id}", new Example(Thing.DRAFT, "{'name': 'changed'}")),
            entry("DELETE /batch-call/{id}", new Example(Thing.DRAFT, "")),
            entry("POST /batch-call/{id}/execute", new Example(Thing.DRAFT, "")),
            entry("POST /batch-call/{id}/pause", new Example(Thing.RUNNING, "")),
            entry("POST /batch-call/{id}/resume", new Example(Thing.PAUSED, "")),
            entry("POST /batch-call/{id}/cancel", new Example(Thing.RUNNING, "{'live_calls': 'hang_up'}")),
            entry("GET /batch-call/{id}/tasks", new Example(Thing.DRAFT, "")),
            entry("POST /batch-call/{id}/tasks",
                    new Example(Thing.DRAFT, "{'tasks': [{'to_number': '+14155550103'}]}")),
            entry("GET /api/calls/{id}", new Example(Thing.CALL, "")),
            entry("POST /api/calls/{id}/hang-up", new Example(Thing.CALL, "")),
            entry("POST /api/calls/{id}/outcome",
                    new Example(Thing.CALL, "{'classification': 'voicemail', 'opt_out': true}")),
            entry("GET /api/keys/{id}", new Example(Thing.KEY, "")),
            entry("PATCH /api/keys/{id}", new Example(Thing.KEY, "{'name': 'changed'}")),
            entry("DELETE /api/keys/{id}", new Example(Thing.KEY, "")),
            entry("GET /api/do-not-call/{number}", new Example(Thing.DO_NOT_CALL, "")),
            entry("DELETE /api/do-not-call/{number}", new Example(Thing.DO_NOT_CALL, "")),
            entry("GET /api/agents/{id}", new Example(Thing.AGENT, "")),
            entry("PATCH /api/agents/{id}", new Example(Thing.AGENT, "{'name': 'changed'}")),
            entry("DELETE /api/agents/{id}", new Example(Thing.AGENT, "")),
            entry("GET /api/caller-ids/{number}", new Example(Thing.CALLER_ID, "")),
            entry("PATCH /api/caller-ids/{number}", new Example(Thing.CALLER_ID, "{'max_live_calls': 7}")),
            entry("DELETE /api/caller-ids/{number}", new Example(Thing.CALLER_ID, "")),
            entry("GET /api/trunks/{id}", new Example(Thing.TRUNK, "")),
            entry("PATCH /api/trunks/{id}", new Example(Thing.TRUNK, "{'paused': true}")),
            entry("DELETE /api/trunks/{id}", new Example(Thing.TRUNK, "")));

    /** They are nobody's. */
    private static final List<String> NOT_THERE = List.of("batch_call_00000000000000000000000000000000",
            "batch_call_x", "batch_call_a1b2c3d4e5f6789012345678901234567", "42", "%20", "%C3%A9",
            "task_00000000000000000000000000000000", "call_00000000000000000000000000000000",
            "apikey_00000000000000000000000000000000", "apikey_x", "agent_nobody", "+99970000404",
            "trunk_00000000000000000000000000000000");

    private final WholeServer server = new WholeServer();
    private int made = 1000;
    private final Member owner = server.member();
    private final Member other = server.member();

    @AfterAll
    void close() {
        server.close();
    }

    /** What an id may be of. */
    private enum Thing {
        DRAFT, RUNNING, PAUSED, CALL, KEY, DO_NOT_CALL, AGENT, CALLER_ID, TRUNK
    }

    private record Example(Thing thing, String body) {
    }

    /** An answer but for what is different each time, with the id that it may repeat taken out. */
    private record Reply(int status, Map<String, List<String>> headers, String body) {

        static Reply of(HttpResponse<String> response, String id) {
            var headers = new TreeMap<>(response.headers().map());
            headers.keySet()
                    .removeIf(h -> List.of("date", "x-request-id").contains(h.toLowerCase(Locale.ROOT)));
            return new Reply(response.statusCode(), headers, response.body().replace(id, "{id}"));
        }
    }

    private HttpResponse<String> ask(Member who, String method, String path, String body) {
        return server.send(who.key(Scope.ADMIN), new Ask(method, path, body));
    }

    private String batch(String status) {
        return WholeServer.field(ask(owner, "POST", "/batch-call", BATCH + ", 'status': '" + status + "'}"),
                "batch_call_id");
    }

    private String make(Thing thing) {
        return switch (thing) {
            case DRAFT -> batch("draft");
            case RUNNING -> batch("sent");
            case PAUSED -> {
                String id = batch("sent");
                WholeServer.field(ask(owner, "POST", "/batch-call/" + id + "/pause", ""), "status");
                yield id;
            }
            case CALL -> call(batch("sent"));
            case KEY -> WholeServer.field(ask(owner, "POST", "/api/keys", ""), "api_key_id");
            case DO_NOT_CALL -> {
                String number = drawn();
                ask(owner, "POST", "/api/do-not-call", "{'number': '" + number + "'}");
                yield number;
            }
            case AGENT -> WholeServer.field(ask(owner, "POST", "/api/agents",
                    "{'agent_id': 'agent_" + drawn().substring(1) + "'}"), "agent_id");
            case CALLER_ID -> WholeServer.field(ask(owner, "POST", "/api/caller-ids",
                    "{'number': '" + drawn() + "', 'max_live_calls': 5, 'trunks': ['" + make(Thing.TRUNK)
                            + "']}"),
                    "number");
            case TRUNK -> WholeServer.field(ask(owner, "POST", "/api/trunks",
                    "{'kind': 'sandbox', 'name': 'T'}"), "trunk_id");
        };
    }

    /** A call of a batch, as a node would have opened it. */
    private String call(String batchCallId) {
        long batchId = server.database.transaction(handle -> handle.select("""
                insert into attempt (batch_id, seq, no, spent, budget, phase, node_id, trunk_id, to_number,
                    agent_id, opened_at, place_at, place_by, last_deadline)
                select b.batch_id, 0, 1, 1, 1, 1, 1, 1, '+14155550101', 'agent_a', b.created_at, b.created_at,
                    b.created_at, b.created_at
                from batch_call b where 'batch_call_' || replace(public_id::text, '-', '') = ?
                returning batch_id""", batchCallId).mapTo(Long.class).one());
        return server.ids.call(batchId, 0, 1);
    }

    /** A number that nobody has had. */
    private String drawn() {
        made++;
        return "+9997000" + made;
    }

    /** Who asks without a key is of no organisation, and proves for each call that it may speak of it. */
    private Stream<String> routesWithAnId() {
        return server.routes.stream().filter(r -> r.path().contains("{") && r.needed() != null)
                .map(WholeServer::name);
    }

    private static String path(String call, String id) {
        return call.substring(call.indexOf(' ') + 1).replaceAll("\\{\\w+}", id);
    }

    /** Ids that say nothing, of every kind, and the owner's other ones where they do not belong. */
    private List<String> nowhere(String call, String theirs) {
        var all = new ArrayList<>(NOT_THERE);
        if (!call.contains("/api/")) {
            all.add(make(Thing.KEY));
            long batchId = server.database.read(handle -> handle
                    .select("select batch_id from batch_call where 'batch_call_' ||"
                            + " replace(public_id::text, '-', '') = ?", theirs)
                    .mapTo(Long.class).one());
            all.addAll(List.of(server.ids.task(batchId, 0), server.ids.call(batchId, 0, 1),
                    Long.toString(batchId)));
        } else {
            all.addAll(List.of(make(Thing.DRAFT), owner.key(Scope.READ).key()));
        }
        return all;
    }

    @ParameterizedTest
    @MethodSource("routesWithAnId")
    void what_another_organisation_has_is_answered_like_what_nobody_has(String call) {
        Example example = EXAMPLES.get(call);
        assertTrue(example != null, call + " has no example: add a request with which the owner succeeds");
        String method = call.substring(0, call.indexOf(' '));
        String theirs = make(example.thing());
        List<String> nowhere = nowhere(call, theirs);
        Map<String, String> before = server.contents();

        Reply foreign = Reply.of(ask(other, method, path(call, theirs), example.body()), theirs);
        assertEquals(404, foreign.status(), foreign.toString());
        for (String id : nowhere) {
            assertEquals(foreign, Reply.of(ask(other, method, path(call, id), example.body()), id), id);
        }
        assertEquals(before, server.contents());

        HttpResponse<String> own = ask(owner, method, path(call, theirs), example.body());
        assertEquals(2, own.statusCode() / 100, "the example proves something: " + own.body());
    }

    @Test
    void idempotency_keys_of_two_organisations_do_not_meet() {
        for (String path : List.of("/batch-call", "/api/keys")) {
            String id = path.equals("/batch-call") ? "batch_call_id" : "api_key_id";
            String body = path.equals("/batch-call") ? BATCH + "}" : "{}";
            var ask = new Ask("POST", path, body);
            String mine = WholeServer.field(once(owner, ask), id);
            String theirs = WholeServer.field(once(other, ask), id);
            assertFalse(mine.equals(theirs));
            assertEquals(path.equals("/batch-call") ? 201 : 409, once(other, ask).statusCode());
        }
    }

    private HttpResponse<String> once(Member who, Ask ask) {
        return server.send(WholeServer.as(who.key(Scope.ADMIN), server.request(ask))
                .header("Idempotency-Key", "one and the same " + ask.path()));
    }

    @Test
    void no_list_shows_anything_of_another_organisation() {
        List<String> foreign = List.of(batch("draft"), batch("sent"), make(Thing.KEY),
                make(Thing.DO_NOT_CALL), make(Thing.AGENT), make(Thing.CALLER_ID), make(Thing.TRUNK),
                owner.organizationId(),
                owner.key(Scope.READ).key(), owner.key(Scope.ADMIN).key());
        int asked = 0;
        for (Route route : server.routes) {
            // What figures count is named by nobody's id; FiguresTest has the law for them.
            if (route.needed() != null && !route.path().contains("{") && !route.path().equals("/api/figures")
                    && (route.method().equals("GET") || route.path().endsWith("/list"))) {
                String own = ask(owner, route.method(), route.path(), "{}").body();
                assertTrue(foreign.stream().anyMatch(own::contains), own);
                String text = ask(other, route.method(), route.path(), "{}").body();
                foreign.forEach(f -> assertFalse(text.contains(f), f + " in " + text));
                asked++;
            }
        }
        assertTrue(asked >= 2, asked + " lists were found");
    }
}
