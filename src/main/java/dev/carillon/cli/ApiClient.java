package dev.carillon.cli;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A client of a running server, as any customer's program would be one. Thread-safe. */
final class ApiClient implements AutoCloseable {

    private static final JsonMapper JSON = JsonMapper.builder().build();

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
        return send(request(path).GET().build());
    }

    /** The {@code data} of the answer. */
    JsonNode post(String path, JsonNode body) {
        HttpRequest.Builder request = request(path).header("Content-Type", "application/json");
        return send(request.POST(BodyPublishers.ofString(JSON.writeValueAsString(body))).build());
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(base.resolve(path)).timeout(Duration.ofSeconds(10))
                .header("X-API-KEY", key)
                .header("X-API-SECRET", secret);
    }

    private JsonNode send(HttpRequest request) {
        try {
            HttpResponse<String> response = http.send(request, BodyHandlers.ofString());
            JsonNode envelope = JSON.readTree(response.body());
            if (!envelope.path("status").asString("").equals("success")) {
                throw new Failed(response.statusCode() + " " + envelope.path("message").asString("") + ": "
                        + envelope.path("error").asString(""));
            }
            return envelope.path("data");
        } catch (IOException e) {
            throw new Failed("no answer from " + base + " (is the server running?)");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Failed("interrupted");
        }
    }

    @Override
    public void close() {
        http.close();
    }
}
