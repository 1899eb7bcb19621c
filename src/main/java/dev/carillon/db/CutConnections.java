package dev.carillon.db;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Set;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

/**
 * Connections that are cut once, at a chosen step: before a statement reaches the server, or after it was
 * done and before its answer is seen. A step is one statement or one COMMIT. Afterwards they work again. For
 * who wants to know what becomes of a transaction then; not thread-safe.
 */
public final class CutConnections implements Supplier<Connection> {

    /** How a connection ends. */
    public enum Cut {
        /** The server ends the session before the step. */
        SERVER_ENDS,
        /** The client's socket is closed before the step. */
        SOCKET_CLOSED,
        /** The step is done, and its answer is lost with the connection. */
        ANSWER_LOST
    }

    private static final Set<String> STATEMENTS = Set.of("executeUpdate", "executeQuery", "execute");

    private final Supplier<Connection> connections;
    private final Supplier<Connection> others;
    private Cut cut = Cut.SOCKET_CLOSED;
    private int at;
    private int step;
    private boolean done = true;

    /**
     * Connections that work.
     *
     * @param others gives connections on which a session can be ended by the server
     */
    public CutConnections(Supplier<Connection> connections, Supplier<Connection> others) {
        this.connections = connections;
        this.others = others;
    }

    /**
     * Steps are counted from here on.
     *
     * @param next the step to cut at, from 1; a number that is never reached cuts nothing
     */
    public void cutAt(int next, Cut how) {
        at = next;
        cut = how;
        step = 0;
        done = false;
    }

    /** Whether the step was reached, or nothing is to be cut. */
    public boolean done() {
        return done;
    }

    /** Nothing is to be cut any more. */
    public void spare() {
        done = true;
    }

    @Override
    public Connection get() {
        Connection real = connections.get();
        return proxy(Connection.class, (self, method, arguments) -> {
            if (method.getName().equals("commit")) {
                return cutting(real, method, real, arguments);
            }
            Object result = call(method, real, arguments);
            return result instanceof PreparedStatement s ? statement(real, s) : result;
        });
    }

    private PreparedStatement statement(Connection connection, PreparedStatement real) {
        return proxy(PreparedStatement.class,
                (self, method, arguments) -> STATEMENTS.contains(method.getName())
                        ? cutting(connection, method, real, arguments)
                        : call(method, real, arguments));
    }

    private @Nullable Object cutting(Connection c, Method method, Object target,
            Object @Nullable [] arguments)
            throws Throwable {
        step++;
        if (done || step != at) {
            return call(method, target, arguments);
        }
        done = true;
        if (cut == Cut.ANSWER_LOST) {
            call(method, target, arguments);
            c.abort(Runnable::run);
            throw new SQLException("the answer is lost", "08006");
        }
        if (cut == Cut.SERVER_ENDS) {
            endSession(c);
        } else {
            c.abort(Runnable::run);
        }
        return call(method, target, arguments);
    }

    private void endSession(Connection c) throws SQLException {
        int pid;
        try (var s = c.createStatement(); var r = s.executeQuery("select pg_backend_pid()")) {
            r.next();
            pid = r.getInt(1);
        }
        try (Connection other = others.get(); var s = other.createStatement()) {
            s.execute("select pg_terminate_backend(" + pid + ", 5000)");
        }
    }

    private static @Nullable Object call(Method method, Object target, Object @Nullable [] arguments)
            throws Throwable {
        try {
            return method.invoke(target, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause() == null ? e : e.getCause();
        }
    }

    private static <T> T proxy(Class<T> type, InvocationHandler behaviour) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[]{type}, behaviour));
    }
}
