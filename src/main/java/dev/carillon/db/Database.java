package dev.carillon.db;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import java.util.function.Function;

import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.metrics.micrometer.MicrometerMetricsTrackerFactory;
import io.micrometer.core.instrument.MeterRegistry;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.jdbi.v3.core.statement.StatementContext;
import org.jdbi.v3.core.statement.StatementException;
import org.jdbi.v3.core.statement.StatementExceptions;
import org.jdbi.v3.core.statement.UnableToExecuteStatementException;
import org.jdbi.v3.core.statement.internal.JfrSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A pool of connections and the ways to use one. It may be opened while the database is away and recovers by
 * itself; meanwhile every call fails within seconds with {@link DatabaseAway}. A transaction that is left
 * alone for 5 s is ended by the server, so a frozen process never holds a lock longer than a lease.
 * Thread-safe.
 */
public final class Database implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Database.class);

    private static final String SNAPSHOT = """
            set transaction isolation level repeatable read, read only;
            set local idle_in_transaction_session_timeout = '60s'""";

    private final HikariDataSource pool;
    private final Jdbi jdbi;
    private final LongAdder lockRetries = new LongAdder();

    private Database(HikariDataSource pool) {
        this.pool = pool;
        this.jdbi = Jdbi.create(pool);
        jdbi.configure(StatementExceptions.class, c -> c.setMessageRendering(Database::withoutValues));
    }

    /** What failed and with which statement; never what was bound, for that is people's numbers. */
    private static String withoutValues(StatementException e) {
        StatementContext context = e.getStatementContext();
        return e.getShortMessage() + (context == null ? "" : " [" + context.getRawSql() + "]");
    }

    /**
     * For requests and everything else that is not the dial half. The name is what the server's monitoring
     * shows.
     */
    public static Database open(DatabaseAddress address, String name, int connections) {
        return new Database(Pools.forRequests(address, name, connections));
    }

    /**
     * For the dial half: plans are made once and only walk indices, however empty a table looked at that
     * time.
     */
    public static Database openForEngine(DatabaseAddress address, String name, int connections) {
        return new Database(Pools.forEngine(address, name, connections));
    }

    /** For pages: plans are made once, and walk indices in the order that is asked for. */
    public static Database openForPages(DatabaseAddress address, String name, int connections) {
        return new Database(Pools.forPages(address, name, connections));
    }

    /**
     * What the first statement would do otherwise, and what needs no database: jdbi makes itself known to the
     * flight recorder, which takes as long as many statements.
     */
    public static void prepare() {
        JfrSupport.newStatementEvent();
    }

    /**
     * One transaction, READ COMMITTED: committed when the work returns, rolled back when it throws. Done once
     * more after a deadlock, so the work must have no effect outside of the database.
     */
    public <T> T transaction(Function<Handle, T> work) {
        try {
            return once(work);
        } catch (JdbiException e) {
            if (!SqlState.of(e).equals(SqlState.DEADLOCK)) {
                throw e;
            }
            lockRetries.increment();
            return once(work);
        }
    }

    /** A transaction without a result. */
    public void perform(Consumer<Handle> work) {
        transaction(handle -> {
            work.accept(handle);
            return true;
        });
    }

    /** One snapshot for all that the work reads, REPEATABLE READ and READ ONLY. */
    public <T> T snapshot(Function<Handle, T> work) {
        return once(handle -> {
            handle.execute(SNAPSHOT);
            return work.apply(handle);
        });
    }

    /** The same; a statement that takes longer than the limit is ended with {@link OutOfTime}. */
    public <T> T snapshot(Duration limit, Function<Handle, T> work) {
        return once(handle -> {
            handle.execute(SNAPSHOT + "; " + timeout(limit));
            return work.apply(handle);
        });
    }

    /**
     * One transaction, READ COMMITTED, for reading; a statement that takes longer than the limit is ended
     * with {@link OutOfTime}.
     */
    public <T> T within(Duration limit, Function<Handle, T> work) {
        return once(handle -> {
            handle.execute(timeout(limit));
            return work.apply(handle);
        });
    }

    /** From now on the statements of this transaction have so long; as in {@link #within}. */
    public static void limit(Handle handle, Duration limit) {
        handle.execute(timeout(limit));
    }

    /** 0 would mean no limit at all. */
    private static String timeout(Duration limit) {
        return "set local statement_timeout = " + Math.max(1, limit.toMillis());
    }

    /**
     * For a single statement that reads: each statement is its own snapshot, and there is no other round
     * trip.
     */
    public <T> T read(Function<Handle, T> work) {
        try (Handle handle = jdbi.open()) {
            return work.apply(handle);
        } catch (JdbiException e) {
            throw failure(e);
        }
    }

    /** What a page does with a connection. */
    @FunctionalInterface
    public interface Direct<T> {

        T on(Connection connection) throws SQLException;
    }

    /**
     * The same for {@code java.sql}, where what jdbi does for each statement would be most of the cost.
     */
    public <T> T direct(Direct<T> work) {
        try (Connection connection = pool.getConnection()) {
            return work.on(connection);
        } catch (SQLException e) {
            throw failure(new UnableToExecuteStatementException(e, null));
        } catch (JdbiException e) {
            throw failure(e);
        }
    }

    private static RuntimeException failure(JdbiException e) {
        if (SqlState.of(e).equals(SqlState.CANCELED)) {
            return new OutOfTime(e);
        }
        return SqlState.away(e) ? new DatabaseAway(e) : e;
    }

    private <T> T once(Function<Handle, T> work) {
        return read(handle -> handle.inTransaction(work::apply));
    }

    /**
     * A connection for {@code java.sql}, autocommit off; closing it gives it back and rolls back what is
     * open.
     */
    public Connection connection() {
        try {
            Connection connection = pool.getConnection();
            connection.setAutoCommit(false);
            return connection;
        } catch (SQLException e) {
            throw new DatabaseAway(e);
        }
    }

    /** Opens the pool's first connection; when there is none to be had now, the first use will. */
    public void begin() {
        try {
            pool.getConnection().close();
        } catch (SQLException e) {
            LOG.debug("{}: no connection yet", pool.getPoolName(), e);
        }
    }

    /**
     * From now on the pool keeps as many connections as it may have, not only those that were asked for: they
     * are opened within the next half minute.
     */
    public void fill() {
        begin();
        pool.setMinimumIdle(pool.getMaximumPoolSize());
    }

    /** From now on the pool tells the registry of its connections. */
    public void watchedBy(MeterRegistry registry) {
        pool.setMetricsTrackerFactory(new MicrometerMetricsTrackerFactory(registry));
    }

    /**
     * How often a transaction was done again after a deadlock; more than 0 is a breach of the one order of
     * locks.
     */
    public long lockRetries() {
        return lockRetries.sum();
    }

    @Override
    public void close() {
        pool.close();
    }
}
