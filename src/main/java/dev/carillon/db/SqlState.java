package dev.carillon.db;

import java.sql.SQLException;
import java.sql.SQLRecoverableException;
import java.sql.SQLTransientConnectionException;
import java.util.Set;

/** The five-letter word with which PostgreSQL says what went wrong. */
public final class SqlState {

    public static final String UNIQUE_VIOLATION = "23505";
    public static final String DEADLOCK = "40P01";
    public static final String CANCELED = "57014";

    /**
     * The server stops or stopped (57P01–57P03), closed our idle transaction (25P03), or has no connection
     * left.
     */
    private static final Set<String> AWAY = Set.of("57P01", "57P02", "57P03", "57P05", "25P03", "53300");
    private static final String CONNECTION_CLASS = "08";

    private SqlState() {
    }

    /** The word of the first SQLException among the causes; empty when there is none. */
    public static String of(Throwable thrown) {
        for (Throwable t = thrown; t != null; t = t.getCause()) {
            if (t instanceof SQLException e && e.getSQLState() != null) {
                return e.getSQLState();
            }
        }
        return "";
    }

    /** Whether this means that the database cannot be reached, and not that a statement was wrong. */
    public static boolean away(Throwable thrown) {
        for (Throwable t = thrown; t != null; t = t.getCause()) {
            if (t instanceof DatabaseAway || t instanceof SQLTransientConnectionException
                    || t instanceof SQLRecoverableException) {
                return true;
            }
        }
        String state = of(thrown);
        return state.startsWith(CONNECTION_CLASS) || AWAY.contains(state);
    }
}
