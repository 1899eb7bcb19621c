package dev.carillon.organization;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

import dev.carillon.base.Chance;
import dev.carillon.base.Ids;
import dev.carillon.base.VirtualTimeline;
import dev.carillon.db.Database;
import dev.carillon.db.TestPostgres;
import dev.carillon.http.Scope;
import dev.carillon.http.ServerFixture;

@Tag("database")
class KeyRoutesTest {

    private static final Instant START = Instant.parse("2026-05-01T10:00:00Z");
    private static final Duration OBEYED = Duration.ofSeconds(1);
    private static final String UNKNOWN = "apikey_00000000000000000000000000000000";

    private final VirtualTimeline timeline = new VirtualTimeline(START);
    private final Database database = Database.open(TestPostgres.database(), "test", 8);
    private final Keys keys = new Keys(database, timeline, Chance.secure(),
            new Ids(new byte[16], Chance.secure(), timeline));
    private final KeyAuthenticator authenticator = new KeyAuthenticator(database, timeline);
    private final ServerFixture server = new ServerFixture(KeyRoutes.of(database, keys, timeline),
            authenticator, e -> Optional.empty());
    private final String organization = keys.createOrganization();
    private final Credentials admin = keys.create(organization, Scope.ADMIN);

    @AfterEach
    void close() {
        server.close();
        authenticator.close();
        database.close();
    }

    private HttpRequest.Builder request(Credentials who, String method, String path, String body) {
        return server.request("/api/keys" + path).header("X-API-KEY", who.key())
                .header("X-API-SECRET", who.secret())
                .method(method, HttpRequest.BodyPublishers.ofString(body.replace('\'', '"')));
    }

    private HttpResponse<String> ask(Credentials who, String method, String path, String body) {
        return server.send(request(who, method, path, body));
    }

    private HttpResponse<String> ask(String method, String path, String body) {
        return ask(admin, method, path, body);
    }

    private JsonNode data(int status, HttpResponse<String> response) {
        assertEquals(status, response.statusCode(), response.body());
        return ServerFixture.json(response).get("data");
    }

    private String error(int status, HttpResponse<String> response) {
        assertEquals(status, response.statusCode(), response.body());
        return ServerFixture.json(response).get("error").stringValue();
    }

    private JsonNode create(String body) {
        return data(201, ask("POST", "", body));
    }

    private static Credentials pair(JsonNode created) {
        return new Credentials(created.get("key").stringValue(), created.get("secret").stringValue());
    }

    private static String id(JsonNode key) {
        return "/" + key.get("api_key_id").stringValue();
    }

    private String idOf(Credentials credentials) {
        return database.read(handle -> handle
                .select("select '/apikey_' || replace(api_key_id::text, '-', '') from api_key where key = ?",
                        credentials.key())
                .mapTo(String.class).one());
    }

    private String rows() {
        return database.read(handle -> handle
                .select("select string_agg(k::text, ' ' order by key) from api_key k").mapTo(String.class)
                .one());
    }

    @Test
    void a_new_key_is_told_with_its_secret_and_works_at_once() {
        HttpResponse<String> response = ask("POST", "", "{'name': 'Campaign tool', 'scope': 'admin'}");
        JsonNode made = data(201, response);
        assertEquals(List.of("api_key_id", "key", "secret", "name", "scope", "created_at", "revoked_at"),
                List.copyOf(made.propertyNames()));
        assertTrue(made.get("api_key_id").stringValue().matches("apikey_[0-9a-f]{32}"));
        assertEquals("Campaign tool", made.get("name").stringValue());
        assertEquals("admin", made.get("scope").stringValue());
        assertEquals(START.getEpochSecond(), made.get("created_at").longValue());
        assertTrue(made.get("revoked_at").isNull());
        assertEquals(List.of("no-store"), response.headers().allValues("Cache-Control"));
        assertEquals(200, ask(pair(made), "GET", "", "").statusCode());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{}", "{'name': null, 'scope': null}"})
    void a_key_of_which_nothing_is_said_may_operate_and_has_no_name(String body) {
        JsonNode made = create(body);
        assertEquals("operate", made.get("scope").stringValue());
        assertTrue(made.get("name").isNull());
        assertTrue(error(403, ask(pair(made), "GET", "", "")).endsWith("it needs the scope admin"));
    }

    @Test
    void keys_are_listed_by_page_the_oldest_first_and_without_secrets() {
        for (int i = 0; i < 4; i++) {
            timeline.advance(OBEYED);
            create("{'name': 'key " + i + "'}");
        }
        keys.create(keys.createOrganization(), Scope.ADMIN);
        HttpResponse<String> response = ask("GET", "?page=1&limit=2", "");
        JsonNode data = data(200, response);
        assertEquals(List.of("keys", "pagination", "returned_count"), List.copyOf(data.propertyNames()));
        assertEquals("""
                {"page":1,"limit":2,"total_count":5,"total_pages":3,"has_next_page":true,\
                "has_previous_page":true}""", data.get("pagination").toString());
        assertEquals(2, data.get("returned_count").intValue());
        JsonNode first = data.get("keys").get(0);
        assertEquals("key 1", first.get("name").stringValue());
        assertEquals(List.of("api_key_id", "key", "name", "scope", "created_at", "revoked_at"),
                List.copyOf(first.propertyNames()));
        assertEquals(first, data(200, ask("GET", id(first), "")));
        assertFalse(response.body().contains("s3cr3t_") || response.body().contains("hash"));
        assertEquals(0, data(200, ask("GET", "?page=9", "")).get("returned_count").intValue());
        assertTrue(error(400, ask("GET", "?limit=101", "")).startsWith("limit: "));
    }

    @Test
    void a_name_and_a_scope_are_changed_and_what_is_not_named_stays() {
        JsonNode made = create("{'name': 'one', 'scope': 'admin'}");
        assertEquals("two", data(200, ask("PATCH", id(made), "{'name': 'two'}")).get("name").stringValue());
        assertEquals("admin", data(200, ask("GET", id(made), "")).get("scope").stringValue());
        JsonNode demoted = data(200, ask("PATCH", id(made), "{'scope': 'read'}"));
        assertEquals("two", demoted.get("name").stringValue());
        assertEquals("read", demoted.get("scope").stringValue());
        timeline.advance(OBEYED);
        assertEquals(403, ask(pair(made), "GET", "", "").statusCode());
        assertTrue(data(200, ask("PATCH", id(made), "{'name': null}")).get("name").isNull());
        String before = rows();
        data(200, ask("PATCH", id(made), "{}"));
        assertEquals(before, rows());
    }

    @Test
    void a_revoked_key_is_refused_within_a_second_and_revoking_again_changes_nothing() {
        JsonNode made = create("{'scope': 'admin'}");
        assertEquals(200, ask(pair(made), "GET", "", "").statusCode());
        HttpResponse<String> revoked = ask("DELETE", id(made), "");
        assertEquals(200, revoked.statusCode());
        assertTrue(ServerFixture.json(revoked).get("data").isNull());
        timeline.advance(OBEYED);
        assertEquals(401, ask(pair(made), "GET", "", "").statusCode());
        String before = rows();
        assertEquals(revoked.body(), ask("DELETE", id(made), "").body());
        assertEquals(before, rows());
        assertEquals(START.getEpochSecond(),
                data(200, ask("GET", id(made), "")).get("revoked_at").longValue());
        assertTrue(error(409, ask("PATCH", id(made), "{'name': 'again'}")).contains("revoked"));
    }

    @Test
    void the_last_key_of_scope_admin_can_be_neither_revoked_nor_demoted() {
        String own = idOf(admin);
        keys.create(keys.createOrganization(), Scope.ADMIN);
        create("{'scope': 'operate'}");
        data(200, ask("DELETE", id(create("{'scope': 'admin'}")), ""));
        String before = rows();
        assertTrue(error(409, ask("DELETE", own, "")).contains("last API key of scope admin"));
        assertTrue(error(409, ask("PATCH", own, "{'scope': 'operate'}")).contains("last API key"));
        assertEquals(before, rows());
        data(200, ask("PATCH", own, "{'scope': 'admin', 'name': 'the last'}"));
        create("{'scope': 'admin'}");
        data(200, ask("DELETE", own, ""));
    }

    @Test
    void keys_that_revoke_each_other_at_the_same_time_leave_one() throws Exception {
        var ring = new ArrayList<Credentials>(List.of(admin));
        IntStream.range(0, 7).forEach(i -> ring.add(pair(create("{'scope': 'admin'}"))));
        List<String> ids = ring.stream().map(this::idOf).toList();
        ring.forEach(c -> data(200, ask(c, "GET", "", "")));
        var statuses = new ArrayList<Integer>();
        for (Future<Integer> f : together(IntStream.range(0, ring.size()).mapToObj(
                i -> request(ring.get(i), "DELETE", ids.get((i + 1) % ring.size()), "")).toList())) {
            statuses.add(f.get());
        }
        assertEquals(ring.size() - 1, statuses.stream().filter(s -> s == 200).count(), statuses::toString);
        assertEquals(1, statuses.stream().filter(s -> s == 409).count(), statuses::toString);
    }

    @Test
    void a_repeated_idempotency_key_is_a_conflict_and_no_secret_is_kept() throws Exception {
        HttpRequest.Builder once =
                request(admin, "POST", "", "{'name': 'one'}").header("Idempotency-Key", "k");
        JsonNode made = data(201, server.send(once));
        assertTrue(error(409, server.send(once)).contains("Idempotency-Key"));
        error(409, server.send(request(admin, "POST", "", "{}").header("Idempotency-Key", "k")));
        String kept = database.read(handle -> handle.select("select i::text from idempotency i")
                .mapTo(String.class).one());
        assertFalse(kept.contains(made.get("secret").stringValue())
                || kept.contains(made.get("key").stringValue()));

        int created = 0;
        for (Future<Integer> f : together(IntStream.range(0, 6).mapToObj(
                i -> request(admin, "POST", "", "{'name': 'two'}").header("Idempotency-Key", "l"))
                .toList())) {
            created += f.get() == 201 ? 1 : 0;
        }
        assertEquals(1, created);
        assertEquals(3, data(200, ask("GET", "", "")).get("returned_count").intValue());
        timeline.advance(Duration.ofHours(24));
        data(201, server.send(once));
    }

    private List<Future<Integer>> together(List<HttpRequest.Builder> requests)
            throws InterruptedException, ExecutionException {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            return requests.stream().map(r -> threads.submit(() -> server.send(r).statusCode())).toList();
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "{'name': 7}                  | name: must be text, not a number; allowed: text of 1 to 255",
            "{'name': ''}                 | name: is empty; allowed: text of 1 to 255 characters",
            "{'name': 'a\\u0000b'}        | name: has control characters",
            "{'scope': 'root'}            | scope: \"root\" is not known; allowed: read, operate, admin",
            "{'scope': 'Admin'}           | scope: \"Admin\" is not known; allowed: read, operate, admin",
            "{'scope': 2}                 | scope: must be text, not a number; allowed: read, operate, admin",
            "[]                           | body: must be a JSON object",
            "{                            | body: is not valid JSON"}, quoteCharacter = '`')
    void bad_fields_are_refused_by_name_and_nothing_is_made(String body, String error) {
        String before = rows();
        String text = error(400, ask("POST", "", body));
        assertTrue(text.startsWith(error), text);
        text = error(400, ask("PATCH", idOf(admin), body));
        assertTrue(text.startsWith(error), text);
        assertEquals(before, rows());
    }

    @Test
    void a_name_has_at_most_255_characters_of_any_alphabet() {
        assertEquals("é".repeat(255),
                create("{'name': '" + "é".repeat(255) + "'}").get("name").stringValue());
        create("{'name': '" + "🔔".repeat(255) + "'}");
        assertTrue(error(400, ask("POST", "", "{'name': '" + "é".repeat(256) + "'}")).startsWith("name: "));
    }

    @ParameterizedTest
    @ValueSource(strings = {UNKNOWN, "apikey_x", "42", "batch_call_00000000000000000000000000000000", "%20"})
    void an_id_that_is_not_there_is_404_for_every_call(String id) {
        for (String method : List.of("GET", "PATCH", "DELETE")) {
            assertEquals("there is no API key with this id", error(404, ask(method, "/" + id, "{}")));
        }
    }
}
