package dev.carillon.ledger;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

/** Runs one statement. Primitive arrays go over the wire in binary; a time goes as {@code timestamptz}. */
final class Statements {

    private Statements() {
    }

    /** Reads the row that the result stands on. */
    interface Row<T> {
        T read(ResultSet r) throws SQLException;
    }

    static int update(Connection c, String sql, @Nullable Object... values) throws SQLException {
        try (PreparedStatement s = bound(c, sql, values)) {
            return s.executeUpdate();
        }
    }

    static <T> List<T> list(Connection c, String sql, Row<T> row, @Nullable Object... values)
            throws SQLException {
        try (PreparedStatement s = bound(c, sql, values); ResultSet r = s.executeQuery()) {
            var rows = new ArrayList<T>();
            while (r.next()) {
                rows.add(row.read(r));
            }
            return rows;
        }
    }

    static Instant instant(ResultSet r, int column) throws SQLException {
        return r.getObject(column, OffsetDateTime.class).toInstant();
    }

    static @Nullable Instant instantOrNull(ResultSet r, int column) throws SQLException {
        OffsetDateTime time = r.getObject(column, OffsetDateTime.class);
        return time == null ? null : time.toInstant();
    }

    @SuppressWarnings("StatementSwitchToExpressionSwitch")
    private static PreparedStatement bound(Connection c, String sql, @Nullable Object... values)
            throws SQLException {
        PreparedStatement s = c.prepareStatement(sql);
        for (int i = 0; i < values.length; i++) {
            Object value = values[i];
            s.setObject(i + 1, value instanceof Instant time ? time.atOffset(ZoneOffset.UTC) : value);
        }
        return s;
    }
}
