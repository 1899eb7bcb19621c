package dev.carillon.db;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.postgresql.util.PasswordUtil;

import dev.carillon.base.Patience;

/** The whole life of an embedded server, with real processes and real kills. */
class EmbeddedPostgresTest {

    private static final Duration LONG = Duration.ofSeconds(60);

    private final List<String> said = new ArrayList<>();
    private Path folder = Path.of("unset");

    @BeforeEach
    void folder() throws IOException {
        folder = Files.createTempDirectory(Files.createDirectories(Path.of("target/embedded")), "data-")
                .toRealPath();
    }

    @AfterEach
    void remove() throws IOException {
        server().stop("immediate");
        Trees.delete(folder);
    }

    @Test
    void it_is_durable_private_and_on_the_loopback_only() throws IOException {
        try (DataDirectory directory = DataDirectory.lock(folder);
                EmbeddedPostgres postgres = open(directory)) {
            assertEquals("rwx------", permissions(folder));
            assertEquals("rwx------", permissions(folder.resolve("postgres")));
            assertEquals("rwx------", permissions(server().cluster()));
            assertEquals("rw-------", permissions(folder.resolve("postgres/password")));
            assertEquals("on on on", show(postgres, "fsync", "synchronous_commit", "full_page_writes"));
            assertEquals("127.0.0.1  scram-sha-256",
                    show(postgres, "listen_addresses", "unix_socket_directories", "password_encryption"));
            assertTrue(server().running().orElseThrow().ready());
            assertEquals(new EmbeddedPostgres.Status(EmbeddedPostgres.State.UP, ""), postgres.status());
            DatabaseAddress here = postgres.address();
            var wrong = Database.open(new DatabaseAddress(here.url(), here.user(), "wrong"), "wrong", 1);
            assertThrows(DatabaseAway.class, wrong::connection);
            wrong.close();
            assertEquals("SCRAM-SHA-256$1", verifier(postgres).split(":", -1)[0]);
        }
    }

    @Test
    void a_server_stopped_in_order_starts_again_at_the_same_address() {
        DatabaseAddress first;
        try (DataDirectory directory = DataDirectory.lock(folder);
                EmbeddedPostgres postgres = open(directory)) {
            first = postgres.address();
            write(postgres, 5);
        }
        assertTrue(server().running().isEmpty());
        try (DataDirectory directory = DataDirectory.lock(folder);
                EmbeddedPostgres postgres = open(directory)) {
            assertEquals(first, postgres.address());
            assertEquals(5, rows(postgres));
        }
    }

    @Test
    void a_database_of_before_gets_the_same_password_checked_fast() throws IOException {
        DatabaseAddress before;
        try (DataDirectory directory = DataDirectory.lock(folder);
                EmbeddedPostgres postgres = open(directory);
                Database database = Database.open(postgres.address(), "test", 1)) {
            before = postgres.address();
            database.perform(handle -> handle.execute("alter role carillon password '"
                    + PasswordUtil.encodeScramSha256(before.password().toCharArray()) + "'"));
            assertTrue(verifier(postgres).startsWith("SCRAM-SHA-256$4096:"));
        }
        Files.delete(server().cluster().resolve("carillon.created"));
        try (DataDirectory directory = DataDirectory.lock(folder);
                EmbeddedPostgres postgres = open(directory)) {
            assertEquals(before, postgres.address());
            assertTrue(verifier(postgres).startsWith("SCRAM-SHA-256$1:"));
        }
    }

    @Test
    void a_database_that_a_crash_kept_from_being_made_is_made_by_the_next_start() throws IOException {
        try (DataDirectory directory = DataDirectory.lock(folder);
                EmbeddedPostgres postgres = open(directory)) {
            var maintenance = new DatabaseAddress(postgres.address().url().replace("/carillon", "/postgres"),
                    postgres.address().user(), postgres.address().password());
            try (Connection connection = Pools.source(maintenance, "test", LONG).getConnection();
                    Statement statement = connection.createStatement()) {
                statement.execute("drop database carillon");
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        }
        Files.delete(server().cluster().resolve("carillon.created"));
        try (DataDirectory directory = DataDirectory.lock(folder);
                EmbeddedPostgres postgres = open(directory)) {
            write(postgres, 3);
            assertEquals(3, rows(postgres));
        }
    }

    @Test
    void a_second_owner_is_refused_by_the_directory_s_name() throws IOException {
        try (DataDirectory directory = DataDirectory.lock(folder)) {
            var sameProcess = assertThrows(StartRefused.class, () -> DataDirectory.lock(directory.path()));
            assertTrue(String.valueOf(sameProcess.getMessage()).contains(folder.toString()));
            // POSIX drops a process's lock with any channel of the file that it closes, the collector's too.
            System.gc();
            try (var child = EmbeddedLife.Child.start(folder)) {
                assertTrue(Patience.until(LONG, () -> !child.process().isAlive()));
                assertTrue(child.lines().stream().anyMatch(line -> line.contains("another Carillon uses")));
            }
        }
        DataDirectory.lock(folder).close();
    }

    @Test
    void after_a_kill_of_its_owner_the_server_is_adopted_with_every_row() throws IOException {
        List<Long> kept;
        try (var child = EmbeddedLife.Child.start(folder)) {
            child.awaitKept(100);
            child.kill();
            kept = child.kept();
        }
        long pid = pid();
        try (DataDirectory directory = DataDirectory.lock(folder);
                EmbeddedPostgres postgres = open(directory)) {
            assertEquals(pid, pid(), () -> String.join("\n", said));
            assertEquals(kept, found(postgres, kept));
        }
        assertTrue(server().running().isEmpty());
    }

    @Test
    void after_a_kill_of_owner_and_server_the_next_start_recovers_every_row() throws IOException {
        List<Long> kept;
        try (var child = EmbeddedLife.Child.start(folder)) {
            child.awaitKept(100);
            long pid = pid();
            child.kill();
            kill(pid);
            kept = child.kept();
        }
        try (DataDirectory directory = DataDirectory.lock(folder);
                EmbeddedPostgres postgres = open(directory)) {
            assertEquals(kept, found(postgres, kept));
        }
    }

    @Test
    void a_server_killed_under_its_owner_comes_back_and_its_connections_recover() throws IOException {
        try (var child = EmbeddedLife.Child.start(folder)) {
            for (int round = 0; round < 3; round++) {
                child.awaitKept(50);
                long pid = pid();
                kill(pid);
                child.awaitKept(50);
                assertNotEquals(pid, pid());
            }
            assertTrue(child.lines().stream().anyMatch(line -> line.startsWith("away")));
            child.kill();
            List<Long> kept = child.kept();
            try (DataDirectory directory = DataDirectory.lock(folder);
                    EmbeddedPostgres postgres = open(directory)) {
                assertEquals(kept, found(postgres, kept));
            }
        }
    }

    @Test
    void a_watched_server_that_is_stopped_in_order_stays_stopped() {
        try (DataDirectory directory = DataDirectory.lock(folder);
                EmbeddedPostgres postgres = open(directory)) {
            postgres.watch();
            postgres.stop();
            assertFalse(Patience.until(Duration.ofSeconds(1), () -> server().running().isPresent()));
            assertEquals(EmbeddedPostgres.State.STOPPED, postgres.status().state());
        }
    }

    @Test
    void a_running_server_with_other_settings_is_started_again_with_ours() throws IOException {
        try (var child = EmbeddedLife.Child.start(folder)) {
            child.awaitKept(10);
            child.kill();
        }
        long pid = pid();
        try (DataDirectory directory = DataDirectory.lock(folder);
                EmbeddedPostgres postgres = open(directory, new ServerSettings(48, 256))) {
            assertNotEquals(pid, pid());
            assertEquals("48MB 256MB", show(postgres, "shared_buffers", "max_wal_size"));
            assertTrue(rows(postgres) >= 10);
        }
    }

    @Test
    void a_port_that_another_program_took_is_given_up() throws IOException {
        DatabaseAddress first;
        try (DataDirectory directory = DataDirectory.lock(folder);
                EmbeddedPostgres postgres = open(directory)) {
            first = postgres.address();
        }
        int port = Integer.parseInt(Files.readString(folder.resolve("postgres/port")).strip());
        try (var other = new ServerSocket(port, 1, InetAddress.getLoopbackAddress());
                DataDirectory directory = DataDirectory.lock(folder);
                EmbeddedPostgres postgres = open(directory)) {
            assertTrue(other.isBound());
            assertNotEquals(first, postgres.address());
            assertTrue(said.stream().anyMatch(line -> line.contains("port " + port)));
        }
    }

    @Test
    void a_crash_while_the_cluster_is_made_leaves_nothing_that_the_next_start_minds() throws IOException {
        Path unfinished = Files.createDirectories(folder.resolve("postgres/cluster-unfinished"));
        Files.writeString(unfinished.resolve("PG_VERSION"), "3\n");
        try (DataDirectory directory = DataDirectory.lock(folder);
                EmbeddedPostgres postgres = open(directory)) {
            write(postgres, 1);
            assertFalse(Files.exists(unfinished));
        }
    }

    @Test
    void a_cluster_of_another_major_version_is_refused() throws IOException {
        Path version = Files.createDirectories(folder.resolve("postgres/cluster")).resolve("PG_VERSION");
        Files.writeString(version, "11\n");
        try (DataDirectory directory = DataDirectory.lock(folder)) {
            var refused = assertThrows(StartRefused.class, () -> open(directory));
            assertTrue(String.valueOf(refused.getMessage()).contains("PostgreSQL 11"));
        }
    }

    @Test
    void the_server_has_a_session_of_its_own_so_that_control_c_does_not_reach_it() throws IOException {
        try (DataDirectory directory = DataDirectory.lock(folder);
                EmbeddedPostgres postgres = open(directory)) {
            assertEquals(EmbeddedPostgres.State.UP, postgres.status().state());
            assertNotEquals(session(ProcessHandle.current().pid()), session(pid()));
        }
    }

    @Test
    void a_short_command_uses_the_running_database_or_starts_it_for_its_own_time() throws IOException {
        assertThrows(StartRefused.class, () -> DatabaseLoan.connectOrStart(folder, said::add));
        try (var child = EmbeddedLife.Child.start(folder)) {
            child.awaitKept(10);
            long pid = pid();
            try (DatabaseLoan loan = DatabaseLoan.connectOrStart(folder, said::add)) {
                assertTrue(rows(loan.address()) >= 10);
            }
            assertEquals(pid, pid());
            child.kill();
            kill(pid);
        }
        DataDirectory directory = DataDirectory.lock(folder);
        try (DatabaseLoan loan = DatabaseLoan.start(cluster(directory), said::add, directory::close)) {
            assertTrue(rows(loan.address()) >= 10);
        }
        assertTrue(server().running().isEmpty());
    }

    @Test
    void a_number_that_now_belongs_to_another_program_is_not_our_server() {
        var file = new PidFile(ProcessHandle.current().pid(), 1, true);
        assertFalse(file.alive(server().cluster()));
    }

    private EmbeddedPostgres open(DataDirectory directory) {
        return open(directory, ServerSettings.small());
    }

    private EmbeddedPostgres open(DataDirectory directory, ServerSettings settings) {
        return EmbeddedPostgres.open(cluster(directory), settings, said::add);
    }

    private static Cluster cluster(DataDirectory directory) {
        return Cluster.of(Cluster.home(directory.path()), TestPostgres.binaries());
    }

    private PostgresServer server() {
        return new PostgresServer(TestPostgres.binaries(), folder.resolve("postgres"));
    }

    private long pid() {
        return server().running().orElseThrow().pid();
    }

    private static void kill(long pid) {
        ProcessHandle.of(pid).orElseThrow().destroyForcibly();
    }

    private static String session(long pid) throws IOException {
        String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
        return stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1)[3];
    }

    private static String permissions(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }

    private static String show(EmbeddedPostgres postgres, String... settings) {
        try (Database database = Database.open(postgres.address(), "test", 1)) {
            return database.read(handle -> String.join(" ", List.of(settings).stream()
                    .map(name -> handle.select("show " + name).mapTo(String.class).one()).toList()));
        }
    }

    /** What PostgreSQL keeps of our password. */
    private static String verifier(EmbeddedPostgres postgres) {
        try (Database database = Database.open(postgres.address(), "test", 1)) {
            return database.read(
                    handle -> handle.select("select rolpassword from pg_authid where rolname = 'carillon'")
                            .mapTo(String.class).one());
        }
    }

    private static void write(EmbeddedPostgres postgres, int rows) {
        try (Database database = Database.open(postgres.address(), "test", 1)) {
            database.perform(
                    handle -> handle.execute("create table kept as select generate_series(1, ?) n", rows));
        }
    }

    /** Those of these rows that are there, in order. */
    private static List<Long> found(EmbeddedPostgres postgres, List<Long> numbers) {
        try (Database database = Database.open(postgres.address(), "test", 1)) {
            return database.read(
                    handle -> handle.createQuery("select n from kept where n = any(:numbers) order by n")
                            .bindArray("numbers", Long.class, numbers).mapTo(Long.class).list());
        }
    }

    private static long rows(EmbeddedPostgres postgres) {
        return rows(postgres.address());
    }

    private static long rows(DatabaseAddress address) {
        try (Database database = Database.open(address, "test", 1)) {
            return database
                    .read(handle -> handle.select("select count(*) from kept").mapTo(Long.class).one());
        }
    }
}
