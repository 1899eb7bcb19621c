package dev.carillon;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.carillon.base.Patience;
import dev.carillon.contract.RunningServer;

/** A setting that is taken is obeyed. */
@Tag("database")
class SettingsObeyedTest {

    private static final Duration LONG = Duration.ofSeconds(30);

    @Test
    void requests_share_as_many_connections_and_run_as_many_at_a_time_as_is_set() {
        try (var server = new RunningServer(
                Map.of("CARILLON_REQUESTS_CONNECTIONS", "2", "CARILLON_REQUESTS_AT_ONCE", "1"))) {
            assertTrue(server.get("/metrics").contains("hikaricp_connections_max{pool=\"requests\"} 2"));
            var held = server.database().transaction(handle -> {
                handle.execute("lock table batch_progress in access exclusive mode");
                return listThatKeepsTheOnlyPlace(server);
            });
            assertEquals(200, held.join().statusCode());
        }
    }

    /** Such long calls end within this test only because nothing is waited for at the end. */
    @Test
    void a_node_has_no_more_live_calls_than_is_set_and_hangs_up_when_its_drain_is_over() {
        try (var server = new RunningServer(
                Map.of("CARILLON_DIAL_MAX_LIVE", "2", "CARILLON_DRAIN_SECONDS", "0"))) {
            server.execute(
                    """
                    update trunk set settings = '{"ring_millis": [10, 20], "talk_millis": [3000000, 3000000]}'""");
            server.create("long", "+99980000000100", "+99980000000101", "+99980000000102", "+99980000000103");
            assertTrue(Patience.until(LONG, () -> line(server, "dial_live_calls{trunk=\"1\"} 2")));
            int surveys = surveys(server);
            assertTrue(Patience.until(LONG, () -> surveys(server) > surveys + 5));
            assertTrue(line(server, "dial_live_calls{trunk=\"1\"} 2"));
            assertTrue(line(server, "dial_opened_total{trunk=\"1\"} 2"));
        }
    }

    @Test
    void a_batch_that_is_later_than_is_set_is_paused_instead_of_started() {
        for (var expected : List.of(Map.entry("1", "paused"), Map.entry("6", "completed"))) {
            try (var server = new RunningServer(
                    Map.of("CARILLON_DIAL_LATE_START_HOURS", expected.getKey()))) {
                String id = server.create("late\", \"trigger_timestamp\": \"2100-01-01T00:00:00Z",
                        "+99980000000100");
                server.execute("update batch_call set scheduled_at = now() - interval '2 hours'");
                server.becomes(id, expected.getValue());
            }
        }
    }

    @Test
    void the_node_keeps_its_files_in_its_folder(@TempDir Path folder) {
        Path below = folder.resolve("not/there/yet");
        try (var server = new RunningServer(Map.of("CARILLON_DATA_DIR", below.toString()))) {
            assertEquals(200, server.send(server.request("/health/live")).statusCode());
            assertTrue(Files.isDirectory(below));
        }
    }

    @Test
    void a_key_that_asks_more_than_is_set_is_told_when_to_come_again_and_counted() {
        try (var server = new RunningServer(Map.of("CARILLON_REQUESTS_PER_KEY_PER_SECOND", "1",
                "CARILLON_REQUESTS_PER_KEY_BURST", "3"))) {
            assertTrue(line(server, "http_rate_limited_total 0"));
            var answers = new ArrayList<>(List.of(server.send(server.request("/batch-call/list"))));
            assertEquals("\"key\";q=3;w=3",
                    answers.getFirst().headers().firstValue("RateLimit-Policy").orElse(""));
            assertTrue(Patience.until(LONG, () -> {
                answers.add(server.send(server.request("/batch-call/list")));
                return answers.getLast().statusCode() == 429;
            }));
            assertEquals("1", answers.getLast().headers().firstValue("Retry-After").orElse(""));
            assertTrue(line(server, "http_rate_limited_total 1"));
            assertTrue(Patience.until(LONG,
                    () -> server.send(server.request("/batch-call/list")).statusCode() == 200));
        }
    }

    /** A question about the server's life that comes first takes the place: then the list is asked again. */
    private static CompletableFuture<HttpResponse<String>> listThatKeepsTheOnlyPlace(RunningServer server) {
        var asked = new ArrayList<>(List.of(server.sendLater(server.request("/batch-call/list"))));
        assertTrue(Patience.until(LONG, () -> {
            if (asked.getLast().isDone()) {
                asked.add(server.sendLater(server.request("/batch-call/list")));
            }
            return server.send(server.request("/health/live")).statusCode() == 503;
        }));
        return asked.getLast();
    }

    private static boolean line(RunningServer server, String line) {
        return server.get("/metrics").contains("\ncarillon_" + line);
    }

    private static int surveys(RunningServer server) {
        return server.get("/metrics").lines()
                .filter(line -> line
                        .startsWith("carillon_ledger_step_duration_seconds_count{step=\"survey\"}"))
                .mapToInt(line -> Integer.parseInt(line.substring(line.indexOf(' ') + 1))).findFirst()
                .orElse(0);
    }
}
