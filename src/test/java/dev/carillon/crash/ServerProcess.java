package dev.carillon.crash;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import dev.carillon.base.Patience;

/**
 * A server as an operator has it: a process of its own, known only by its port, its data directory and its
 * key.
 */
public final class ServerProcess implements AutoCloseable {

    static final String KEY = "sk_CrashTestCrashTestCrashTestCrashTe";
    static final String SECRET = "s3cr3t_CrashTestCrashTestCrashTestCrashTestCrash";

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Duration START = Duration.ofMinutes(3);

    private final HttpClient http = HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();
    private final AtomicInteger posts = new AtomicInteger();
    private final Path dataDir;
    private final int port;
    private final Program program;
    private final Map<String, String> environment;
    private @Nullable Process process;

    /**
     * What is run.
     *
     * @param main  the class whose main is run: the real one, or a test double's
     * @param under what it is run by: a program with its words, or nothing
     * @param words which command, with its flags
     */
    record Program(Class<?> main, List<String> under, List<String> words) {

        static Program of(Class<?> main) {
            return new Program(main, List.of(), List.of("serve"));
        }

        private List<String> command() {
            var command = new ArrayList<>(under);
            command.addAll(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-Xmx256m", "-XX:+UseSerialGC", "--enable-native-access=ALL-UNNAMED", "-cp",
                    System.getProperty("java.class.path"), main.getName()));
            command.addAll(words);
            return command;
        }
    }

    /** Not started yet. */
    public ServerProcess(Class<?> main, Path dataDir, int port, Map<String, String> environment) {
        this(Program.of(main), dataDir, port, environment);
    }

    /**
     * Not started yet.
     *
     * @param environment beyond the port, the data directory and the key
     */
    ServerProcess(Program program, Path dataDir, int port, Map<String, String> environment) {
        this.dataDir = dataDir;
        this.port = port;
        this.environment = environment;
        this.program = program;
    }

    Path dataDir() {
        return dataDir;
    }

    /** Starts it and returns when it is ready. */
    public void start() {
        launch();
        awaitReady();
    }

    /** Returns when it is ready. */
    void awaitReady() {
        if (!Patience.until(START, () -> !alive() || ready()) || !alive()) {
            throw new AssertionError("the server did not get ready: " + tail());
        }
    }

    /** Starts it where it must refuse; its exit code. */
    int refused() {
        launch();
        if (!Patience.until(START, () -> !alive()) || process == null) {
            throw new AssertionError("the server was expected to refuse its start: " + tail());
        }
        return process.exitValue();
    }

    /** Starts it and does not wait. */
    void launch() {
        var builder = new ProcessBuilder(program.command()).redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log().toFile()));
        builder.environment().putAll(Map.of("CARILLON_PORT", Integer.toString(port), "CARILLON_DATA_DIR",
                dataDir.toString(), "CARILLON_API_KEY", KEY, "CARILLON_API_SECRET", SECRET));
        builder.environment().putAll(environment);
        try {
            process = builder.start();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private Path log() {
        return dataDir.resolveSibling(dataDir.getFileName() + ".log");
    }

    public String tail() {
        List<String> lines = lines();
        return String.join("\n", lines.subList(Math.max(0, lines.size() - 30), lines.size()));
    }

    /** All that it has said, in every process that it was. */
    public List<String> lines() {
        try {
            return Files.readAllLines(log());
        } catch (IOException e) {
            return List.of(e.toString());
        }
    }

    boolean alive() {
        return process != null && process.isAlive();
    }

    boolean ready() {
        return status("/health/ready") == 200;
    }

    private int status(String path) {
        try {
            return http.send(request(path).GET().build(), BodyHandlers.discarding()).statusCode();
        } catch (IOException e) {
            return 0;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return 0;
        }
    }

    /** SIGKILL, and waits until the kernel has taken it. */
    public void kill() {
        if (process != null) {
            // A program that runs another may wait for it as its parent, and is then not the server itself.
            if (!program.under().isEmpty()) {
                process.descendants().forEach(ProcessHandle::destroyForcibly);
            }
            process.destroyForcibly();
            Patience.until(Duration.ofSeconds(10), () -> !alive());
        }
    }

    /** SIGSTOP or SIGCONT. */
    void signal(String name) {
        if (process != null) {
            Signals.send(name, process.pid());
        }
    }

    /** SIGTERM, and its exit code. */
    int stop() {
        Process running = process;
        if (running == null) {
            return 0;
        }
        running.destroy();
        Patience.until(Duration.ofMinutes(1), () -> !running.isAlive());
        return running.exitValue();
    }

    /** The {@code data} of a successful answer; null for anything else. */
    public @Nullable JsonNode get(String path) {
        return data(request(path).GET().build());
    }

    /**
     * The {@code data} of a successful answer. While there is none, because something was just killed, it is
     * asked again with the same Idempotency-Key, as a careful client does (law: Acknowledged).
     */
    public JsonNode post(String path, JsonNode body) {
        return insisted(posting(path, body));
    }

    /** The same, for a change of what is there. */
    public JsonNode patch(String path, JsonNode body) {
        return insisted(sending("PATCH", path, body).build());
    }

    private JsonNode insisted(HttpRequest request) {
        var answer = new AtomicReference<@Nullable JsonNode>();
        Patience.until(START, () -> answer.updateAndGet(_ -> data(request)) != null);
        JsonNode data = answer.get();
        if (data == null) {
            throw new AssertionError(request + " was refused: " + tail());
        }
        return data;
    }

    /** The same, asked once; null for anything but success. */
    @Nullable JsonNode tryPost(String path, JsonNode body) {
        return data(posting(path, body));
    }

    private HttpRequest posting(String path, JsonNode body) {
        return sending("POST", path, body)
                .header("Idempotency-Key", "post-" + port + "-" + posts.incrementAndGet()).build();
    }

    private HttpRequest.Builder sending(String method, String path, JsonNode body) {
        return request(path).header("Content-Type", "application/json")
                .method(method, BodyPublishers.ofString(JSON.writeValueAsString(body)));
    }

    private @Nullable JsonNode data(HttpRequest request) {
        try {
            var response = http.send(request, BodyHandlers.ofString());
            JsonNode envelope = response.statusCode() < 300 ? JSON.readTree(response.body()) : null;
            return envelope == null ? null : envelope.path("data");
        } catch (IOException e) {
            return null;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return null;
        }
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .timeout(Duration.ofSeconds(5))
                .header("X-API-KEY", KEY).header("X-API-SECRET", SECRET);
    }

    @Override
    public void close() {
        kill();
        http.close();
    }
}
