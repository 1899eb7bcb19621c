package dev.carillon.list;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
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
            select c.total as total_count, c.as_of, c.seen, page.*
            from ({total}) c
            left join lateral (
                select {columns}, b.batch_id as batch_key, b.{column} as sort_value
                from ({rows}) b
                join batch_progress p using (batch_id)
                {joins}
                order by {order}) page on true""";

    /** A snapshot whose moment is not known is asked for again: it is not worth a recount. */
    private static final String WORTH_IT = """

            where c.seen - c.as_of <= interval '20 milliseconds'""";

    private static final String TOTAL_OF_ALL = """
            select batch_count as total, transaction_timestamp() as as_of, clock_timestamp() as seen
            from organization_counter where organization_id = :organization_id""";

    /** The moment is read before the subquery is run. */
    private static final String TOTAL_OF_FILTER =
            """
            select transaction_timestamp() as as_of, clock_timestamp() as seen,
                (select count(*) from batch_call b where b.organization_id = :organization_id{filter}) as total""";

    private static final String TOTAL_GIVEN = "select cast(:total as bigint) as total,"
            + " transaction_timestamp() as as_of, clock_timestamp() as seen";

    private static final String NUMBERED = """
            select * from batch_call b where b.organization_id = :organization_id{filter}
            order by {order} limit :limit offset :offset""";

    private static final String AFTER_VALUE = """
            select * from batch_call b where b.organization_id = :organization_id
                and (b.{column}, b.batch_id) {past} (cast(:value as {type}), :batch_id){filter}
            order by {order} limit :limit""";

    private static final String AFTER_NULL = """
            select * from batch_call b where b.organization_id = :organization_id
                and b.{column} is null and b.batch_id {past} :batch_id{filter}
            order by {order} limit :limit""";

    /** Nulls are a range of the index for themselves, behind all values. */
    private static final String AFTER_VALUE_THEN_NULLS = """
            select * from ((
                select * from batch_call b where b.organization_id = :organization_id
                    and (b.{column}, b.batch_id) {past} (cast(:value as {type}), :batch_id){filter}
                order by {order} limit :limit)
                union all
                (select * from batch_call b where b.organization_id = :organization_id
                    and b.{column} is null{filter}
                 order by {order} limit :limit)) b
            order by {order} limit :limit""";

    /** Where the columns of a row begin, behind those of the total. */
    private static final int FIRST = 4;

    private static final Map<Shape, String> UNFILTERED = new ConcurrentHashMap<>();

    private ListSql() {
    }

    /** What the text of a statement without a filter depends on. */
    private record Shape(String rows, Sort sort, Source source) {
    }

    static String statement(Reading reading) {
        var shape = new Shape(rows(reading.query()), reading.query().sort(), reading.source());
        return reading.query().filtered()
                ? text(shape, total(reading), FilterSql.conditions(reading.query().filter()))
                : UNFILTERED.computeIfAbsent(shape, s -> text(s, TOTAL_OF_ALL, ""));
    }

    private static String text(Shape shape, String total, String filter) {
        SortBy by = shape.sort().by();
        Source source = shape.source();
        return PAGE.replace("{total}", total).replace("{rows}", shape.rows())
                .replace("{columns}", source.columns())
                .replace("{joins}", source.joins() + (source == Source.RECOUNTED ? WORTH_IT : ""))
                .replace("{order}", shape.sort().orderBy()).replace("{past}", shape.sort().past())
                .replace("{column}", by.column()).replace("{type}", type(by)).replace("{filter}", filter);
    }

    private static String total(Reading reading) {
        return reading.source() == Source.RECOUNTED ? TOTAL_OF_FILTER : TOTAL_GIVEN;
    }

    private static String rows(ListQuery query) {
        if (!(query.slice() instanceof Slice.After after)) {
            return NUMBERED;
        }
        if (after.cursor().value() == null) {
            return AFTER_NULL;
        }
        return query.sort().by().nullable() ? AFTER_VALUE_THEN_NULLS : AFTER_VALUE;
    }

    private static String type(SortBy by) {
        return switch (by.kind()) {
            case TIME, TIME_OR_NULL -> "timestamptz";
            case TEXT, TEXT_OR_NULL -> "text";
            case NUMBER -> "int";
        };
    }

    static ListPage page(Handle handle, Reading reading) {
        return find(handle, reading)
                .orElseThrow(() -> new LawBroken("Ledger", "a batch call without figures"));
    }

    /** The page, or nothing when its source has not the figures of every row. */
    static Optional<ListPage> find(Handle handle, Reading reading) {
        return bound(handle, "", reading)
                .scanResultSet(
                        (results, context) -> Optional.ofNullable(read(results.get(), reading.query())));
    }

    /** @param prefix what stands before the statement, for whom wants to see its plan */
    static Query bound(Handle handle, String prefix, Reading reading) {
        Query statement = handle.createQuery(prefix + statement(reading)).bind("organization_id",
                reading.organizationId());
        if (reading.total() != null) {
            statement.bind("total", reading.total());
        }
        FilterSql.bind(statement, reading.query().filter());
        bind(statement, reading.query().slice());
        return statement;
    }

    /** One row more after a place tells whether anything follows; of a page the total tells it. */
    private static void bind(Query statement, Slice slice) {
        switch (slice) {
            case Slice.Page page -> statement.bind("limit", page.limit()).bind("offset", page.offset());
            case Slice.After after -> {
                statement.bind("limit", after.limit() + 1).bind("batch_id", after.cursor().batchId());
                String value = after.cursor().value();
                if (value != null) {
                    statement.bind("value", value(after.cursor().sort().by(), value));
                }
            }
            case Slice.All _ -> throw new IllegalArgumentException("the whole list is no page");
        }
    }

    private static Object value(SortBy by, String value) {
        return switch (by.kind()) {
            case TIME, TIME_OR_NULL -> Instant.EPOCH.plus(Long.parseLong(value), ChronoUnit.MICROS)
                    .atOffset(ZoneOffset.UTC);
            case TEXT, TEXT_OR_NULL -> value;
            case NUMBER -> Integer.valueOf(value);
        };
    }

    private static @Nullable ListPage read(ResultSet row, ListQuery query) throws SQLException {
        if (!row.next()) {
            throw new LawBroken("Ledger", "an organisation without its counter");
        }
        long total = row.getLong("total_count");
        var moment = new Moment(instant(row, "as_of"), instant(row, "seen"));
        List<BatchRow> rows = new ArrayList<>();
        Cursor last = null;
        boolean more = query.slice() instanceof Slice.Page page && page.offset() + page.limit() < total;
        do {
            if (row.getString(FIRST) == null) {
                break;
            }
            if (rows.size() == limit(query)) {
                more = true;
                break;
            }
            if (BatchRowSql.withoutFigures(row, FIRST)) {
                return null;
            }
            rows.add(BatchRowSql.read(row, FIRST));
            if (rows.size() == limit(query)) {
                last = place(row, query.sort());
            }
        } while (row.next());
        return new ListPage(rows, total, moment, more ? last : null);
    }

    private static int limit(ListQuery query) {
        return switch (query.slice()) {
            case Slice.Page page -> page.limit();
            case Slice.After after -> after.limit();
            case Slice.All _ -> Integer.MAX_VALUE;
        };
    }

    private static Cursor place(ResultSet row, Sort sort) throws SQLException {
        return new Cursor(sort, sortValue(row, sort.by()), row.getLong("batch_key"));
    }

    private static @Nullable String sortValue(ResultSet row, SortBy by) throws SQLException {
        return switch (by.kind()) {
            case TIME, TIME_OR_NULL -> {
                OffsetDateTime time = row.getObject("sort_value", OffsetDateTime.class);
                yield time == null
                        ? null
                        : Long.toString(ChronoUnit.MICROS.between(Instant.EPOCH, time.toInstant()));
            }
            case TEXT, TEXT_OR_NULL, NUMBER -> row.getString("sort_value");
        };
    }

    private static Instant instant(ResultSet row, String column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }
}
