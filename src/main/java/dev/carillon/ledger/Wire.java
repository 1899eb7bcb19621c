package dev.carillon.ledger;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import dev.carillon.base.LawBroken;
import dev.carillon.db.DatabaseAway;
import dev.carillon.db.SqlState;
import dev.carillon.dial.LedgerAway;

/**
 * The ledger's one connection and the transaction on it. It is opened when first needed, kept, so that its
 * statements stay prepared, and thrown away after any failure of the connection itself. Not thread-safe, but
 * for the counter.
 */
final class Wire implements AutoCloseable {

    private final Supplier<Connection> connections;
    private final LongAdder deadlocks = new LongAdder();
    private @Nullable Connection connection;

    /** @param connections gives connections with autocommit off */
    Wire(Supplier<Connection> connections) {
        this.connections = connections;
    }

    /** A part of a transaction. */
    interface Work<T> {
        T on(Connection c) throws SQLException;
    }

    /** A whole transaction; repeated once when the server chose it as the victim of a deadlock. */
    <T> T transaction(Work<T> work) {
        try {
            return once(work);
        } catch (LedgerAway e) {
            if (isDeadlock(e.getCause())) {
                return once(work);
            }
            throw e;
        }
    }

    private <T> T once(Work<T> work) {
        T result = part(work);
        commit();
        return result;
    }

    /** A part of a transaction that goes on; after a failure nothing of it is left. */
    <T> T part(Work<T> work) {
        try {
            return work.on(connection());
        } catch (DatabaseAway e) {
            throw new LedgerAway("no connection: " + e.getMessage(), false, e);
        } catch (SQLException e) {
            giveUp();
            throw translated(e);
        } catch (RuntimeException e) {
            giveUp();
            throw e;
        }
    }

    void commit() {
        try {
            connection().commit();
        } catch (SQLException e) {
            giveUp();
            throw lostAnswer(e) ? new LedgerAway("no answer to a COMMIT", true, e) : translated(e);
        }
    }

    /**
     * Whatever the transaction did is undone, here or by the server when it sees that the connection is gone.
     */
    void giveUp() {
        Connection c = connection;
        if (c == null) {
            return;
        }
        try {
            c.rollback();
        } catch (SQLException e) {
            close();
        }
    }

    /** How often the server broke a deadlock: more than none is a defect in the order of locks. */
    long deadlocks() {
        return deadlocks.sum();
    }

    @Override
    public void close() {
        Connection c = connection;
        connection = null;
        try {
            if (c != null) {
                c.close();
            }
        } catch (SQLException e) {
            // It is gone, and that is what was wanted.
        }
    }

    private Connection connection() throws SQLException {
        Connection c = connection;
        if (c == null || c.isClosed()) {
            c = connections.get();
            connection = c;
        }
        return c;
    }

    private RuntimeException translated(SQLException e) {
        String state = String.valueOf(e.getSQLState());
        if (state.startsWith("23")) {
            var broken = new LawBroken("Ledger", "the schema refuses: " + e.getMessage());
            broken.initCause(e);
            return broken;
        }
        if (state.equals(SqlState.DEADLOCK)) {
            deadlocks.increment();
        }
        return new LedgerAway("the database does not do it: " + e.getMessage(), false, e);
    }

    private static boolean isDeadlock(@Nullable Throwable cause) {
        return cause != null && SqlState.of(cause).equals(SqlState.DEADLOCK);
    }

    /**
     * A server that refuses a COMMIT says so in classes 23 and 40; everything else leaves it open what became
     * of it.
     */
    private static boolean lostAnswer(SQLException e) {
        String state = String.valueOf(e.getSQLState());
        return !state.startsWith("23") && !state.startsWith("40");
    }
}
