package dev.carillon.cli;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Optional;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import dev.carillon.base.Patience;

/** A client of a running server, as any customer's program would be one. Thread-safe. */
final class ApiClient implements AutoCloseable {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private static final int MOST_AGAIN = 10;

    private final HttpClient http = HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(3)).build();
    private final URI base;
    private final String key;
    private final String secret;

    ApiClient(URI base, String key, String secret) {
        this.base = base;
        this.key = key;
        this.secret = secret;
    }

    /** The server did not do what it was asked for; the message is for people. */
    static final class Failed extends RuntimeException {

        private static final long serialVersionUID = 1L;

        Failed(String text) {
            super(text, null, false, false);
        }
    }

    /** The {@code data} of the answer. */
    JsonNode get(String path) {
        return data(send(request(path).GET()));
    }

    /** The same for who asks again in a moment: nothing when the server says that this one is bad. */
    Optional<JsonNode> getUnlessBusy(String path) {
        HttpResponse<String> response = send(request(path).GET());
        boolean busy = response.statusCode() == 429 || response.statusCode() == 503;
        return busy ? Optional.empty() : Optional.of(data(response));
    }

    /**
     * The {@code data} of the answer. Of a 429 nothing was done, so it is sent again when the server says.
     */
    JsonNode post(String path, JsonNode body) {
        HttpRequest.Builder request = request(path).header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(JSON.writeValueAsString(body)));
        HttpResponse<String> response = send(request);
        for (int again = 0; again < MOST_AGAIN && isTooSoon(response); again++) {
            if (!Patience.rest(wait(response))) {
                break;
            }
            response = send(request);
        }
        return data(response);
    }

    /** Only a right pair is told what is left to it; a wrong one is as wrong in a moment. */
    private static boolean isTooSoon(HttpResponse<String> response) {
        return response.statusCode() == 429 && response.headers().firstValue("RateLimit").isPresent();
    }

    private static Duration wait(HttpResponse<String> refused) {
        String seconds = refused.headers().firstValue("Retry-After").orElse("");
        return Duration.ofSeconds(seconds.matches("[1-9]|[1-5][0-9]") ? Integer.parseInt(seconds) : 1);
    }

    private HttpRequest.Builder request(String path) {
        try {
            return HttpRequest.newBuilder(base.resolve(path)).timeout(Duration.ofSeconds(10))
                    .header("X-API-KEY", key)
                    .header("X-API-SECRET", secret);
        } catch (IllegalArgumentException e) {
            throw new Failed(base + " is no address of a server; allowed: http://host:port");
        }
    }

    private HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return http.send(request.build(), BodyHandlers.ofString());
        } catch (IOException e) {
            throw new Failed("no answer from " + base + " (is the server running?)");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Failed("interrupted");
        }
    }

    private JsonNode data(HttpResponse<String> response) {
        JsonNode envelope = envelope(response);
        if (!envelope.path("status").asString("").equals("success")) {
            throw new Failed(response.statusCode() + " " + envelope.path("message").asString("") + ": "
                    + envelope.path("error").asString(""));
        }
        return envelope.path("data");
    }

    private JsonNode envelope(HttpResponse<String> response) {
        try {
            return JSON.readTree(response.body());
        } catch (JacksonException e) {
            throw new Failed("what answers at " + base + " is no Carillon: " + response.statusCode()
                    + " without JSON");
        }
    }

    @Override
    public void close() {
        http.close();
    }
}
