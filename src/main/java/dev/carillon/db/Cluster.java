package dev.carillon.db;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

import org.postgresql.util.PasswordUtil;

import dev.carillon.base.Chance;
import dev.carillon.base.Patience;

/**
 * What is kept below the data directory of the embedded database: its programs, its port, its password, its
 * files.
 */
record Cluster(Path home, PostgresServer server, String mark) {

    private static final String LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    private static final int PASSWORD_LENGTH = 40;
    private static final int SALT_BYTES = 16;
    private static final Duration PORT_PATIENCE = Duration.ofSeconds(2);
    private static final Duration ANSWER = Duration.ofSeconds(2);

    /** What the server that runs says when asked. */
    enum Probe {
        READY, STARTING, SILENT, STRANGER
    }

    static Cluster embedded(DataDirectory directory, Consumer<String> progress) {
        Path home = home(directory.path());
        return of(home, Binaries.unpacked(home, progress));
    }

    static Cluster of(Path home, Binaries binaries) {
        return new Cluster(home, new PostgresServer(binaries, home), binaries.mark());
    }

    /** Where the database of a data directory is. */
    static Path home(Path dataDirectory) {
        try {
            return DataDirectory.privateFolder(dataDirectory.resolve("postgres"));
        } catch (IOException e) {
            throw new StartRefused("the data directory " + dataDirectory + " cannot be used: " + e, e);
        }
    }

    /** Makes what is not there yet. */
    void create(Consumer<String> progress) throws IOException {
        if (server.created()) {
            server.checkVersion(mark);
            return;
        }
        progress.accept("creating the database");
        writePrivately(home.resolve("password"), password(Chance.secure()));
        server.create(home.resolve("password"), List.of());
    }

    /** Chooses a port at the first start, and another one only when another program has taken ours. */
    void ensurePort(Consumer<String> progress) throws IOException {
        Path file = home.resolve("port");
        if (Files.exists(file)) {
            int port = port();
            if (Patience.until(PORT_PATIENCE, () -> free(port))) {
                return;
            }
            progress.accept("another program listens on port " + port + ": PostgreSQL moves to a new one");
        }
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            writePrivately(file, Integer.toString(socket.getLocalPort()));
        }
    }

    /** The kept port; 0 before the first start. */
    int port() {
        Path file = home.resolve("port");
        return Files.exists(file) ? Integer.parseInt(read(file)) : 0;
    }

    DatabaseAddress address(String database) {
        return new DatabaseAddress("jdbc:postgresql://127.0.0.1:" + port() + "/" + database,
                PostgresServer.USER,
                read(home.resolve("password")));
    }

    /**
     * The database, and a password that is checked fast. After a crash between the first start and this, the
     * next start makes up for it. That it was done is noted within the cluster, so that later starts need not
     * ask.
     */
    void createDatabase() {
        Path note = server.cluster().resolve("carillon.created");
        if (Files.exists(note)) {
            return;
        }
        try (Connection connection = connect("postgres");
                Statement statement = connection.createStatement()) {
            statement.execute("alter role " + PostgresServer.USER + " password '"
                    + verifier(read(home.resolve("password")), Chance.secure()) + "'");
            if (!exists(statement)) {
                statement.execute("create database carillon");
            }
            writePrivately(note, "carillon");
        } catch (SQLException e) {
            throw new DatabaseAway(e);
        } catch (IOException e) {
            throw new StartRefused(note + " cannot be written: " + e, e);
        }
    }

    /**
     * What PostgreSQL keeps of the password. One round instead of 4096: rounds make guessing slow, and 40
     * letters of chance cannot be guessed at any speed; but for a Java that has just started, 4096 of them a
     * connection are a tenth of its start and more.
     */
    private static String verifier(String password, RandomGenerator random) {
        byte[] salt = new byte[SALT_BYTES];
        random.nextBytes(salt);
        return PasswordUtil.encodeScramSha256(password.toCharArray(), 1, salt);
    }

    private static boolean exists(Statement statement) throws SQLException {
        try (ResultSet found =
                statement.executeQuery("select from pg_database where datname = 'carillon'")) {
            return found.next();
        }
    }

    Probe probe() {
        try (Connection connection = connect("postgres");
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("show data_directory")) {
            row.next();
            return Path.of(row.getString(1)).equals(server.cluster()) ? Probe.READY : Probe.STRANGER;
        } catch (SQLException e) {
            return switch (SqlState.of(e)) {
                case "57P03" -> Probe.STARTING;
                case "28P01", "28000" -> Probe.STRANGER;
                default -> Probe.SILENT;
            };
        }
    }

    private Connection connect(String database) throws SQLException {
        return Pools.source(address(database), "owner", ANSWER).getConnection();
    }

    private static boolean free(int port) {
        try (var socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return true;
        } catch (IOException taken) {
            return false;
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file).strip();
        } catch (IOException e) {
            throw new StartRefused(
                    file + " cannot be read, and without it the embedded database cannot be used: " + e, e);
        }
    }

    /** Whole or not at all, and never readable by others, not even for a moment. */
    private static void writePrivately(Path file, String text) throws IOException {
        Path unfinished = file.resolveSibling(file.getFileName() + ".new");
        Files.deleteIfExists(unfinished);
        Files.createFile(unfinished,
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(unfinished, text + "\n", StandardOpenOption.SYNC);
        Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
    }

    private static String password(RandomGenerator random) {
        var text = new StringBuilder(PASSWORD_LENGTH);
        for (int i = 0; i < PASSWORD_LENGTH; i++) {
            text.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
        }
        return text.toString();
    }
}
