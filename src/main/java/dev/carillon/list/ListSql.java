package dev.carillon.list;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;
import org.jspecify.annotations.Nullable;

import dev.carillon.base.LawBroken;

/** One page in one statement. */
final class ListSql {

    /**
     * The total's row comes first and is there when the page is empty. Its two times enclose the snapshot: a
     * transaction begins before it is taken ({@code statement_timestamp()} would be the time of the Execute
     * message, and the snapshot is the Bind message's). The page comes in its order, since it is the inner
     * side of a join to a single row.
     */
    private static final String PAGE = """
            select c.total as total_count, c.as_of, c.seen, cast(null as bigint) as mark, page.*
            from ({total}) c
            left join lateral (
                select {columns}, b.batch_id as batch_key, b.{column} as sort_value
                from ({rows}) b
                join batch_progress p using (batch_id)
                {joins}
                order by {order}) page on true""";

    /**
     * The same with a mark of what it shows: of the total, and of each row and its counters by the version
     * that PostgreSQL gives to every change of them. To whom has the page of this mark no row is sent.
     */
    private static final String MARKED_PAGE = """
            with page as materialized (
                select {columns}, b.batch_id as batch_key, b.{column} as sort_value,
                    hash_record_extended(row(b.batch_id, b.version, p.xmin), 0) as row_mark
                from ({rows}) b
                join batch_progress p using (batch_id)
                {joins}
                order by {order})
            select c.total as total_count, c.as_of, c.seen, c.mark, page.*
            from (select t.*, hashint8extended(t.total, 0)
                      # coalesce((select bit_xor(m.row_mark) from page m), 0) as mark
                  from ({total}) t) c
            left join page on cast(c.mark as text) <> :known""";

    /** What no mark is. */
    private static final String NOTHING = "nothing";

    /** What changes with every change of a row. */
    private static final String VERSION = ", b.xmin as version";

    /** A snapshot whose moment is not known is asked for again: it is not worth a recount. */
    private static final String WORTH_IT = """

            where c.seen - c.as_of <= interval '20 milliseconds'""";

    private static final String TOTAL_OF_ALL = """
            select batch_count as total, transaction_timestamp() as as_of, clock_timestamp() as seen
            from organization_counter where organization_id = :organization_id""";

    private static final String TOTAL_GIVEN = "select cast(:total as bigint) as total,"
            + " transaction_timestamp() as as_of, clock_timestamp() as seen";

    /** Where the columns of a row begin, behind those of the total. */
    private static final int FIRST = 5;

    private static final Map<Shape, String> ALL = new ConcurrentHashMap<>();
    private static final Map<Shape, String> FOUND = new ConcurrentHashMap<>();

    private ListSql() {
    }

    /** What the text of a statement depends on. */
    private record Shape(String rows, Sort sort, Source source) {
    }

    /** What has a filter is searched for first, and read as found. */
    static String statement(Reading reading) {
        var shape = new Shape(RowsSql.of(reading), reading.query().sort(), reading.source());
        return reading.found() != null
                ? FOUND.computeIfAbsent(shape, s -> text(s, TOTAL_GIVEN, s.source().joins())
                        .replace(s.sort().orderBy(), RowsSql.FOUND_ORDER))
                : ALL.computeIfAbsent(shape, s -> text(s, TOTAL_OF_ALL,
                        s.source().joins() + (s.source() == Source.RECOUNTED ? WORTH_IT : "")));
    }

    private static String text(Shape shape, String total, String joins) {
        boolean marked = shape.source() == Source.KEPT;
        String text = (marked ? MARKED_PAGE : PAGE).replace("{total}", total).replace("{rows}", shape.rows())
                .replace(RowsSql.VERSION, marked ? VERSION : "")
                .replace("{columns}", shape.source().columns()).replace("{joins}", joins);
        return RowsSql.filled(text, shape.sort(), "");
    }

    static ListPage page(Handle handle, Reading reading) {
        return find(handle, reading)
                .orElseThrow(() -> new LawBroken("Ledger", "a batch call without figures"));
    }

    /** The page, or nothing when its source has not the figures of every row. */
    static Optional<ListPage> find(Handle handle, Reading reading) {
        return bound(handle, "", reading)
                .scanResultSet(
                        (results, context) -> Optional.ofNullable(read(results.get(), reading)));
    }

    /** @param prefix what stands before the statement, for whom wants to see its plan */
    static Query bound(Handle handle, String prefix, Reading reading) {
        Query statement = handle.createQuery(prefix + statement(reading)).bind("organization_id",
                reading.organizationId());
        if (reading.source() == Source.KEPT) {
            statement.bind("known", reading.known() == null ? NOTHING : reading.known().toString());
        }
        Found found = reading.found();
        if (found != null) {
            return statement.bind("total", found.total()).bindArray("ids", Long.class, found.batchIds());
        }
        Slice slice = reading.query().slice();
        // Of a page the total tells whether anything follows; after a place one row more does.
        RowsSql.bind(statement, slice, slice instanceof Slice.After ? slice.limit() + 1 : slice.limit());
        return statement;
    }

    private static @Nullable ListPage read(ResultSet row, Reading reading) throws SQLException {
        if (!row.next()) {
            throw new LawBroken("Ledger", "an organisation without its counter");
        }
        ListQuery query = reading.query();
        int limit = query.slice().limit();
        long total = row.getLong("total_count");
        var moment = new Moment(instant(row, "as_of"), instant(row, "seen"));
        Long mark = row.getObject("mark", Long.class);
        List<BatchRow> rows = new ArrayList<>();
        Cursor last = null;
        boolean more = query.slice() instanceof Slice.Page page && page.offset() + limit < total;
        do {
            if (row.getString(FIRST) == null) {
                break;
            }
            if (rows.size() == limit) {
                more = true;
                break;
            }
            if (BatchRowSql.withoutFigures(row, FIRST)) {
                return null;
            }
            rows.add(BatchRowSql.read(row, FIRST));
            if (rows.size() == limit) {
                last = RowsSql.place(row, query.sort());
            }
        } while (row.next());
        Found found = reading.found();
        return new ListPage(rows, total, moment, found != null ? found.next() : more ? last : null, mark);
    }

    private static Instant instant(ResultSet row, String column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }
}
