package dev.carillon.list;

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
            select b.*{version} from batch_call b where b.organization_id = :organization_id{filter}
            order by {order} limit :limit offset :offset""";

    private static final String AFTER_VALUE = """
            select b.*{version} from batch_call b where b.organization_id = :organization_id
                and (b.{column}, b.batch_id) {past} (cast(:value as {type}), :batch_id){filter}
            order by {order} limit :limit""";

    private static final String AFTER_NULL = """
            select b.*{version} from batch_call b where b.organization_id = :organization_id
                and b.{column} is null and b.batch_id {past} :batch_id{filter}
            order by {order} limit :limit""";

    /** Nulls are a range of the index for themselves, behind all values. */
    private static final String AFTER_VALUE_THEN_NULLS = """
            select * from ((
                select b.*{version} from batch_call b where b.organization_id = :organization_id
                    and (b.{column}, b.batch_id) {past} (cast(:value as {type}), :batch_id){filter}
                order by {order} limit :limit)
                union all
                (select b.*{version} from batch_call b where b.organization_id = :organization_id
                    and b.{column} is null{filter}
                 order by {order} limit :limit)) b
            order by {order} limit :limit""";

    /** The rows of a page that was searched for before, in the order in which they were found. */
    private static final String FOUND = """
            select b.*, k.place from unnest(:ids::bigint[]) with ordinality k(batch_id, place)
            cross join lateral (
                select b.*{version} from batch_call b where b.batch_id = k.batch_id offset 0) b
            where b.organization_id = :organization_id""";
    static final String FOUND_ORDER = "b.place";
    /** Where more columns may be asked for; {@link #filled} leaves them out. */
    static final String VERSION = "{version}";

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
                .replace(VERSION, "");
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

    private static Object value(SortBy by, String value) {
        return switch (by.kind()) {
            case TIME, TIME_OR_NULL -> Instant.EPOCH.plus(Long.parseLong(value), ChronoUnit.MICROS)
                    .atOffset(ZoneOffset.UTC);
            case TEXT, TEXT_OR_NULL -> value;
            case NUMBER -> Integer.valueOf(value);
        };
    }

    /** The place right after the row that the cursor is on, by its columns batch_key and sort_value. */
    static Cursor place(ResultSet row, Sort sort) throws SQLException {
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
}
