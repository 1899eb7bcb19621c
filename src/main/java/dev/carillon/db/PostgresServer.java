package dev.carillon.db;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

import dev.carillon.base.Patience;

/** One cluster on disk and its server process, which is not our child and outlives us. */
final class PostgresServer {

    static final String USER = "carillon";

    private static final Duration INIT_LIMIT = Duration.ofMinutes(5);
    private static final Duration STOP_LIMIT = Duration.ofSeconds(60);
    private static final Duration LOOK = Duration.ofMillis(5);
    private static final String LONGEST_START_SECONDS = "3600";
    private static final int FIRST_WITH_BUILTIN_LOCALE = 17;
    private static final long LARGEST_LOG = 16L << 20;

    private final Binaries binaries;
    private final Path home;
    private final Path cluster;
    private final Path log;
    private final Program program;

    /** @param home a folder of ours; the cluster is below it */
    PostgresServer(Binaries binaries, Path home) {
        this.binaries = binaries;
        this.home = home;
        this.cluster = home.resolve("cluster");
        this.log = home.resolve("server.log");
        this.program = new Program(home.resolve("program.log"));
    }

    Path cluster() {
        return cluster;
    }

    boolean created() {
        return Files.exists(cluster.resolve("PG_VERSION"));
    }

    /** Makes the cluster, or nothing of it: a crash on the way leaves only what the next try removes. */
    void create(Path passwordFile, List<String> more) throws IOException {
        program.check();
        Path unfinished = home.resolve("cluster-unfinished");
        Trees.delete(unfinished);
        var command = new ArrayList<>(
                List.of(binaries.program("initdb"), "-D", unfinished.toString(), "-U", USER,
                        "--auth=scram-sha-256", "--pwfile=" + passwordFile, "--encoding=UTF8"));
        command.addAll(major() >= FIRST_WITH_BUILTIN_LOCALE
                ? List.of("--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8")
                : List.of("--locale=C.UTF-8"));
        command.addAll(more);
        Program.Ending ending = program.run(INIT_LIMIT, command);
        if (!ending.good()) {
            throw new StartRefused("initdb failed: " + ending.text());
        }
        Files.writeString(unfinished.resolve("postgresql.conf"), "include = 'carillon.conf'\n",
                StandardOpenOption.APPEND);
        Files.move(unfinished, cluster, StandardCopyOption.ATOMIC_MOVE);
    }

    /**
     * Refuses a cluster of another major version: PostgreSQL would, with less to go by. Programs that have
     * started it before are not asked again.
     *
     * @param mark of the programs
     */
    void checkVersion(String mark) throws IOException {
        if (ServerSettings.marked(settings(), mark)) {
            return;
        }
        String there = Files.readString(cluster.resolve("PG_VERSION")).strip();
        if (Integer.parseInt(there) != major()) {
            throw new StartRefused("the database in " + cluster + " was made by PostgreSQL " + there
                    + ", and this Carillon brings " + major()
                    + ": move its content with pg_dump and pg_restore");
        }
    }

    private int major() {
        Program.Ending ending = program.run(INIT_LIMIT, List.of(binaries.program("postgres"), "--version"));
        if (!ending.good()) {
            throw new StartRefused("PostgreSQL's programs do not run here: " + ending.text());
        }
        return Integer.parseInt(ending.text().replaceFirst(".*?(\\d+).*", "$1"));
    }

    /** The postmaster of this cluster, when it runs. */
    Optional<PidFile> running() {
        return PidFile.read(cluster).filter(file -> file.alive(cluster));
    }

    /** Whether the running server takes connections. */
    private boolean ready() {
        return running().filter(PidFile::ready).isPresent();
    }

    /** The settings with which it was last started; empty when it never was. */
    String settings() {
        try {
            Path file = cluster.resolve("carillon.conf");
            return Files.exists(file) ? Files.readString(file) : "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Tries once to start it, and waits while it recovers.
     *
     * @param cancelled asked all the while; yes ends the wait, with a server that may be about to run
     * @return nothing when it is ready, else what it said
     */
    Optional<String> start(String settings, Consumer<String> progress, BooleanSupplier cancelled) {
        try {
            Files.writeString(cluster.resolve("carillon.conf"), settings);
            rotateLog();
            long logBefore = Files.exists(log) ? Files.size(log) : 0;
            Process starter = starter(List.of(binaries.program("pg_ctl"), "start", "-s", "-w", "-t",
                    LONGEST_START_SECONDS, "-D", cluster.toString(), "-l", log.toString()));
            if (!ended(starter, progress, cancelled)) {
                return Optional.of("the start was cancelled");
            }
            if (starter.isAlive() || starter.exitValue() == 0) {
                return Optional.empty();
            }
            Program.Ending ending = program.ending(starter);
            program.check();
            return Optional.of(lastWords(logBefore, ending.text()));
        } catch (IOException e) {
            return Optional.of("PostgreSQL could not be started: " + e);
        }
    }

    /** Whether programs run here at all is only asked when they do not: that takes a process of its own. */
    private Process starter(List<String> command) {
        try {
            return program.start(command);
        } catch (StartRefused e) {
            program.check();
            throw e;
        }
    }

    /**
     * The server says that it is ready up to 100 ms before pg_ctl, which then ends by itself, looks again.
     */
    private boolean ended(Process starter, Consumer<String> progress, BooleanSupplier cancelled) {
        for (int seconds = 0; !Patience.until(Duration.ofSeconds(1), LOOK,
                () -> !starter.isAlive() || ready()); seconds++) {
            if (seconds >= 2) {
                progress.accept("PostgreSQL recovers from a crash: " + (seconds + 1) + " s so far");
            }
            if (cancelled.getAsBoolean()) {
                // Only a server that has written its pid can be stopped by it.
                Patience.until(Duration.ofSeconds(5), () -> !starter.isAlive() || running().isPresent());
                starter.destroyForcibly();
                return false;
            }
        }
        return true;
    }

    /** Ends it in order: sessions are cut, everything is written. Nothing when it does not run. */
    void stop() {
        stop("fast");
    }

    void stop(String mode) {
        if (running().isEmpty()) {
            return;
        }
        Program.Ending ending = program.run(STOP_LIMIT.plusSeconds(5),
                List.of(binaries.program("pg_ctl"), "stop",
                        "-s", "-w", "-t", Long.toString(STOP_LIMIT.toSeconds()), "-m", mode, "-D",
                        cluster.toString()));
        if (!ending.good() && running().isPresent()) {
            throw new StartRefused("PostgreSQL in " + cluster + " does not stop: " + ending.text());
        }
    }

    private void rotateLog() throws IOException {
        if (Files.exists(log) && Files.size(log) > LARGEST_LOG) {
            Files.move(log, log.resolveSibling("server.log.1"), StandardCopyOption.REPLACE_EXISTING);
        }
    }

    private String lastWords(long from, String otherwise) throws IOException {
        if (!Files.exists(log)) {
            return otherwise;
        }
        byte[] all = Files.readAllBytes(log);
        int start = (int) Math.min(from, all.length);
        String said = new String(all, start, all.length - start, StandardCharsets.UTF_8);
        return said.lines().filter(line -> line.contains("FATAL:") || line.contains("PANIC:"))
                .reduce((a, b) -> b)
                .map(line -> "PostgreSQL says " + line.replaceFirst("^.*?(FATAL|PANIC)", "$1"))
                .orElse(otherwise);
    }
}
