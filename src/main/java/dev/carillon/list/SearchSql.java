package dev.carillon.list;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;

import dev.carillon.db.Database;

/**
 * Finds the rows of a page by keys alone, for questions that take longer than figures may be old: those with
 * a filter, and pages far from the front.
 */
final class SearchSql {

    private static final String KEYS = """
            select b.batch_id as batch_key, b.{column} as sort_value from ({rows}) b
            order by {order}""";

    /** The page by its distance from the end, which is that of the total in the same snapshot. */
    private static final String KEYS_FROM_END = """
            select b.batch_id as batch_key, b.{column} as sort_value from (
                select * from batch_call b where b.organization_id = :organization_id
                order by {backwards}
                limit (select greatest(least(:limit, c.batch_count - :offset), 0)
                    from organization_counter c where c.organization_id = :organization_id)
                offset (select greatest(c.batch_count - :offset - :limit, 0)
                    from organization_counter c where c.organization_id = :organization_id)) b
            order by {order}""";

    private static final String ALL = """
            select batch_count from organization_counter where organization_id = :organization_id""";

    /** What is let through of those that come first. */
    private static final String AMONG_NEAR = """
            select b.batch_id as batch_key, b.{column} as sort_value from ({rows}) b
            where b.organization_id = :organization_id{filter}
            order by {order} limit :wanted offset :skipped""";
    private static final int NEAR = 5_000;
    private static final Slice FRONT = new Slice.Page(0, NEAR);
    /** Fewer are not to be expected among those that are near. */
    private static final int RARE = 1_000;

    /**
     * Of a few all are read and sorted: a walk in the order could pass a million others before it finds them.
     */
    private static final String AMONG_FEW = """
            with found as materialized (
                select b.organization_id, b.batch_id, b.{column} from batch_call b
                where b.organization_id = :organization_id{filter})
            """;
    private static final int FEW = 100_000;

    /** What a criterion lets through differs from value to value, and so does the best way to it. */
    private static final String PLANNED_ANEW = "set local plan_cache_mode = force_custom_plan";

    private SearchSql() {
    }

    /** A question, how many rows it means, and by when it is to be answered. */
    private record Asked(ListQuery query, long counted, Deadline deadline) {
    }

    /** What the question means at this moment; within one transaction, and the deadline. */
    static Found find(Handle handle, String organizationId, ListQuery query, Deadline deadline) {
        handle.execute(PLANNED_ANEW);
        long counted = count(handle, organizationId, query);
        Database.limit(handle, deadline.left());
        Slice slice = query.slice();
        long before = before(slice);
        List<Cursor> places = before < counted
                ? places(handle, organizationId, new Asked(query, counted, deadline))
                : List.of();
        boolean more = places.size() > slice.limit();
        List<Cursor> shown = more ? places.subList(0, slice.limit()) : places;
        long seen = places.isEmpty() ? 0 : before + places.size();
        return new Found(Math.max(counted, seen),
                shown.stream().map(Cursor::batchId).toList(), more ? shown.getLast() : null);
    }

    private static long count(Handle handle, String organizationId, ListQuery query) {
        Filter filter = query.filter();
        return filter != null && query.filtered()
                ? FilterSql.count(handle, organizationId, filter)
                : handle.createQuery(ALL).bind("organization_id", organizationId).mapTo(Long.class).one();
    }

    /** One row more tells whether anything follows, whatever was counted. */
    private static List<Cursor> places(Handle handle, String organizationId, Asked asked) {
        ListQuery query = asked.query();
        int wanted = query.slice().limit() + 1;
        if (query.filtered() && asked.counted() > RARE) {
            Query near = bound(handle, amongNear(query), organizationId, query).bind("wanted", wanted)
                    .bind("skipped", before(query.slice()));
            RowsSql.bind(near, query.slice() instanceof Slice.Page ? FRONT : query.slice(), NEAR);
            List<Cursor> places = read(near, query.sort());
            if (places.size() == wanted) {
                return places;
            }
            Database.limit(handle, asked.deadline().left());
        }
        Query all = bound(handle, text(query, asked.counted()), organizationId, query);
        RowsSql.bind(all, query.slice(), wanted);
        return read(all, query.sort());
    }

    private static String text(ListQuery query, long counted) {
        if (query.filtered()) {
            return counted <= FEW ? amongFew(query) : statement(query);
        }
        return before(query.slice()) > counted / 2 ? fromEnd(query) : statement(query);
    }

    private static Query bound(Handle handle, String text, String organizationId, ListQuery query) {
        Query statement = handle.createQuery(text).bind("organization_id", organizationId);
        FilterSql.bind(statement, query.filter());
        return statement;
    }

    private static List<Cursor> read(Query statement, Sort sort) {
        return statement.scanResultSet((results, context) -> read(results.get(), sort));
    }

    private static long before(Slice slice) {
        return slice instanceof Slice.Page page ? page.offset() : 0;
    }

    static String statement(ListQuery query) {
        return RowsSql.filled(KEYS.replace("{rows}", RowsSql.of(query)), query.sort(),
                FilterSql.conditions(query.filter()));
    }

    static String fromEnd(ListQuery query) {
        return RowsSql.filled(KEYS_FROM_END.replace("{backwards}", query.sort().backwards()), query.sort(),
                "");
    }

    static String amongNear(ListQuery query) {
        String rows = RowsSql.of(query).replace("{filter}", "");
        return RowsSql.filled(AMONG_NEAR.replace("{rows}", rows), query.sort(),
                FilterSql.conditions(query.filter()));
    }

    static String amongFew(ListQuery query) {
        String rows = RowsSql.of(query).replace("from batch_call b", "from found b").replace("{filter}", "");
        return RowsSql.filled(AMONG_FEW + KEYS.replace("{rows}", rows), query.sort(),
                FilterSql.conditions(query.filter()));
    }

    private static List<Cursor> read(ResultSet row, Sort sort) throws SQLException {
        var places = new ArrayList<Cursor>();
        while (row.next()) {
            places.add(RowsSql.place(row, 1, sort));
        }
        return places;
    }
}
