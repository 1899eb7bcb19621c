package dev.carillon.db;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import dev.carillon.base.Patience;

/**
 * The PostgreSQL that Carillon brings along: durable, on the loopback only, below the data directory, owned
 * by the process that holds the directory. Whatever was killed, {@link #open} ends with a server that runs
 * and lost nothing that was committed: a server that outlived its owner is adopted, one that died is started
 * and recovers.
 */
public final class EmbeddedPostgres implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedPostgres.class);
    private static final Duration START_TRIES = Duration.ofSeconds(10);
    private static final Duration SILENCE = Duration.ofSeconds(10);
    private static final Duration LONGEST_RECOVERY = Duration.ofHours(1);
    private static final Duration LOOK = Duration.ofMillis(200);
    private static final Duration RETRY = Duration.ofSeconds(1);

    private final Cluster cluster;
    private final PostgresServer server;
    private final ServerSettings settings;
    private final Consumer<String> progress;
    private final ReentrantLock life = new ReentrantLock();
    private volatile Status status = new Status(State.STARTING, "not started yet");
    private volatile boolean stopping;

    private EmbeddedPostgres(Cluster cluster, ServerSettings settings, Consumer<String> progress) {
        this.cluster = cluster;
        this.server = cluster.server();
        this.settings = settings;
        this.progress = progress;
    }

    /** What the server does. */
    public enum State {
        UP, STARTING, STOPPED
    }

    /** What the server does and why; the reason is empty while it is up. */
    public record Status(State state, String why) {
    }

    /**
     * Returns when the server answers; this may take seconds the first time, and minutes of recovery after a
     * crash.
     *
     * @param progress gets lines for people while they wait
     */
    public static EmbeddedPostgres open(DataDirectory directory, ServerSettings settings,
            Consumer<String> progress) {
        return open(Cluster.embedded(directory, progress), settings, progress);
    }

    static EmbeddedPostgres open(Cluster cluster, ServerSettings settings, Consumer<String> progress) {
        var postgres = new EmbeddedPostgres(cluster, settings, progress);
        boolean opened = false;
        try {
            cluster.create(progress);
            postgres.adoptOrStart();
            postgres.createDatabase();
            opened = true;
            return postgres;
        } catch (IOException e) {
            throw new StartRefused("the database below " + cluster.home() + " cannot be started: " + e, e);
        } finally {
            if (!opened) {
                postgres.stop();
            }
        }
    }

    /** Where it is; stays the same as long as this object lives. */
    public DatabaseAddress address() {
        return cluster.address("carillon");
    }

    public Status status() {
        return status;
    }

    /** From now on the server is started again whenever it dies: at once, then every second. */
    public void watch() {
        Thread.ofVirtual().name("postgres watch").start(() -> {
            while (!stopping) {
                Patience.rest(restartIfDead() ? LOOK : RETRY);
            }
        });
    }

    /** Ends the server in order and waits for it. */
    public void stop() {
        stopping = true;
        life.lock();
        try {
            status = new Status(State.STOPPED, "stopped in order");
            server.stop();
        } finally {
            life.unlock();
        }
    }

    @Override
    public void close() {
        stop();
    }

    private void adoptOrStart() throws IOException {
        if (server.running().isPresent()) {
            progress.accept("PostgreSQL is still running: taking it over");
            if (server.settings().equals(wanted()) && answers()) {
                status = new Status(State.UP, "");
                return;
            }
            server.stop();
        }
        cluster.ensurePort(progress);
        progress.accept("starting PostgreSQL");
        // A server that was just killed may still hold its memory or its number for a moment.
        if (!Patience.until(START_TRIES, () -> start().isEmpty())) {
            throw new StartRefused(status.why() + "; more in " + cluster.home().resolve("server.log"));
        }
    }

    /** A busy machine may not answer at once. */
    private void createDatabase() {
        var away = new ArrayDeque<DatabaseAway>();
        boolean created = Patience.until(START_TRIES, () -> {
            try {
                cluster.createDatabase();
                return true;
            } catch (DatabaseAway e) {
                away.add(e);
                return false;
            }
        });
        if (!created) {
            throw away.getLast();
        }
    }

    private Optional<String> start() {
        Optional<String> refusal = server.start(wanted(), progress, () -> stopping);
        status = refusal.map(why -> new Status(State.STARTING, why)).orElse(new Status(State.UP, ""));
        return refusal;
    }

    private String wanted() {
        return settings.text(cluster.port(), cluster.mark());
    }

    /** Whether the server that runs is ours and takes queries, now or after its recovery. */
    private boolean answers() {
        return Patience.until(SILENCE, () -> cluster.probe() != Cluster.Probe.SILENT)
                && Patience.until(LONGEST_RECOVERY, () -> cluster.probe() != Cluster.Probe.STARTING)
                && cluster.probe() == Cluster.Probe.READY;
    }

    private boolean restartIfDead() {
        life.lock();
        try {
            if (stopping || server.running().isPresent()) {
                return true;
            }
            status = new Status(State.STARTING, "the server died and is started again");
            LOG.warn("PostgreSQL died; starting it again");
            Optional<String> refusal = start();
            refusal.ifPresent(why -> LOG.warn("PostgreSQL does not start yet: {}", why));
            return refusal.isEmpty();
        } catch (StartRefused e) {
            status = new Status(State.STARTING, String.valueOf(e.getMessage()));
            return false;
        } finally {
            life.unlock();
        }
    }
}
