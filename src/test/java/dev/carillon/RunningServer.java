package dev.carillon;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import dev.carillon.base.Patience;
import dev.carillon.config.Config;
import dev.carillon.config.Given;
import dev.carillon.db.Database;
import dev.carillon.db.DatabaseAddress;
import dev.carillon.db.TestPostgres;

/** The whole program in this process, over a database of its own, as its settings and its port show it. */
final class RunningServer implements AutoCloseable {

    static final String SECRET = "s3cr3t_RunningServerRunningServerRunningServerRun";

    private static final String KEY = "sk_RunningServerRunningServerRunningServer";
    private static final Duration LONG = Duration.ofSeconds(60);
    private static final JsonMapper JSON = new JsonMapper();

    private final HttpClient http = HttpClient.newHttpClient();
    private final Database database;
    private final Node node;

    /** @param settings beyond the database, the key, the folder and the port */
    RunningServer(Path folder, Map<String, String> settings) {
        DatabaseAddress address = TestPostgres.database();
        database = Database.open(address, "test", 2);
        var all = new HashMap<>(Map.of("CARILLON_PORT", "0", "CARILLON_DATA_DIR", folder.toString(),
                "CARILLON_DATABASE_URL", address.url(), "CARILLON_DATABASE_USER", address.user(),
                "CARILLON_DATABASE_PASSWORD", address.password(), "CARILLON_API_KEY", KEY,
                "CARILLON_API_SECRET", SECRET, "CARILLON_DRAIN_SECONDS", "0"));
        all.putAll(settings);
        node = Wiring.start(Config.of(new Given(null, all, Map.of())), Parts.real(), line -> {
        });
    }

    /** What is behind the server's back. */
    Database database() {
        return database;
    }

    void execute(String sql) {
        database.transaction(handle -> handle.execute(sql));
    }

    /** A request with the right key. */
    HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(node.address() + path)).header("X-API-KEY", KEY)
                .header("X-API-SECRET", SECRET);
    }

    HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return http.send(request.build(), BodyHandlers.ofString());
        } catch (IOException e) {
            throw new AssertionError(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    CompletableFuture<HttpResponse<String>> sendLater(HttpRequest.Builder request) {
        return http.sendAsync(request.build(), BodyHandlers.ofString());
    }

    String get(String path) {
        return send(request(path)).body();
    }

    HttpResponse<String> post(String path, String body) {
        return send(request(path).header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body)));
    }

    /** Creates a batch of these numbers, and gives its id. */
    String create(String name, String... numbers) {
        var tasks = new StringBuilder();
        for (String number : numbers) {
            tasks.append(tasks.isEmpty() ? "" : ", ").append("{\"to_number\": \"").append(number)
                    .append("\"}");
        }
        HttpResponse<String> made = post("/batch-call", """
                {"name": "%s", "from_number": "+99970000000", "agent_id": "agent_x", "tasks": [%s]}"""
                .formatted(name, tasks));
        if (made.statusCode() != 201) {
            throw new AssertionError(made.body());
        }
        return JSON.readTree(made.body()).get("data").get("batch_call_id").asString();
    }

    /** Waits until a batch is in this status. */
    void becomes(String id, String status) {
        if (!Patience.until(LONG, () -> data("/batch-call/" + id).get("status").asString().equals(status))) {
            throw new AssertionError(get("/batch-call/" + id));
        }
    }

    JsonNode data(String path) {
        return JSON.readTree(get(path)).get("data");
    }

    @Override
    public void close() {
        node.close();
        database.close();
        http.close();
    }
}
