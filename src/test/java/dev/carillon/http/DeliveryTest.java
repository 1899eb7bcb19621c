package dev.carillon.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.zip.GZIPInputStream;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JsonGenerator;

import dev.carillon.base.Patience;
import dev.carillon.base.Refusal;

/** How an answer reaches a client, whatever it is made of. */
class DeliveryTest {

    private static final int MANY = 200_000;

    private static ServerFixture server;
    private static HttpClient client;

    @BeforeAll
    static void start() {
        client = HttpClient.newHttpClient();
        server = new ServerFixture(List.of(
                Route.open("GET", "/small", _ -> new Answer(200, "Small", null).tagged("s1")),
                Route.open("GET", "/large",
                        _ -> new Answer(200, "Large", json -> numbers(json, 5_000)).tagged("l1")
                                .with("X-Metrics-As-Of", "7")),
                Route.open("GET", "/plain", _ -> Answer.plain("text/plain; charset=utf-8", "plain words")),
                Route.open("GET", "/streamed", _ -> Answer.streamed("Streamed", json -> numbers(json, MANY))),
                // As long as somebody reads.
                Route.open("GET", "/endless", _ -> Answer.streamed("Streamed", json -> {
                    for (int i = 0; i < MANY; i++) {
                        json.writeStringProperty("words" + i, "words ".repeat(1_000));
                    }
                })),
                Route.open("GET", "/fails-early", _ -> Answer.streamed("Streamed", _ -> {
                    throw Refusal.retryable(Refusal.Code.UNAVAILABLE, "the database is away", 3);
                })),
                Route.open("GET", "/fails-late", _ -> Answer.streamed("Streamed", json -> {
                    numbers(json, MANY);
                    throw new IllegalStateException("lost on the way");
                }))), (_, _) -> new Caller("o", Scope.READ), _ -> Optional.empty());
    }

    @AfterAll
    static void stop() {
        server.close();
        client.close();
    }

    private static void numbers(JsonGenerator json, int count) {
        json.writeArrayPropertyStart("numbers");
        for (int i = 0; i < count; i++) {
            json.writeNumber(i);
        }
        json.writeEndArray();
    }

    private static HttpResponse<byte[]> get(String path, String... headers) throws IOException {
        return send("GET", path, headers);
    }

    private static HttpResponse<byte[]> send(String method, String path, String... headers)
            throws IOException {
        var request = server.request(path).method(method, HttpRequest.BodyPublishers.noBody());
        if (headers.length > 0) {
            request.headers(headers);
        }
        try {
            return client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static String unzipped(byte[] bytes) throws IOException {
        try (var in = new GZIPInputStream(new ByteArrayInputStream(bytes))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static String text(HttpResponse<byte[]> response) {
        return new String(response.body(), StandardCharsets.UTF_8);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/large", "/streamed"})
    void gzip_carries_the_same_bytes_to_whom_reads_it(String path) throws IOException {
        HttpResponse<byte[]> plain = get(path);
        HttpResponse<byte[]> zipped = get(path, "Accept-Encoding", "br, gzip");
        assertEquals(Optional.of("gzip"), zipped.headers().firstValue("Content-Encoding"));
        assertEquals(Optional.empty(), plain.headers().firstValue("Content-Encoding"));
        assertEquals(text(plain), unzipped(zipped.body()));
        assertTrue(zipped.body().length * 2 < plain.body().length);
        assertEquals(Optional.of("Accept-Encoding"), plain.headers().firstValue("Vary"));
        assertEquals(Optional.of("Accept-Encoding"), zipped.headers().firstValue("Vary"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"gzip|true", "GZIP;q=0.1|true", "*|true", "gzip;q=0|false",
            "gzip; q=0, *|false", "br|false", "''|false", "gzip;q=x|false",
            "deflate, gzip;q=1.0, *;q=0|true"})
    void only_who_asks_for_gzip_gets_it(String header, boolean expected) {
        assertEquals(expected, AcceptedEncodings.gzip(List.of(header)));
    }

    @Test
    void what_is_small_is_not_compressed() throws IOException {
        assertEquals(Optional.empty(),
                get("/small", "Accept-Encoding", "gzip").headers().firstValue("Content-Encoding"));
    }

    @Test
    void text_that_is_no_envelope_says_its_type() throws IOException {
        HttpResponse<byte[]> response = get("/plain");
        assertEquals("plain words", text(response));
        assertEquals(Optional.of("text/plain; charset=utf-8"), response.headers().firstValue("Content-Type"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"W/\"l1\"", "\"l1\"", "\"x\", W/\"l1\"", "*"})
    void whoever_has_it_already_is_told_so(String condition) throws IOException {
        HttpResponse<byte[]> response = get("/large", "If-None-Match", condition);
        assertEquals(304, response.statusCode());
        assertEquals(0, response.body().length);
        assertEquals(Optional.of("W/\"l1\""), response.headers().firstValue("ETag"));
        assertEquals(Optional.of("7"), response.headers().firstValue("X-Metrics-As-Of"));
        assertEquals(Optional.of("Accept-Encoding"), response.headers().firstValue("Vary"));
        assertTrue(response.headers().firstValue("X-Request-Id").isPresent());
    }

    @Test
    void another_tag_gets_the_whole_answer() throws IOException {
        assertEquals(200, get("/large", "If-None-Match", "W/\"l2\"").statusCode());
        assertEquals(200, get("/plain", "If-None-Match", "*").statusCode());
    }

    @ParameterizedTest
    @ValueSource(strings = {"/large", "/streamed"})
    void head_has_the_headers_and_no_body(String path) throws IOException {
        HttpResponse<byte[]> response = send("HEAD", path);
        assertEquals(200, response.statusCode());
        assertEquals(0, response.body().length);
        assertEquals(get(path).headers().firstValue("ETag"), response.headers().firstValue("ETag"));
    }

    @ParameterizedTest
    @CsvSource({"/large, identity", "/large, gzip", "/streamed, identity", "/streamed, gzip"})
    void head_tells_how_many_bytes_get_would_send(String path, String encoding) throws IOException {
        HttpResponse<byte[]> head = send("HEAD", path, "Accept-Encoding", encoding);
        HttpResponse<byte[]> get = get(path, "Accept-Encoding", encoding);
        assertEquals(get.body().length, head.headers().firstValueAsLong("Content-Length").orElse(-1));
        assertEquals(get.headers().firstValue("Content-Encoding"),
                head.headers().firstValue("Content-Encoding"));
    }

    @ParameterizedTest
    @CsvSource({"/fails-early, 503", "/fails-late, 500"})
    void head_of_what_fails_tells_the_failure(String path, int status) throws IOException {
        assertEquals(status, send("HEAD", path).statusCode());
        assertEquals(200, get("/small").statusCode());
    }

    @Test
    void a_client_that_hangs_up_is_one_line_for_who_debugs() throws IOException {
        var logger = (Logger) LoggerFactory.getLogger(Delivery.class);
        var events = new LogEvents();
        events.start();
        logger.addAppender(events);
        logger.setAdditive(false);
        logger.setLevel(Level.DEBUG);
        try {
            try (var socket = new Socket(InetAddress.getLoopbackAddress(), server.server().port())) {
                socket.getOutputStream().write("GET /endless HTTP/1.1\r\nHost: a\r\n\r\n"
                        .getBytes(StandardCharsets.US_ASCII));
                assertEquals(12, socket.getInputStream().readNBytes(12).length);
            }
            assertTrue(Patience.until(Duration.ofSeconds(20), () -> !events.list.isEmpty()));
        } finally {
            logger.detachAppender(events);
            logger.setAdditive(true);
            logger.setLevel(null);
        }
        ILoggingEvent event = events.list.getFirst();
        assertEquals(Level.DEBUG, event.getLevel(), event.getFormattedMessage());
        assertNull(event.getThrowableProxy());
        assertTrue(event.getFormattedMessage().contains("the client takes no more"),
                event.getFormattedMessage());
    }

    @Test
    void a_streamed_answer_that_fails_before_its_first_byte_is_an_error_like_any_other()
            throws IOException {
        HttpResponse<byte[]> response = get("/fails-early");
        assertEquals(503, response.statusCode());
        assertEquals(Optional.of("3"), response.headers().firstValue("Retry-After"));
        assertTrue(text(response).contains("\"error\":\"the database is away\""), text(response));
    }

    @ParameterizedTest
    @ValueSource(strings = {"identity", "gzip"})
    void a_streamed_answer_that_fails_later_is_broken_off_and_never_looks_whole(String encoding) {
        assertThrows(IOException.class, () -> get("/fails-late", "Accept-Encoding", encoding));
        String raw = server.raw("GET /fails-late HTTP/1.1\r\nHost: a\r\nAccept-Encoding: " + encoding
                + "\r\n\r\n");
        assertTrue(raw.startsWith("HTTP/1.1 200"), raw.substring(0, Math.min(200, raw.length())));
        assertFalse(raw.endsWith("0\r\n\r\n"));
    }

    @Test
    void the_connection_serves_on_after_a_stream() throws IOException {
        assertEquals(200, get("/streamed").statusCode());
        assertEquals(200, get("/small").statusCode());
    }
}
