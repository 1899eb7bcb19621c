package dev.carillon;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Map;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import dev.carillon.contract.RunningServer;

/** A node answers, dials, or both. */
@Tag("database")
class RolesTest {

    @Test
    void a_node_that_only_answers_leaves_the_dialling_to_one_that_only_dials() {
        try (var api = new RunningServer(Map.of("CARILLON_ROLE", "api"))) {
            assertEquals(200, api.send(api.request("/health/ready")).statusCode());
            String id = api.create("for others to dial", "+99980000000100");
            try (var dialling = api.another(Map.of("CARILLON_ROLE", "dial"))) {
                api.becomes(id, "completed");
                assertEquals(404, status(dialling, "/batch-call/list"));
                assertEquals(200, status(dialling, "/health/live"));
                assertEquals(200, status(dialling, "/metrics"));
            }
        }
    }

    private static int status(RunningServer server, String path) {
        return server.sendLater(server.request(path)).join().statusCode();
    }
}
