package dev.carillon.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import tools.jackson.databind.JsonNode;

import dev.carillon.http.Exchange;
import dev.carillon.http.Held;
import dev.carillon.http.OpenApi;
import dev.carillon.http.OpenApi.Operation;
import dev.carillon.http.OpenApi.Part;
import dev.carillon.http.ServerFixture;

/** openapi.yaml is the server's: its routes, its answers, and nothing looser than they are. */
@Tag("database")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OpenApiTest {

    private final RunningServer server =
            new RunningServer(Map.of("CARILLON_SECRETS_KEY", "Q".repeat(43) + "="));
    private final Map<String, Reply> tour = Tour.of(server);

    @AfterAll
    void close() {
        server.close();
    }

    private Exchange toured(String operation) {
        return Objects.requireNonNull(tour.get(operation)).exchange();
    }

    private static Set<String> described() {
        return OpenApi.FILE.operations().stream().map(Operation::name)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    @Test
    void its_routes_are_those_of_the_server_and_the_other_way_round() {
        var served = new TreeSet<String>();
        server.node.routes().forEach(r -> served.add(r.method() + " " + r.path()));
        assertEquals(described(), served);
    }

    @Test
    void a_route_needs_a_key_as_the_file_says() {
        Map<String, Operation> file = OpenApi.FILE.operations().stream()
                .collect(Collectors.toMap(Operation::name, o -> o));
        server.node.routes().forEach(r -> {
            JsonNode security =
                    Objects.requireNonNull(file.get(r.method() + " " + r.path())).tree().path("security");
            assertEquals(r.needed() == null, security.isArray() && security.isEmpty(), r.path());
        });
    }

    @Test
    void every_answer_to_a_right_pair_may_tell_its_rate_limit() {
        for (Operation o : OpenApi.FILE.operations()) {
            boolean open = o.tree().has("security");
            Part responses = OpenApi.FILE.below(new Part(o.pointer(), o.tree()), "responses");
            for (String status : responses.tree().propertyNames()) {
                Part headers = OpenApi.FILE.below(OpenApi.FILE.below(responses, status), "headers");
                boolean told = headers.tree().has("RateLimit-Policy") && headers.tree().has("RateLimit");
                assertTrue(told || open || status.equals("401"), o.name() + " " + status);
            }
        }
    }

    @Test
    void it_is_served_as_it_is_kept() {
        Reply reply = server.send(Ask.get("/openapi.yaml").anonymously());
        assertEquals("application/yaml", reply.header("Content-Type").orElse(""));
        assertTrue(reply.text().startsWith("openapi: 3.1.0\n"));
        assertEquals(OpenApi.FILE.root(), OpenApi.parsed(reply.text()));
    }

    @Test
    void every_operation_answers_a_good_request_as_described() {
        assertEquals(described(), new TreeSet<>(tour.keySet()));
        tour.forEach((operation, reply) -> {
            assertTrue(reply.status() < 300, operation + " " + reply.text());
            assertEquals(List.of(), Held.objections(OpenApi.FILE, reply.exchange()), operation);
        });
    }

    @Test
    void every_field_of_a_good_answer_that_is_dropped_added_or_retyped_is_objected_to() {
        var missed = new ArrayList<String>();
        int tried = 0;
        for (Reply reply : tour.values()) {
            if (!reply.header("Content-Type").orElse("").equals("application/json")) {
                continue;
            }
            for (Mutations.Bad bad : Mutations.of(reply.json())) {
                tried++;
                Exchange.Told told = reply.exchange().told();
                var changed = new Exchange(reply.exchange().asked(),
                        new Exchange.Told(told.status(), told.headers(), bad.answer().toString()));
                if (Held.objections(OpenApi.FILE, changed).isEmpty()) {
                    missed.add(reply.exchange().asked().target() + ": " + bad.how());
                }
            }
        }
        assertEquals(List.of(), missed);
        assertTrue(tried > 500, tried + " tried");
    }

    @Test
    void every_example_of_an_answer_is_valid_and_every_change_of_it_is_not() {
        var wrong = new ArrayList<String>();
        answers().forEach((pointer, examples) -> examples.forEach(example -> {
            List<String> objections = OpenApi.FILE.objections(pointer, example);
            if (!objections.isEmpty()) {
                wrong.add(pointer + ": " + objections);
            }
            Mutations.of(example).stream()
                    .filter(bad -> OpenApi.FILE.objections(pointer, bad.answer()).isEmpty())
                    .forEach(bad -> wrong.add(pointer + " takes " + bad.how()));
        }));
        assertEquals(List.of(), wrong);
    }

    /** The examples of every answer in JSON, by the place of its schema. */
    private static Map<String, List<JsonNode>> answers() {
        OpenApi file = OpenApi.FILE;
        return file.operations().stream().flatMap(o -> {
            Part responses = file.below(new Part(o.pointer(), o.tree()), "responses");
            return responses.tree().propertyNames().stream().map(status -> file.below(responses, status));
        }).map(answer -> file.below(file.below(answer, "content"), "application/json"))
                .filter(media -> !media.tree().isMissingNode())
                .collect(Collectors.toMap(media -> file.below(media, "schema").pointer(),
                        media -> examples(file, media), (a, b) -> a.isEmpty() ? b : a));
    }

    private static List<JsonNode> examples(OpenApi file, Part media) {
        Part examples = file.below(media, "examples");
        return examples.tree().propertyNames().stream()
                .map(name -> file.below(examples, name).tree().get("value")).toList();
    }

    @Test
    void every_example_of_a_request_is_valid() {
        OpenApi file = OpenApi.FILE;
        for (Operation o : file.operations()) {
            Part body = file.below(new Part(o.pointer(), o.tree()), "requestBody");
            Part media = file.below(file.below(body, "content"), "application/json");
            examples(file, media).forEach(example -> assertEquals(List.of(),
                    file.objections(file.below(media, "schema").pointer(), example), o.name()));
        }
    }

    @Test
    void every_object_of_an_answer_is_closed_and_says_what_is_required() {
        var open = new ArrayList<String>();
        OpenApi.FILE.root().at("/components/schemas")
                .forEachEntry((name, schema) -> objects(name, schema, open));
        assertEquals(List.of(), open);
    }

    /** Those of requests are open, for the server ignores what it does not know; they say so. */
    private static void objects(String name, JsonNode schema, List<String> open) {
        if (schema.isObject() && schema.has("properties") && schema.has("type")) {
            JsonNode closed = schema.path("additionalProperties");
            boolean required = schema.has("required") || closed.asBoolean(true)
                    || name.equals("AppliedFilters");
            if (!closed.isBoolean() || !required) {
                open.add(name);
            }
        }
        schema.forEach(child -> objects(name, child, open));
    }

    @Test
    void an_answer_that_is_not_described_is_objected_to() {
        Exchange good = toured("GET /batch-call/list");
        Exchange.Told told = good.told();
        assertObjected(good, new Exchange.Told(418, told.headers(), told.body()));
        assertObjected(good, new Exchange.Told(200, Map.of(), told.body()));
        assertObjected(good, new Exchange.Told(200,
                Map.of("X-Request-Id", List.of("7"), "Content-Type", List.of("application/json")),
                told.body()));
        assertObjected(good, new Exchange.Told(200, told.headers(), "{"));
        assertObjected(good, new Exchange.Told(503, told.headers(), told.body()));
        var asked = new Exchange.Asked("GET", "/batch-call/list?limit=0", Map.of(), "");
        assertFalse(Held.objections(OpenApi.FILE, new Exchange(asked, told)).isEmpty());
    }

    private static void assertObjected(Exchange good, Exchange.Told told) {
        assertFalse(Held.objections(OpenApi.FILE, new Exchange(good.asked(), told)).isEmpty());
    }

    @Test
    void what_the_fixtures_send_is_seen() {
        var body = toured("POST /batch-call").asked().body();
        assertEquals("Q1", ServerFixture.JSON.readTree(body).get("name").asString());
    }
}
