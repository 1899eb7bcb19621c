package dev.carillon.list;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.carillon.Main;
import dev.carillon.base.Patience;
import dev.carillon.db.Database;
import dev.carillon.db.DatabaseAddress;
import dev.carillon.db.TestPostgres;

/** The real server, in a process with a small heap, sends a large list whole. */
@Tag("database")
class WholeListMemoryTest {

    private static final int BATCHES = 100_000;
    private static final String KEY = "sk_MemoryTestMemoryTestMemoryTestMemo";
    private static final String SECRET = "s3cr3t_MemoryTestMemoryTestMemoryTestMemoryTest";
    private static final Duration START = Duration.ofMinutes(2);

    private final HttpClient client = HttpClient.newHttpClient();

    @TempDir
    private Path directory;

    private Process server(DatabaseAddress address, int port) throws IOException {
        var builder = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx128m",
                "-XX:+UseSerialGC", "-XX:+ExitOnOutOfMemoryError", "--enable-native-access=ALL-UNNAMED",
                "-cp", System.getProperty("java.class.path"), Main.class.getName(), "serve")
                .redirectErrorStream(true).redirectOutput(log().toFile());
        builder.environment().putAll(Map.of("CARILLON_PORT", Integer.toString(port), "CARILLON_DATA_DIR",
                directory.resolve("data").toString(), "CARILLON_API_KEY", KEY, "CARILLON_API_SECRET", SECRET,
                "CARILLON_DATABASE_URL",
                address.url() + "?user=" + address.user() + "&password=" + address.password()));
        return builder.start();
    }

    private Path log() {
        return directory.resolve("server.log");
    }

    private HttpRequest request(int port, String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .header("X-API-KEY", KEY).header("X-API-SECRET", SECRET).build();
    }

    private boolean ready(int port) {
        try {
            return client.send(request(port, "/batch-call/list"), BodyHandlers.discarding())
                    .statusCode() == 200;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** How many rows there are in an answer of any length. */
    private int rows(int port, String query) throws IOException, InterruptedException {
        var response = client.send(request(port, "/batch-call/list" + query), BodyHandlers.ofInputStream());
        assertEquals(200, response.statusCode());
        int rows = 0;
        byte[] mark = "{\"batch_call_id\"".getBytes(StandardCharsets.US_ASCII);
        int matched = 0;
        try (InputStream in = new BufferedInputStream(response.body(), 1 << 16)) {
            for (int b = in.read(); b >= 0; b = in.read()) {
                matched = b == mark[matched] ? matched + 1 : b == mark[0] ? 1 : 0;
                if (matched == mark.length) {
                    rows++;
                    matched = 0;
                }
            }
        }
        return rows;
    }

    @Test
    void a_hundred_thousand_batches_go_out_twice_at_once_in_every_mode_in_128_megabytes() throws Exception {
        DatabaseAddress address = TestPostgres.database();
        int port = freePort();
        Process server = server(address, port);
        try (Database database = Database.open(address, "test", 1);
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            assertTrue(Patience.until(START, () -> !server.isAlive() || ready(port)),
                    Files.readString(log()));
            String owner = database.read(handle -> handle.select("select organization_id from organization")
                    .mapTo(String.class).one());
            ListFixture.addMany(database, owner, BATCHES);
            for (String mode : List.of("fast", "accurate")) {
                Future<Integer> other =
                        threads.submit(() -> rows(port, "?limit=&performance_mode=" + mode));
                assertEquals(BATCHES, rows(port, "?limit=null&sort_by=name&performance_mode=ultra_fast"));
                assertEquals(BATCHES, other.get());
            }
            assertTrue(server.isAlive() && ready(port), Files.readString(log()));
        } finally {
            server.destroyForcibly();
            client.close();
        }
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
