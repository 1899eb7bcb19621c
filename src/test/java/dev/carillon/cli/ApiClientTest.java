package dev.carillon.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.JsonNodeFactory;

import dev.carillon.base.Refusal;
import dev.carillon.http.Answer;
import dev.carillon.http.Caller;
import dev.carillon.http.Request;
import dev.carillon.http.Route;
import dev.carillon.http.Scope;
import dev.carillon.http.ServerFixture;

class ApiClientTest {

    private final AtomicInteger asked = new AtomicInteger();
    private static final String LEFT = "\"key\";r=0;t=1";

    /** Too much at first, and then no more. */
    private Answer second(Request request) {
        if (asked.incrementAndGet() == 1) {
            return Answer.error(429, "Too many", "too many", null).with("RateLimit", LEFT);
        }
        return new Answer(200, "Done", json -> json.writeNumberProperty("asked", asked.get()));
    }

    private ServerFixture server() {
        return new ServerFixture(List.of(new Route("GET", "/thing", Scope.READ, this::second),
                new Route("POST", "/thing", Scope.READ, this::second)),
                (key, secret) -> new Caller("o", Scope.READ), e -> Optional.empty());
    }

    private static ApiClient client(ServerFixture server) {
        return new ApiClient(URI.create("http://127.0.0.1:" + server.server().port()), "key", "secret");
    }

    @Test
    void what_is_too_much_at_once_is_sent_again_when_the_server_says() {
        try (var server = server(); var client = client(server)) {
            assertEquals(2,
                    client.post("/thing", JsonNodeFactory.instance.objectNode()).path("asked").asInt());
        }
    }

    @Test
    void a_429_that_is_not_of_the_keys_own_limit_is_told() {
        try (var server = new ServerFixture(List.of(new Route("POST", "/thing", Scope.READ, _ -> {
            asked.incrementAndGet();
            throw Refusal.retryable(Refusal.Code.TOO_MANY, "too many", 1);
        })), (_, _) -> new Caller("o", Scope.READ), _ -> Optional.empty()); var client = client(server)) {
            assertThrows(RuntimeException.class,
                    () -> client.post("/thing", JsonNodeFactory.instance.objectNode()));
            assertEquals(1, asked.get());
        }
    }

    @Test
    void who_asks_again_anyhow_goes_on_after_a_429() {
        try (var server = server(); var client = client(server)) {
            assertTrue(client.getUnlessBusy("/thing").isEmpty());
            assertEquals(2, client.getUnlessBusy("/thing").orElseThrow().path("asked").asInt());
        }
    }
}
