package dev.carillon.db;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import org.jdbi.v3.core.Handle;
import org.postgresql.PGConnection;
import org.postgresql.ds.PGSimpleDataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import dev.carillon.base.Patience;

/**
 * Hears that something was committed, on a connection of its own that reconnects by itself. A hint, never a
 * promise: what it tells to look may find nothing, and who must not miss anything looks from time to time
 * anyway. After every reconnection everyone is told to look, for what was said meanwhile is lost.
 */
public final class Notifications implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Notifications.class);
    private static final Duration LISTEN_TURN = Duration.ofMillis(500);
    private static final Duration RETRY = Duration.ofMillis(500);
    private static final Duration SILENCE = Duration.ofSeconds(10);

    private final PGSimpleDataSource source;
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
    private final Thread thread;
    private volatile boolean closed;

    public Notifications(DatabaseAddress address) {
        this.source = Pools.source(address, "listener", SILENCE);
        this.thread = Thread.ofVirtual().name("notifications").start(this::run);
    }

    /** Tells all nodes, when this transaction is committed, that there is something to look at. */
    public static void announce(Handle handle) {
        handle.execute("select pg_notify('carillon', '')");
    }

    /**
     * Runs the task at each notification and after each (re)connection; it must be short.
     */
    public void onNotify(Runnable task) {
        listeners.add(task);
    }

    @Override
    public void close() {
        closed = true;
        thread.interrupt();
    }

    private void run() {
        boolean quiet = false;
        while (!closed) {
            try (Connection connection = source.getConnection()) {
                LOG.debug("listening");
                quiet = false;
                listen(connection);
            } catch (SQLException e) {
                if (!closed && !quiet) {
                    LOG.warn("no notifications until the database is back: {}", e.getMessage());
                }
                quiet = true;
                Patience.rest(RETRY);
            }
        }
    }

    private void listen(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("listen carillon");
            tell();
            PGConnection notified = connection.unwrap(PGConnection.class);
            for (int turn = 0; !closed; turn++) {
                if (notified.getNotifications((int) LISTEN_TURN.toMillis()).length > 0) {
                    tell();
                } else if (turn % 10 == 9) {
                    // A connection whose other end is gone looks like one on which nothing happens.
                    statement.execute("select 1");
                }
            }
        }
    }

    private void tell() {
        for (Runnable listener : listeners) {
            try {
                listener.run();
            } catch (RuntimeException e) {
                // One listener's defect must not make all others deaf.
                LOG.error("a listener failed", e);
            }
        }
    }
}
