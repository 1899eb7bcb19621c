package dev.carillon.list;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;

import org.jdbi.v3.core.Handle;

import dev.carillon.base.LawBroken;

/** One page in one statement. */
final class ListSql {

    /**
     * The counter's row comes first and is there when the page is empty. Its two times enclose the snapshot:
     * a statement alone is its own transaction, which begins before the snapshot is taken
     * ({@code statement_timestamp()} would be the time of the Execute message, and the snapshot is the Bind
     * message's). The page comes in its order, since it is the inner side of a join to a single row.
     */
    private static final String PAGE = """
            select c.batch_count, c.as_of, c.seen, page.*
            from (select batch_count, transaction_timestamp() as as_of, clock_timestamp() as seen
                  from organization_counter where organization_id = :organization_id) c
            left join lateral (
                select {columns}
                from (select * from batch_call b where b.organization_id = :organization_id
                      order by {order} limit :limit offset :offset) b
                join batch_progress p using (batch_id)
                order by {order}) page on true""";

    private ListSql() {
    }

    static String statement(ListQuery query) {
        return PAGE.replace("{columns}", BatchRowSql.COLUMNS).replace("{order}",
                query.sortBy().orderBy(query.sortOrder()));
    }

    static ListPage page(Handle handle, String organizationId, ListQuery query) {
        return handle.createQuery(statement(query)).bind("organization_id", organizationId)
                .bind("limit", query.limit()).bind("offset", query.offset())
                .scanResultSet((results, context) -> read(results.get()));
    }

    private static ListPage read(ResultSet row) throws SQLException {
        if (!row.next()) {
            throw new LawBroken("Ledger", "an organisation without its counter");
        }
        long total = row.getLong("batch_count");
        Instant asOf = instant(row, "as_of");
        Instant seen = instant(row, "seen");
        List<BatchRow> rows = new ArrayList<>();
        do {
            if (row.getString("organization_id") != null) {
                rows.add(BatchRowSql.read(row));
            }
        } while (row.next());
        return new ListPage(rows, total, asOf, seen);
    }

    private static Instant instant(ResultSet row, String column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }
}
