package dev.carillon.list;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;

import org.jdbi.v3.core.statement.Query;
import org.jspecify.annotations.Nullable;

/**
 * Which rows of batch_call a {@link Slice} means, in their order: the inner part of the list's statements.
 */
final class RowsSql {

    private static final String NUMBERED = """
            select {fields} from batch_call b where b.organization_id = :organization_id{filter}
            order by {order} limit :limit offset :offset""";

    private static final String AFTER_VALUE = """
            select {fields} from batch_call b where b.organization_id = :organization_id
                and (b.{column}, b.batch_id) {past} (cast(:value as {type}), :batch_id){filter}
            order by {order} limit :limit""";

    private static final String AFTER_NULL = """
            select {fields} from batch_call b where b.organization_id = :organization_id
                and b.{column} is null and b.batch_id {past} :batch_id{filter}
            order by {order} limit :limit""";

    /** Nulls are a range of the index for themselves, behind all values. */
    private static final String AFTER_VALUE_THEN_NULLS = """
            select * from ((
                select {fields} from batch_call b where b.organization_id = :organization_id
                    and (b.{column}, b.batch_id) {past} (cast(:value as {type}), :batch_id){filter}
                order by {order} limit :limit)
                union all
                (select {fields} from batch_call b where b.organization_id = :organization_id
                    and b.{column} is null{filter}
                 order by {order} limit :limit)) b
            order by {order} limit :limit""";

    /** The rows of a page that was searched for before, in the order in which they were found. */
    private static final String FOUND = """
            select b.*, k.place from unnest(:ids::bigint[]) with ordinality k(batch_id, place)
            cross join lateral (
                select {fields} from batch_call b where b.batch_id = k.batch_id offset 0) b
            where b.organization_id = :organization_id""";
    static final String FOUND_ORDER = "b.place";
    /** Where the columns are named; {@link #filled} asks for all of them. */
    static final String FIELDS = "{fields}";

    private RowsSql() {
    }

    /** The text for a question; with its places still in braces. */
    static String of(Reading reading) {
        return reading.found() == null ? of(reading.query()) : FOUND;
    }

    static String of(ListQuery query) {
        if (!(query.slice() instanceof Slice.After after)) {
            return NUMBERED;
        }
        if (after.cursor().value() == null) {
            return AFTER_NULL;
        }
        return query.sort().by().nullable() ? AFTER_VALUE_THEN_NULLS : AFTER_VALUE;
    }

    /** The text with what the sort and the filter put into its places. */
    static String filled(String text, Sort sort, String filter) {
        SortBy by = sort.by();
        return text.replace("{order}", sort.orderBy()).replace("{past}", sort.past())
                .replace("{column}", by.column()).replace("{type}", type(by)).replace("{filter}", filter)
                .replace(FIELDS, "b.*");
    }

    private static String type(SortBy by) {
        return switch (by.kind()) {
            case TIME, TIME_OR_NULL -> "timestamptz";
            case TEXT, TEXT_OR_NULL -> "text";
            case NUMBER -> "int";
        };
    }

    /** @param limit how many rows at most */
    static void bind(Query statement, Slice slice, int limit) {
        statement.bind("limit", limit);
        switch (slice) {
            case Slice.Page page -> statement.bind("offset", page.offset());
            case Slice.After after -> {
                statement.bind("batch_id", after.cursor().batchId());
                String value = after.cursor().value();
                if (value != null) {
                    statement.bind("value", value(after.cursor().sort().by(), value));
                }
            }
            case Slice.All _ -> throw new IllegalArgumentException("the whole list is no page");
        }
    }

    /** @param name of a parameter of a page's rows: what is not the slice's is nobody's */
    static void bind(PreparedStatement statement, int number, String name, Slice slice) throws SQLException {
        switch (slice) {
            case Slice.Page page when name.equals("limit") -> statement.setInt(number, page.limit());
            case Slice.Page page when name.equals("offset") -> statement.setLong(number, page.offset());
            // Of a page the total tells whether anything follows; after a place one row more does.
            case Slice.After after when name.equals("limit") -> statement.setInt(number, after.limit() + 1);
            case Slice.After after when name.equals("batch_id") ->
                statement.setLong(number, after.cursor().batchId());
            case Slice.After(Cursor cursor, var _) when name.equals("value") && cursor.value() != null ->
                statement.setObject(number, value(cursor.sort().by(), cursor.value()));
            default -> throw new IllegalArgumentException("no :" + name + " in " + slice);
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

    /**
     * The place right after the row that the cursor is on.
     *
     * @param first the number of its column batch_key, which sort_value follows
     */
    static Cursor place(ResultSet row, int first, Sort sort) throws SQLException {
        return new Cursor(sort, sortValue(row, first + 1, sort.by()), row.getLong(first));
    }

    private static @Nullable String sortValue(ResultSet row, int column, SortBy by) throws SQLException {
        return switch (by.kind()) {
            case TIME, TIME_OR_NULL -> {
                OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
                yield time == null
                        ? null
                        : Long.toString(ChronoUnit.MICROS.between(Instant.EPOCH, time.toInstant()));
            }
            case TEXT, TEXT_OR_NULL, NUMBER -> row.getString(column);
        };
    }
}
