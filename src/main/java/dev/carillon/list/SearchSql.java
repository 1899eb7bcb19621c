package dev.carillon.list;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;

/**
 * Finds the rows of a page by keys alone, for questions that take longer than figures may be old: those with
 * a filter, and pages far from the front.
 */
final class SearchSql {

    private static final String KEYS = """
            select b.batch_id as batch_key, b.{column} as sort_value from ({rows}) b
            order by {order}""";

    private static final String ALL = """
            select batch_count from organization_counter where organization_id = :organization_id""";

    private SearchSql() {
    }

    /** What the question means at this moment; within one transaction with a limit. */
    static Found find(Handle handle, String organizationId, ListQuery query) {
        long counted = count(handle, organizationId, query);
        Slice slice = query.slice();
        long before = slice instanceof Slice.Page page ? page.offset() : 0;
        List<Cursor> places = before < counted ? places(handle, organizationId, query) : List.of();
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
    private static List<Cursor> places(Handle handle, String organizationId, ListQuery query) {
        Query statement = handle.createQuery(statement(query)).bind("organization_id", organizationId);
        FilterSql.bind(statement, query.filter());
        RowsSql.bind(statement, query.slice(), query.slice().limit() + 1);
        return statement.scanResultSet((results, context) -> read(results.get(), query.sort()));
    }

    static String statement(ListQuery query) {
        return RowsSql.filled(KEYS.replace("{rows}", RowsSql.of(query)), query.sort(),
                FilterSql.conditions(query.filter()));
    }

    private static List<Cursor> read(ResultSet row, Sort sort) throws SQLException {
        var places = new ArrayList<Cursor>();
        while (row.next()) {
            places.add(RowsSql.place(row, sort));
        }
        return places;
    }
}
