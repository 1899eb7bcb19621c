package dev.carillon.db;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.Stream;

import org.jdbi.v3.core.Jdbi;

/**
 * One PostgreSQL for all tests of this JVM, chosen by the system property {@code carillon.test.postgres}:
 * {@code embedded}, or the bin folder of an installed one. It is fast and not durable; what is about
 * durability starts an {@link EmbeddedPostgres} of its own, with {@link #binaries()}.
 */
public final class TestPostgres {

    private static final String TEMPLATE = "carillon_template";
    private static final Path TOP = Path.of("target", "test-postgres").toAbsolutePath();

    private final PostgresServer server;
    private final int port;
    private final AtomicInteger databases = new AtomicInteger();

    private TestPostgres(PostgresServer server, int port) {
        this.server = server;
        this.port = port;
    }

    /** A new database with the schema, for one test class. */
    public static DatabaseAddress database() {
        return Holder.RUNNING.next(TEMPLATE);
    }

    /** A new database with nothing in it. */
    public static DatabaseAddress emptyDatabase() {
        return Holder.RUNNING.next("template0");
    }

    /** The programs chosen for this run. */
    static Binaries binaries() {
        return Programs.CHOSEN;
    }

    private static Binaries chosen() {
        String choice = System.getProperty("carillon.test.postgres", "embedded");
        if (!choice.equals("embedded")) {
            return Binaries.installed(Path.of(choice));
        }
        try {
            Files.createDirectories(TOP);
            try (var channel = FileChannel.open(TOP.resolve("unpack.lock"), StandardOpenOption.CREATE,
                    StandardOpenOption.WRITE); FileLock oneAtATime = channel.lock()) {
                return oneAtATime.isValid() ? Binaries.unpacked(TOP, Quiet.LINES) : chosen();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static TestPostgres start(Binaries binaries) {
        try {
            removeLeftovers(binaries);
            DataDirectory directory = DataDirectory
                    .lock(Files.createTempDirectory(Files.createDirectories(TOP), "server-"));
            var server = new PostgresServer(binaries, directory.path());
            Path password = Files.writeString(directory.path().resolve("password"), "test\n");
            server.create(password, List.of("--no-sync"));
            var running = new TestPostgres(server, freePort());
            Runtime.getRuntime().addShutdownHook(new Thread(() -> running.end(directory)));
            server.start(running.settings(), Quiet.LINES, () -> false).ifPresent(why -> {
                throw new IllegalStateException(why);
            });
            running.prepare();
            return running;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String settings() {
        return """
                port = %d
                listen_addresses = '127.0.0.1'
                unix_socket_directories = ''
                max_connections = 300
                shared_buffers = 128MB
                fsync = off
                full_page_writes = off
                synchronous_commit = off
                jit = off
                """.formatted(port);
    }

    private void prepare() {
        Jdbi admin = admin();
        admin.useHandle(handle -> {
            System.out.println("tests run on " + handle.select("select version()").mapTo(String.class).one());
            handle.execute("create database " + TEMPLATE);
        });
        new Migrations(address(TEMPLATE)).run();
    }

    private synchronized DatabaseAddress next(String template) {
        String name = "test_" + databases.incrementAndGet();
        admin().useHandle(handle -> handle.execute("create database " + name + " template " + template));
        return address(name);
    }

    private Jdbi admin() {
        DatabaseAddress address = address("postgres");
        return Jdbi.create(address.url(), address.user(), address.password());
    }

    private DatabaseAddress address(String name) {
        return new DatabaseAddress("jdbc:postgresql://127.0.0.1:" + port + "/" + name, PostgresServer.USER,
                "test");
    }

    private void end(DataDirectory directory) {
        server.stop("immediate");
        remove(directory);
    }

    /** Servers of test runs that were killed: nobody holds their folder any more. */
    private static void removeLeftovers(Binaries binaries) throws IOException {
        try (Stream<Path> folders = Files.list(Files.createDirectories(TOP))) {
            for (Path folder : folders.filter(path -> path.getFileName().toString().startsWith("server-"))
                    .toList()) {
                DataDirectory.tryLock(folder).ifPresent(directory -> {
                    new PostgresServer(binaries, directory.path()).stop("immediate");
                    remove(directory);
                });
            }
        }
    }

    private static void remove(DataDirectory directory) {
        try {
            Trees.delete(directory.path());
            directory.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /** Unpacked when the first test asks, once. */
    private static final class Programs {

        static final Binaries CHOSEN = chosen();
    }

    /** Started when the first test asks, once. */
    private static final class Holder {

        static final TestPostgres RUNNING = start(Programs.CHOSEN);
    }

    /** For what would tell a person who waits. */
    static final class Quiet {

        static final Consumer<String> LINES = line -> {
        };
    }
}
