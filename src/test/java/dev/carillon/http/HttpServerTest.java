package dev.carillon.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

import dev.carillon.base.Patience;
import dev.carillon.base.Refusal;

class HttpServerTest {

    private static final CountDownLatch ENTERED = new CountDownLatch(1);
    private static final CountDownLatch RELEASED = new CountDownLatch(1);

    private static ServerFixture server;

    @BeforeAll
    static void start() {
        server = new ServerFixture(routes(), HttpServerTest::authenticate, HttpServerTest::translate);
    }

    @AfterAll
    static void stop() {
        RELEASED.countDown();
        server.close();
    }

    @Test
    void a_port_that_is_taken_is_known_before_and_refused_at_last() {
        int taken = server.server().port();
        assertThrows(IOException.class, () -> HttpServer.tryPort("127.0.0.1", taken));
        var settings = new HttpServer.Settings("127.0.0.1", taken, 64, Duration.ofSeconds(5));
        var house =
                new HttpServer.House(routes(), HttpServerTest::authenticate, HttpServerTest::translate);
        assertThrows(IllegalStateException.class,
                () -> HttpServer.build(settings, house.observer()).open(house));
    }

    private static List<Route> routes() {
        return List.of(
                new Route("GET", "/thing/{id}", Scope.READ, r -> new Answer(200, "Read", json -> {
                    json.writeStringProperty("id", r.path("id"));
                    json.writeStringProperty("organization_id", r.caller().organizationId());
                })),
                new Route("GET", "/thing/list", Scope.READ, r -> new Answer(200, "Listed", null)),
                new Route("POST", "/thing", Scope.OPERATE, r -> new Answer(201, "Made",
                        json -> json.writeStringProperty("name", r.body().requiredText("name", 1, 10)))),
                new Route("POST", "/thing/{id}/stop", Scope.ADMIN, r -> new Answer(200, "Stopped",
                        json -> json.writeBooleanProperty("now", r.bodyOrEmpty().bool("now").orElse(false)))),
                Route.open("GET", "/defect", r -> {
                    throw new IllegalStateException("the inside");
                }),
                Route.open("GET", "/away", r -> {
                    throw new ArithmeticException("away");
                }),
                Route.open("GET", "/refused/{code}", r -> {
                    throw Refusal.of(Refusal.Code.valueOf(r.path("code")), "because");
                }),
                Route.open("GET", "/slow", r -> {
                    ENTERED.countDown();
                    Patience.until(Duration.ofSeconds(20), () -> RELEASED.getCount() == 0);
                    return new Answer(200, "Slow", null);
                }));
    }

    private static Caller authenticate(String key, String secret) {
        if (!secret.equals("right")) {
            throw Refusal.of(Refusal.Code.UNAUTHENTICATED, "the key or its secret is not valid");
        }
        return new Caller("org-of-" + key, Scope.valueOf(key.toUpperCase(Locale.ROOT)));
    }

    private static Optional<Refusal> translate(RuntimeException e) {
        return e instanceof ArithmeticException
                ? Optional.of(Refusal.retryable(Refusal.Code.UNAVAILABLE, "the database is away", 3))
                : Optional.empty();
    }

    private static HttpRequest.Builder with(String key, String path) {
        return server.request(path).header("X-API-KEY", key).header("X-API-SECRET", "right");
    }

    private static HttpRequest.Builder post(String key, String path, String body) {
        return with(key, path).POST(HttpRequest.BodyPublishers.ofString(body))
                .header("Content-Type", "application/json");
    }

    private static void assertEnvelope(int status, String message, HttpResponse<String> response) {
        assertEquals(status, response.statusCode(), response.body());
        JsonNode json = ServerFixture.json(response);
        assertEquals(List.of("message", "status", "error", "data"), List.copyOf(json.propertyNames()));
        assertEquals(message, json.get("message").stringValue());
        assertEquals(status < 400 ? "success" : "error", json.get("status").stringValue());
        assertEquals(status < 400, json.get("error").isNull());
        assertTrue(response.headers().firstValue("X-Request-Id").isPresent());
        assertEquals("application/json", response.headers().firstValue("Content-Type").orElse(""));
    }

    private static String error(HttpResponse<String> response) {
        return ServerFixture.json(response).get("error").stringValue();
    }

    @Test
    void an_answer_has_the_envelope_in_its_order() {
        HttpResponse<String> response = server.send(with("read", "/thing/a%20b"));
        assertEnvelope(200, "Read", response);
        assertEquals("""
                {"message":"Read","status":"success","error":null,\
                "data":{"id":"a b","organization_id":"org-of-read"}}""", response.body());
    }

    @Test
    void a_literal_segment_wins_over_a_parameter() {
        assertEnvelope(200, "Listed", server.send(with("read", "/thing/list")));
    }

    @Test
    void missing_and_wrong_credentials_are_401() {
        assertEnvelope(401, "Authentication failed", server.send(server.request("/thing/1")));
        assertEnvelope(401, "Authentication failed",
                server.send(server.request("/thing/1").header("X-API-KEY", "read")));
        assertEnvelope(401, "Authentication failed",
                server.send(server.request("/thing/1").header("X-API-SECRET", "right")));
        assertEnvelope(401, "Authentication failed",
                server.send(
                        server.request("/thing/1").header("x-api-key", "read").header("x-api-secret", "no")));
        assertEnvelope(401, "Authentication failed",
                server.send(with("read", "/thing/1").header("X-API-KEY", "admin")));
    }

    @Test
    void a_key_may_do_what_its_scope_includes() {
        assertEnvelope(403, "Forbidden", server.send(post("read", "/thing", "{}")));
        assertEnvelope(403, "Forbidden", server.send(post("operate", "/thing/1/stop", "")));
        assertEnvelope(200, "Read", server.send(with("admin", "/thing/1")));
        assertEnvelope(200, "Stopped", server.send(post("admin", "/thing/1/stop", "")));
    }

    @ParameterizedTest
    @MethodSource("unknownPaths")
    void an_unknown_path_is_404(String path) {
        assertEnvelope(404, "Not found", server.send(server.request(path)));
    }

    static Stream<String> unknownPaths() {
        return Stream.of("/", "/things", "/thing/1/2", "/thing/", "/thing/list/", "//thing/list",
                "/thing/%ff",
                "/thing%2Flist", "/Thing/list");
    }

    @Test
    void another_method_is_405_and_says_which_are_allowed() {
        HttpResponse<String> response = server.send(with("read", "/thing/1").DELETE());
        assertEnvelope(405, "Method not allowed", response);
        assertEquals("GET, HEAD", response.headers().firstValue("Allow").orElse(""));
        assertEquals("POST", server.send(with("read", "/thing")).headers().firstValue("Allow").orElse(""));
        assertEquals(405,
                server.send(with("read", "/thing/1").method("BREW", HttpRequest.BodyPublishers.noBody()))
                        .statusCode());
    }

    @Test
    void head_is_answered_like_get_without_a_body() {
        HttpResponse<String> get = server.send(with("read", "/thing/1"));
        HttpResponse<String> head = server.send(with("read", "/thing/1").HEAD());
        assertEquals(200, head.statusCode());
        assertEquals("", head.body());
        assertEquals(get.headers().firstValue("Content-Length"), head.headers().firstValue("Content-Length"));
        String two = server.raw("""
                HEAD /thing/1 HTTP/1.1\r
                Host: x\r
                X-API-KEY: read\r
                X-API-SECRET: right\r
                \r
                GET /thing/list HTTP/1.1\r
                Host: x\r
                X-API-KEY: read\r
                X-API-SECRET: right\r
                Connection: close\r
                \r
                """);
        assertFalse(two.contains("org-of-read"), two);
        assertTrue(
                two.endsWith("{\"message\":\"Listed\",\"status\":\"success\",\"error\":null,\"data\":null}"),
                two);
    }

    @ParameterizedTest
    @MethodSource("refusals")
    void every_refusal_has_its_status(Refusal.Code code, int status, String message) {
        HttpResponse<String> response = server.send(server.request("/refused/" + code));
        assertEnvelope(status, message, response);
        assertEquals("because", error(response));
        boolean later = status == 429 || status == 503;
        assertEquals(later, response.headers().firstValue("Retry-After").isPresent());
    }

    static Stream<Arguments> refusals() {
        return Stream.of(Arguments.of(Refusal.Code.INVALID, 400, "Validation error"),
                Arguments.of(Refusal.Code.UNAUTHENTICATED, 401, "Authentication failed"),
                Arguments.of(Refusal.Code.FORBIDDEN, 403, "Forbidden"),
                Arguments.of(Refusal.Code.NOT_FOUND, 404, "Not found"),
                Arguments.of(Refusal.Code.METHOD_NOT_ALLOWED, 405, "Method not allowed"),
                Arguments.of(Refusal.Code.CONFLICT, 409, "Conflict"),
                Arguments.of(Refusal.Code.TOO_LARGE, 413, "Request too large"),
                Arguments.of(Refusal.Code.WRONG_TYPE, 415, "Unsupported media type"),
                Arguments.of(Refusal.Code.NOT_AVAILABLE, 422, "Not available yet"),
                Arguments.of(Refusal.Code.TOO_MANY, 429, "Too many requests"),
                Arguments.of(Refusal.Code.UNAVAILABLE, 503, "Service unavailable"));
    }

    @Test
    void what_another_room_says_of_its_exception_is_heeded() {
        HttpResponse<String> response = server.send(server.request("/away"));
        assertEnvelope(503, "Service unavailable", response);
        assertEquals("3", response.headers().firstValue("Retry-After").orElse(""));
    }

    @Test
    void a_defect_is_500_with_an_id_that_is_in_the_log_and_nothing_of_the_inside() {
        try (var log = new LogCapture()) {
            HttpResponse<String> response = server.send(server.request("/defect"));
            assertEnvelope(500, "Internal error", response);
            assertFalse(response.body().contains("inside"));
            String id = response.headers().firstValue("X-Request-Id").orElseThrow();
            assertTrue(error(response).contains(id));
            assertTrue(log.text().contains(id) && log.text().contains("the inside"), log.text());
        }
    }

    @Test
    void secrets_are_in_no_log() {
        try (var log = new LogCapture()) {
            server.send(server.request("/thing/1").header("X-API-KEY", "read").header("X-API-SECRET",
                    "s3cr3t_never"));
            server.raw("GET /%zz HTTP/1.1\r\nHost: x\r\nX-API-SECRET: s3cr3t_never\r\n\r\n");
            // It is logged when it was sent.
            assertTrue(Patience.until(Duration.ofSeconds(10), () -> log.text().contains("/thing/{id}")));
            assertFalse(log.text().contains("s3cr3t_never"), log.text());
        }
    }

    @ParameterizedTest
    @MethodSource("early")
    void what_the_web_server_answers_by_itself_has_the_envelope(String request, int status, String message) {
        String answer = server.raw(request);
        assertTrue(answer.startsWith("HTTP/1.1 " + status + " "), answer);
        String lower = answer.toLowerCase(Locale.ROOT);
        assertTrue(lower.contains("x-request-id: "), answer);
        assertTrue(lower.contains("content-type: application/json"), answer);
        JsonNode json = ServerFixture.JSON.readTree(answer.substring(answer.indexOf("\r\n\r\n") + 4));
        assertEquals(message, json.get("message").stringValue());
        assertEquals("error", json.get("status").stringValue());
        assertTrue(json.get("error").isString());
        assertTrue(json.get("data").isNull());
    }

    static Stream<Arguments> early() {
        String auth = "Host: x\r\nX-API-KEY: operate\r\nX-API-SECRET: right\r\n";
        return Stream.of(
                Arguments.of("GET /%zz HTTP/1.1\r\nHost: x\r\n\r\n", 400, "Validation error"),
                Arguments.of("GET /thing/list HTTP/1.1\r\n\r\n", 400, "Validation error"),
                Arguments.of("GET /thing/list HTTP/1.1\r\nHost: x\r\nHost: y\r\n\r\n", 400,
                        "Validation error"),
                Arguments.of("GET /thing/list HTTP/1.1\r\nHost: x\r\nbroken header\r\n\r\n", 400,
                        "Validation error"),
                Arguments.of("GET /thing/list HTTP/1.1\r\nHost: x\r\nA: b\nC: d\r\n\r\n", 400,
                        "Validation error"),
                Arguments.of("GET /" + "a".repeat(9000) + " HTTP/1.1\r\nHost: x\r\n\r\n", 414,
                        "Address too long"),
                Arguments.of("GET / HTTP/1.1\r\nHost: x\r\nA: " + "a".repeat(20_000) + "\r\n\r\n", 431,
                        "Headers too large"),
                Arguments.of("POST /thing HTTP/1.1\r\n" + auth + "Content-Length: 16777217\r\n\r\n", 413,
                        "Request too large"),
                Arguments.of(
                        "POST /thing HTTP/1.1\r\n" + auth + "Transfer-Encoding: chunked\r\n\r\n1000001\r\n",
                        413, "Request too large"),
                Arguments.of("POST /thing HTTP/1.1\r\n" + auth + "Content-Length: abc\r\n\r\n", 400,
                        "Validation error"),
                Arguments.of("POST /thing HTTP/1.1\r\n" + auth + "Content-Length: -1\r\n\r\n", 400,
                        "Validation error"),
                Arguments.of(
                        "POST /thing HTTP/1.1\r\n" + auth + "Content-Length: 2\r\nTransfer-Encoding: chunked"
                                + "\r\n\r\n0\r\n\r\n",
                        400, "Validation error"),
                Arguments.of("POST /thing HTTP/1.1\r\n" + auth + "Transfer-Encoding: gzip, chunked\r\n\r\n",
                        501,
                        "Not supported"),
                Arguments.of("POST /thing HTTP/1.1\r\n" + auth + "Transfer-Encoding: chunked\r\n\r\nzz\r\n",
                        400,
                        "Validation error"));
    }

    @Test
    void a_body_of_another_type_is_415() {
        HttpResponse<String> response = server.send(with("operate", "/thing")
                .POST(HttpRequest.BodyPublishers.ofString("name=x"))
                .header("Content-Type", "application/x-www-form-urlencoded"));
        assertEnvelope(415, "Unsupported media type", response);
        for (String type : List.of("application/json", "application/json; charset=UTF-8")) {
            assertEnvelope(201, "Made", server.send(with("operate", "/thing").header("Content-Type", type)
                    .POST(HttpRequest.BodyPublishers.ofString("{\"name\":\"x\"}"))));
        }
        assertEnvelope(415, "Unsupported media type", server.send(post("operate", "/thing", "{}")
                .header("Content-Encoding", "gzip")));
        assertEnvelope(415, "Unsupported media type", server.send(with("operate", "/thing")
                .header("Content-Type", "application/json; charset=utf-16")
                .POST(HttpRequest.BodyPublishers.ofString("{}"))));
    }

    @Test
    void a_connection_goes_on_after_a_refused_body_that_was_not_read() {
        String two = server.raw("POST /thing HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\n\r\nabcd"
                + "GET /refused/CONFLICT HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
        assertTrue(two.startsWith("HTTP/1.1 401 ") && two.contains("HTTP/1.1 409 "), two);
    }

    @Test
    void a_stop_lets_a_request_end_and_takes_no_other() throws Exception {
        var own = new ServerFixture(routes(), HttpServerTest::authenticate, HttpServerTest::translate);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var slow = threads
                    .submit(() -> own.raw("GET /slow HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"));
            ENTERED.await();
            var stopping = threads.submit(own.server()::close);
            assertTrue(Patience.until(Duration.ofSeconds(10), () -> refusesConnections(own)));
            assertFalse(slow.isDone());
            RELEASED.countDown();
            assertTrue(slow.get().startsWith("HTTP/1.1 200 "));
            stopping.get();
        }
    }

    private static boolean refusesConnections(ServerFixture own) {
        try {
            own.raw("GET /defect HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
            return false;
        } catch (IllegalStateException e) {
            return true;
        }
    }
}
