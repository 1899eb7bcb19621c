package dev.carillon.http;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import dev.carillon.base.Refusal;

/** A real server on a free port, and ways to ask it; every exchange is held against openapi.yaml. */
public final class ServerFixture implements AutoCloseable {

    public static final JsonMapper JSON = new JsonMapper();

    private final HttpServer server;
    private final HttpClient client = HttpClient.newHttpClient();

    public ServerFixture(List<Route> routes, Authenticator authenticator,
            Function<RuntimeException, Optional<Refusal>> translator) {
        this(new HttpServer.House(routes, authenticator, translator));
    }

    public ServerFixture(HttpServer.House house) {
        server = HttpServer
                .build(new HttpServer.Settings("127.0.0.1", 0, 64, Duration.ofSeconds(5)), house.observer())
                .open(house);
    }

    public HttpServer server() {
        return server;
    }

    public HttpRequest.Builder request(String pathAndQuery) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + pathAndQuery));
    }

    public HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            HttpRequest built = request.build();
            HttpResponse<String> response = client.send(built, HttpResponse.BodyHandlers.ofString());
            Held.check(Exchange.of(built, response));
            return response;
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Sends bytes as they are, and reads until the server closes. */
    public String raw(String bytes) {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            socket.setSoTimeout(20_000);
            socket.getOutputStream().write(bytes.getBytes(StandardCharsets.ISO_8859_1));
            socket.getOutputStream().flush();
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    public static JsonNode json(HttpResponse<String> response) {
        return JSON.readTree(response.body());
    }

    @Override
    public void close() {
        client.close();
        server.close();
    }
}
