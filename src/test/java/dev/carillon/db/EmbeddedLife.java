package dev.carillon.db;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

import dev.carillon.base.Patience;

/**
 * A process that owns an embedded database and writes a row after the other, to be killed: it prints
 * {@code kept N} when row N is committed. The parent's half of it is {@link Child}.
 */
public final class EmbeddedLife {

    private static final String ROWS =
            "create table if not exists kept (n bigint generated always as identity)";

    private EmbeddedLife() {
    }

    public static void main(String[] args) {
        DataDirectory directory = DataDirectory.lock(Path.of(args[0]));
        Cluster cluster = Cluster.of(Cluster.home(directory.path()), TestPostgres.binaries());
        EmbeddedPostgres postgres = EmbeddedPostgres.open(cluster, ServerSettings.small(),
                System.out::println);
        postgres.watch();
        try (Database database = Database.open(postgres.address(), "life", 2)) {
            database.perform(handle -> handle.execute(ROWS));
            while (Patience.rest(Duration.ofMillis(1))) {
                try {
                    long n = database.transaction(
                            handle -> handle.select("insert into kept default values returning n")
                                    .mapTo(Long.class).one());
                    System.out.println("kept " + n);
                } catch (DatabaseAway e) {
                    System.out.println("away " + e.getMessage());
                }
            }
        }
    }

    /** That process, seen from outside. */
    record Child(Process process, Path output) implements AutoCloseable {

        static Child start(Path dataDirectory) throws IOException {
            Path output = Files.createTempFile(Path.of("target"), "life-", ".txt");
            List<String> command = List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-Xmx128m", "-XX:+UseSerialGC", "-cp", System.getProperty("java.class.path"),
                    "-Dcarillon.test.postgres=" + System.getProperty("carillon.test.postgres", "embedded"),
                    EmbeddedLife.class.getName(), dataDirectory.toString());
            return new Child(
                    new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile())
                            .start(),
                    output);
        }

        /** The numbers of the rows that it was told are committed. */
        List<Long> kept() {
            return lines().stream().filter(line -> line.matches("kept \\d+"))
                    .map(line -> Long.valueOf(line.substring(5)))
                    .toList();
        }

        void awaitKept(int more) {
            int goal = kept().size() + more;
            if (!Patience.until(Duration.ofSeconds(60), () -> kept().size() >= goal)) {
                throw new AssertionError("too few rows: " + lines());
            }
        }

        List<String> lines() {
            try {
                // The last line may be half written.
                String text = Files.readString(output);
                return text.substring(0, text.lastIndexOf('\n') + 1).lines().toList();
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        }

        /** SIGKILL. */
        void kill() {
            process.destroyForcibly();
            process.onExit().join();
        }

        @Override
        public void close() throws IOException {
            kill();
            Files.delete(output);
        }
    }
}
