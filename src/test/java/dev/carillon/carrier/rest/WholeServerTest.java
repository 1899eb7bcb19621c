package dev.carillon.carrier.rest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import dev.carillon.base.Patience;
import dev.carillon.contract.RunningServer;
import dev.carillon.http.ServerFixture;

/** A trunk of kind rest, from the directory to its carrier. */
@Tag("database")
class WholeServerTest {

    private static final String SETTINGS = "{'account_sid': 'AC1', 'base_url': 'https://127.0.0.1:1',"
            + " 'public_url': 'https://calls.example.com'}";

    private final RunningServer server =
            new RunningServer(Map.of("CARILLON_SECRETS_KEY", "Q".repeat(43) + "="));

    @AfterEach
    void close() {
        server.close();
    }

    private String made(String path, String body, String field) {
        HttpResponse<String> response = server.post(path, body.replace('\'', '"'));
        assertEquals(201, response.statusCode(), response.body());
        return ServerFixture.json(response).get("data").get(field).stringValue();
    }

    private String value(String sql) {
        return server.database().read(handle -> handle.createQuery(sql).mapTo(String.class).findOne())
                .orElse("");
    }

    @Test
    void a_batch_call_is_placed_by_the_carriers_api_and_says_that_it_was_not_there() {
        assertEquals(200, server.send(server.request("/api/organization").method("PATCH",
                BodyPublishers.ofString("{\"calling_window\": {\"hours\": [{\"start_time\": \"00:00\","
                        + " \"end_time\": \"00:00\"}]}}")))
                .statusCode());
        String trunk = made("/api/trunks", "{'kind': 'rest', 'name': 'API', 'settings': " + SETTINGS
                + ", 'secrets': {'auth_token': 'token'}}", "trunk_id");
        made("/api/caller-ids", "{'number': '" + Orders.CALLER + "', 'trunks': ['" + trunk + "']}", "number");
        made("/api/agents", "{'agent_id': 'agent_ada', 'sip': {'uri': '" + Orders.AGENT + "'}}", "agent_id");
        made("/batch-call",
                "{'from_number': '" + Orders.CALLER + "', 'agent_id': 'agent_ada', 'sandbox': false,"
                        + " 'tasks': [{'to_number': '" + Orders.NUMBER + "'}]}",
                "batch_call_id");
        assertTrue(Patience.until(Duration.ofSeconds(30),
                () -> !value("select outcome from attempt").isEmpty()));
        assertEquals("trunk_unreachable", value("select outcome from attempt limit 1"));
    }
}
