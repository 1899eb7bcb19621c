package dev.carillon.contract;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;

import tools.jackson.databind.JsonNode;

import dev.carillon.Node;
import dev.carillon.Parts;
import dev.carillon.Wiring;
import dev.carillon.base.Patience;
import dev.carillon.config.Config;
import dev.carillon.config.Given;
import dev.carillon.db.Database;
import dev.carillon.db.DatabaseAddress;
import dev.carillon.db.TestPostgres;
import dev.carillon.http.Exchange;
import dev.carillon.http.Held;

/**
 * The server as an operator starts it, dialling in the sandbox, on a database of its own. Every exchange is
 * held against openapi.yaml.
 */
public final class RunningServer implements AutoCloseable {

    public static final String KEY = "sk_" + "c".repeat(32);
    public static final String SECRET = "s3cr3t_" + "c".repeat(40);

    private static final Duration LONG = Duration.ofSeconds(60);
    private static final int READ_TIMEOUT_MILLIS = 20_000;

    /** What a request may write; nodes and leases write by themselves. */
    private static final List<String> TABLES = List.of("organization", "api_key", "batch_call",
            "batch_progress", "task", "usage", "idempotency", "deferred_end", "event", "trunk", "caller_id",
            "agent", "do_not_call", "call_report", "hang_up", "resumable", "carrier_word", "carrier_call");

    final Node node;
    final Database database;
    private final DatabaseAddress shared;
    private final AtomicInteger calls = new AtomicInteger();
    private final HttpClient client = HttpClient.newHttpClient();

    public RunningServer() {
        this(Map.of());
    }

    /** @param settings as environment variables; they win over those of this class */
    public RunningServer(Map<String, String> settings) {
        this(TestPostgres.database(), settings);
    }

    private RunningServer(DatabaseAddress address, Map<String, String> settings) {
        this.shared = address;
        database = Database.open(address, "test", 2);
        var all = environment(address);
        all.putAll(settings);
        node = Wiring.start(Config.of(new Given(null, all, Map.of())), Parts.real(), line -> {
        });
    }

    /** Another node on the same database. */
    public RunningServer another(Map<String, String> settings) {
        return new RunningServer(shared, settings);
    }

    private static Map<String, String> environment(DatabaseAddress address) {
        try {
            Path directory = Files.createTempDirectory(Files.createDirectories(Path.of("target", "whole")),
                    "server-");
            var all = new HashMap<>(Map.of("CARILLON_PORT", "0", "CARILLON_DATA_DIR", directory.toString(),
                    "CARILLON_DATABASE_URL", address.url(), "CARILLON_DATABASE_USER", address.user(),
                    "CARILLON_DATABASE_PASSWORD", address.password(), "CARILLON_API_KEY", KEY,
                    "CARILLON_API_SECRET", SECRET, "CARILLON_DRAIN_SECONDS", "0"));
            all.put("CARILLON_SIP_HOST", "127.0.0.1");
            all.put("CARILLON_SIP_PORT", "0");
            return all;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What is behind the server's back. */
    public Database database() {
        return database;
    }

    public void execute(String sql) {
        database.transaction(handle -> handle.execute(sql));
    }

    public String address() {
        return node.address();
    }

    /** Sends a request and holds it and its answer against the file. */
    Reply send(Ask ask) {
        HttpRequest request = built(ask);
        HttpResponse<String> response = sent(request);
        return new Reply(Exchange.of(request, response), response.headers());
    }

    /** The same with one that was built by hand. */
    public HttpResponse<String> send(HttpRequest.Builder request) {
        return sent(request.build());
    }

    private HttpResponse<String> sent(HttpRequest request) {
        try {
            HttpResponse<String> response = client.send(request, BodyHandlers.ofString());
            Held.check(Exchange.of(request, response));
            return response;
        } catch (IOException e) {
            throw new AssertionError("no answer to " + request, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    public CompletableFuture<HttpResponse<String>> sendLater(HttpRequest.Builder request) {
        return client.sendAsync(request.build(), BodyHandlers.ofString());
    }

    /** A request with the right key. */
    public HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(address() + path)).headers("X-API-KEY", KEY, "X-API-SECRET",
                SECRET);
    }

    public String get(String path) {
        return send(request(path)).body();
    }

    public HttpResponse<String> post(String path, String body) {
        return send(request(path).header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    private HttpRequest built(Ask ask) {
        var builder = HttpRequest.newBuilder(URI.create(address() + ask.target()))
                .method(ask.method(), ask.wire().isEmpty()
                        ? HttpRequest.BodyPublishers.noBody()
                        : HttpRequest.BodyPublishers.ofByteArray(ask.body()));
        if (!ask.anonymous()) {
            builder.headers("X-API-KEY", KEY, "X-API-SECRET", SECRET);
        }
        if (!ask.headers().isEmpty()) {
            builder.headers(ask.headers().toArray(String[]::new));
        }
        return builder.build();
    }

    /** Sends bytes as they are (each character is one), and reads until the server closes. */
    String raw(String bytes) {
        URI uri = URI.create(address());
        try (var socket = new Socket(InetAddress.getByName(uri.getHost()), uri.getPort())) {
            socket.setSoTimeout(READ_TIMEOUT_MILLIS);
            socket.getOutputStream().write(bytes.getBytes(StandardCharsets.ISO_8859_1));
            socket.getOutputStream().flush();
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Creates something, and gives the field of its answer that is its id. */
    String create(Ask ask, String id) {
        Reply reply = send(ask);
        if (reply.status() != 201) {
            throw new AssertionError(reply.text());
        }
        return reply.field(id);
    }

    /** Creates a batch of these numbers, and gives its id. */
    public String create(String name, String... numbers) {
        String tasks = Arrays.stream(numbers).map(number -> "{\"to_number\": \"" + number + "\"}")
                .collect(Collectors.joining(", "));
        return create(Ask.post("/batch-call", """
                {"name": "%s", "from_number": "+99970000000", "agent_id": "agent_x", "tasks": [%s]}"""
                .formatted(name, tasks)), "batch_call_id");
    }

    /** Waits until a batch is in this status. */
    public void becomes(String id, String status) {
        Ask ask = Ask.get("/batch-call/" + id);
        if (!Patience.until(LONG, () -> send(ask).field("status").equals(status))) {
            throw new AssertionError(send(ask).text());
        }
    }

    /** A batch call that nobody dials, with one task. */
    String draft() {
        return create(Ask.post("/batch-call", """
                {"from_number": "+99970000000", "agent_id": "agent_demo", "status": "draft",
                 "tasks": [{"to_number": "+99970011234"}]}"""), "batch_call_id");
    }

    /** A call that was just opened, to a number that nobody else calls: it is answered, joined, and ends. */
    String call() {
        String tasks = "/batch-call/" + create("call", "+9997001%03d0010".formatted(calls.getAndIncrement()))
                + "/tasks";
        if (!Patience.until(LONG, () -> !called(tasks).isNull())) {
            throw new AssertionError(send(Ask.get(tasks)).text());
        }
        return called(tasks).asString();
    }

    private JsonNode called(String tasks) {
        return send(Ask.get(tasks)).data().get("tasks").get(0).get("call_id");
    }

    /** One value from the database; null as "null". */
    String value(String sql) {
        return database.read(handle -> String.valueOf(handle.createQuery(sql).mapTo(String.class).one()));
    }

    /** The rows of every table that a request may write, and what is in them. */
    String rows() {
        var counts = new StringBuilder("select concat_ws(' '");
        TABLES.forEach(
                t -> counts.append(", (select count(*) || '/' || coalesce(sum(hashtext(t::text)::bigint), 0)"
                        + " from ").append(t).append(" t)"));
        return value(counts.append(")").toString());
    }

    @Override
    public void close() {
        client.close();
        node.close();
        database.close();
    }
}
