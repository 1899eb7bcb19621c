package dev.carillon.list;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.UnableToExecuteStatementException;
import org.jspecify.annotations.Nullable;

import dev.carillon.base.LawBroken;
import dev.carillon.base.Timeline;
import dev.carillon.db.Database;
import dev.carillon.db.Positional;

/**
 * One page in one statement, by {@code java.sql}: this is what is asked for most, and what stands between it
 * and the driver would cost more than the driver.
 */
final class ListSql {

    /** Where the columns of a row begin, behind those of the total. */
    private static final int FIRST = 4;
    private static final int KEY = FIRST + BatchRowSql.WIDTH;
    private static final int VERSION = KEY + 2;
    private static final int COUNTERS = VERSION + 1;

    private ListSql() {
    }

    /** A page's mark without its rows, with when it was true. */
    record Marked(long mark, Moment moment) {
    }

    /** What is done with the rows of a statement. */
    private interface Reader<T> {

        T read(ResultSet rows) throws SQLException;
    }

    /**
     * What was read, and when it was asked for.
     *
     * @param sentAt {@link Timeline#nanos} before the statement was sent, but after the wait for a connection
     */
    record Timed<T>(T read, long sentAt) {
    }

    static Timed<ListPage> page(Database database, Reading reading, Timeline timeline) {
        return database.direct(connection -> {
            long sentAt = timeline.nanos();
            return new Timed<>(orBroken(find(connection, reading)), sentAt);
        });
    }

    static ListPage page(Handle handle, Reading reading) {
        return orBroken(find(handle.getConnection(), reading));
    }

    private static ListPage orBroken(Optional<ListPage> page) {
        return page.orElseThrow(() -> new LawBroken("Ledger", "a batch call without figures"));
    }

    /** The page, or nothing when its source has not the figures of every row. */
    static Optional<ListPage> find(Database database, Reading reading) {
        return database.direct(connection -> find(connection, reading));
    }

    private static Optional<ListPage> find(Connection connection, Reading reading) {
        return run(connection, PageSql.page(reading), reading,
                rows -> Optional.ofNullable(read(rows, reading)));
    }

    /** The mark that {@link #page} would give to the page, for much less. Of kept counters. */
    static Timed<Marked> mark(Database database, Reading reading, Timeline timeline) {
        return database.direct(connection -> {
            long sentAt = timeline.nanos();
            return new Timed<>(run(connection, PageSql.mark(reading), reading, ListSql::readMark), sentAt);
        });
    }

    private static <T> T run(Connection connection, Positional text, Reading reading, Reader<T> reader) {
        try (PreparedStatement statement = connection.prepareStatement(text.sql())) {
            bind(statement, text, reading);
            try (ResultSet rows = statement.executeQuery()) {
                // All rows are here, and the pool's wrapper would stand before each of their values.
                return reader.read(rows.unwrap(ResultSet.class));
            }
        } catch (SQLException e) {
            throw new UnableToExecuteStatementException(e.getMessage() + " [" + text.sql() + "]", e, null);
        }
    }

    static void bind(PreparedStatement statement, Positional text, Reading reading) throws SQLException {
        List<String> names = text.names();
        for (int i = 0; i < names.size(); i++) {
            bind(statement, i + 1, names.get(i), reading);
        }
    }

    private static void bind(PreparedStatement statement, int number, String name, Reading reading)
            throws SQLException {
        switch (name) {
            case "organization_id" -> statement.setString(number, reading.organizationId());
            case "total" -> statement.setLong(number, reading.searched().total());
            case "ids" -> statement.setArray(number, statement.getConnection().createArrayOf("bigint",
                    reading.searched().batchIds().toArray()));
            default -> RowsSql.bind(statement, number, name, reading.query().slice());
        }
    }

    private static @Nullable ListPage read(ResultSet row, Reading reading) throws SQLException {
        long total = total(row);
        Moment moment = moment(row);
        ListQuery query = reading.query();
        int limit = query.slice().limit();
        Mark mark = reading.source() == Source.KEPT ? new Mark(total) : null;
        var rows = new ArrayList<BatchRow>(Math.min(limit, ListQuery.LARGEST_LIMIT));
        Cursor last = null;
        boolean more = query.slice() instanceof Slice.Page page && page.offset() + limit < total;
        boolean there = row.getString(FIRST) != null;
        for (; there; there = row.next()) {
            if (mark != null) {
                mark.add(row.getLong(KEY), row.getLong(VERSION), row.getLong(COUNTERS));
            }
            if (rows.size() == limit) {
                more = true;
                continue;
            }
            if (BatchRowSql.withoutFigures(row, FIRST)) {
                return null;
            }
            rows.add(BatchRowSql.read(row, FIRST, reading.organizationId()));
            if (rows.size() == limit) {
                last = RowsSql.place(row, KEY, query.sort());
            }
        }
        Found found = reading.found();
        return new ListPage(rows, total, moment, found != null ? found.next() : more ? last : null,
                mark == null ? null : mark.value());
    }

    private static Marked readMark(ResultSet row) throws SQLException {
        var mark = new Mark(total(row));
        Moment moment = moment(row);
        boolean there = row.getString(FIRST) != null;
        for (; there; there = row.next()) {
            mark.add(row.getLong(FIRST), row.getLong(FIRST + 1), row.getLong(FIRST + 2));
        }
        return new Marked(mark.value(), moment);
    }

    /** Of the first row, which is there in any case. */
    private static long total(ResultSet row) throws SQLException {
        if (!row.next()) {
            throw new LawBroken("Ledger", "an organisation without its counter");
        }
        return row.getLong(1);
    }

    private static Moment moment(ResultSet row) throws SQLException {
        return new Moment(instant(row, 2), instant(row, 3));
    }

    private static Instant instant(ResultSet row, int column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }
}
