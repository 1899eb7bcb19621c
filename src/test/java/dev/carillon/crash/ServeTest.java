package dev.carillon.crash;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.carillon.Main;
import dev.carillon.base.Patience;

/** What an operator meets when starting and stopping the server. */
@Tag("smoke")
class ServeTest {

    private static final Map<String, String> NO_KEY =
            Map.of("CARILLON_API_KEY", "", "CARILLON_API_SECRET", "");

    @TempDir
    private Path directory;

    private ServerProcess server(Map<String, String> environment) {
        return new ServerProcess(Main.class, directory.resolve("data"), CrashRun.freePort(), environment);
    }

    @Test
    void the_first_start_prints_key_secret_and_curl_once_and_sigterm_ends_everything_in_order()
            throws IOException {
        try (var first = server(NO_KEY)) {
            first.start();
            assertTrue(Patience.until(Duration.ofSeconds(5),
                    () -> first.tail().contains("X-API-SECRET: s3cr3t_")));
            assertEquals(0, first.stop());
            assertTrue(first.tail().endsWith("stopped"), first.tail());
            assertTrue(postgresLeftInOrder(), "PostgreSQL did not end in order");
        }
        Files.delete(directory.resolve("data.log"));
        try (var second = server(NO_KEY)) {
            second.start();
            assertFalse(second.tail().contains("s3cr3t_"), second.tail());
            second.stop();
        }
    }

    @Test
    void a_key_of_the_environment_is_made_once_and_another_secret_for_it_refuses_the_start() {
        try (var first = server(Map.of())) {
            first.start();
            assertNotNull(first.get("/batch-call/list"));
            first.stop();
        }
        try (var again = server(Map.of())) {
            again.start();
            assertNotNull(again.get("/batch-call/list"));
            again.stop();
        }
        try (var other = server(Map.of("CARILLON_API_SECRET", ServerProcess.SECRET + "X"))) {
            assertEquals(2, other.refused());
            assertTrue(other.tail().contains("CARILLON_API_SECRET"), other.tail());
            assertFalse(other.tail().contains(ServerProcess.SECRET), other.tail());
        }
    }

    @Test
    void a_second_server_on_the_same_directory_is_refused_with_one_line() {
        try (var first = server(Map.of()); var second = server(Map.of())) {
            first.start();
            assertEquals(1, second.refused());
            assertTrue(second.tail().contains("another Carillon uses the data directory"), second.tail());
            assertTrue(first.ready());
            first.stop();
        }
    }

    /** PostgreSQL removes its pid file when it ends in order, and only then. */
    private boolean postgresLeftInOrder() throws IOException {
        try (var files = Files.walk(directory.resolve("data"), 4)) {
            return files.noneMatch(file -> file.endsWith("postmaster.pid"));
        }
    }
}
