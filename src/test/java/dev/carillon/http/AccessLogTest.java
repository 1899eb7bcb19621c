package dev.carillon.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

import dev.carillon.base.Patience;
import dev.carillon.base.Refusal;

/** Who watches is told of every answer, and the log has one line for the ones that matter. */
class AccessLogTest {

    private static final Authenticator NOBODY = (key, secret) -> {
        throw Refusal.of(Refusal.Code.UNAUTHENTICATED, "nobody");
    };

    private final Logger logger = (Logger) LoggerFactory.getLogger(AccessLog.class);
    private final LogEvents events = new LogEvents();
    private final List<String> told = new CopyOnWriteArrayList<>();

    @BeforeEach
    void listen() {
        events.start();
        logger.addAppender(events);
        logger.setLevel(Level.DEBUG);
    }

    @AfterEach
    void stopListening() {
        logger.detachAppender(events);
        logger.setLevel(null);
    }

    private final class Watching implements Observer {

        @Override
        public void answered(String method, String route, int status, long nanos) {
            assertTrue(nanos > 0);
            told.add(method + " " + route + " " + status);
        }

        @Override
        public void limited() {
            told.add("limited");
        }

        @Override
        public void early(int status) {
            told.add("early " + status);
        }
    }

    private HttpServer server(Duration slow) {
        var settings = new HttpServer.Settings("127.0.0.1", 0, 64, Duration.ofSeconds(5), slow);
        var routes = List.of(
                Route.open("GET", "/thing/{id}", r -> new Answer(200, "Read", null).tagged(r.path("id"))),
                Route.open("GET", "/health/ready", r -> Answer.error(503, "Not ready", "x", null)),
                Route.open("GET", "/stream", r -> Answer.streamed("x", json -> {
                    throw Refusal.of(Refusal.Code.TOO_MANY, "late");
                })),
                Route.open("GET", "/away", r -> {
                    throw Refusal.retryable(Refusal.Code.UNAVAILABLE, "away", 1);
                }));
        var house = new HttpServer.House(routes, NOBODY, e -> Optional.empty()).watchedBy(new Watching());
        return HttpServer.build(settings, house.observer()).open(house);
    }

    private static String get(HttpServer server, String path) {
        try (var client = HttpClient.newHttpClient()) {
            HttpResponse<String> answer = client.send(
                    HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path))
                            .header("If-None-Match", "\"same\"").build(),
                    BodyHandlers.ofString());
            return answer.headers().firstValue("X-Request-Id").orElse("");
        } catch (IOException e) {
            throw new AssertionError(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    /** The answer is on its way a little before it is told of. */
    private void awaitTold(int count) {
        assertTrue(Patience.until(Duration.ofSeconds(10), () -> told.size() == count), told::toString);
    }

    @Test
    void the_route_and_the_status_that_was_sent_are_told_and_never_the_path() {
        try (HttpServer server = server(Duration.ofHours(1))) {
            get(server, "/thing/4915112345678");
            get(server, "/thing/same");
            get(server, "/stream");
            get(server, "/nothing/4915112345678");
            awaitTold(4);
        }
        assertEquals(List.of("GET /thing/{id} 200", "GET /thing/{id} 304", "GET /stream 429",
                "GET none 404"), told);
    }

    @Test
    void each_line_has_its_requests_id_and_only_failures_are_warnings() {
        String id;
        try (HttpServer server = server(Duration.ofHours(1))) {
            get(server, "/thing/4915112345678");
            id = get(server, "/away");
            get(server, "/health/ready");
            awaitTold(3);
        }
        assertEquals(2, events.list.size(), events.list.toString());
        ILoggingEvent fine = events.list.getFirst();
        assertEquals(Level.DEBUG, fine.getLevel());
        assertTrue(fine.getFormattedMessage().startsWith("GET /thing/{id} 200 in "));
        ILoggingEvent failed = events.list.getLast();
        assertEquals(Level.WARN, failed.getLevel());
        assertTrue(failed.getFormattedMessage().startsWith("GET /away 503 in "));
        assertEquals(id, failed.getMDCPropertyMap().get("request_id"));
        assertFalse(id.isEmpty());
    }

    @Test
    void what_is_slower_than_is_set_is_a_warning() {
        try (HttpServer server = server(Duration.ofNanos(1))) {
            get(server, "/thing/1");
            get(server, "/health/ready");
            awaitTold(2);
        }
        assertEquals(List.of(Level.WARN), events.list.stream().map(ILoggingEvent::getLevel).toList());
    }

    @Test
    void what_the_web_server_answers_by_itself_is_told_as_early() throws IOException {
        try (HttpServer server = server(Duration.ofHours(1));
                var socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            socket.getOutputStream().write("nonsense\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            socket.getInputStream().readAllBytes();
            awaitTold(1);
        }
        assertEquals(List.of("early 400"), told);
    }
}
