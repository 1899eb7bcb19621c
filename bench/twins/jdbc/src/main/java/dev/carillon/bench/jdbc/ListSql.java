package dev.carillon.bench.jdbc;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.ResultSetExtractor;
import org.springframework.stereotype.Repository;

/** One page in one statement. */
@Repository
class ListSql {

    /**
     * Carillon's own, as src/main/java/dev/carillon/list puts it together for a page by its number, of kept
     * counters: {@code PageSql.PAGE} with {@code BatchRowSql.COLUMNS}, {@code RowsSql.NUMBERED} and what a
     * validator is made of, which is not used here.
     */
    private static final String PAGE = """
            select c.total as total_count, c.as_of, c.seen, page.*
            from (select batch_count as total, transaction_timestamp() as as_of, clock_timestamp() as seen
                from organization_counter where organization_id = ?) c
            left join lateral (
                select b.public_id, b.name, b.from_number, b.status, b.scheduled_at,
                    b.agent_id, p.total, p.sent, p.picked_up, p.completed,
                    b.batch_id as batch_key, b.{column} as sort_value, b.version,
                    case when b.status not in ('completed', 'failed') then p.xmin end as counters
                from (select b.batch_id, b.organization_id, b.public_id, b.name, b.from_number, b.status,
                        b.scheduled_at, b.agent_id, b.total, b.created_at, b.updated_at, b.xmin as version
                    from batch_call b where b.organization_id = ?
                    order by {order} limit ? offset ?) b
                join batch_progress p using (batch_id)
                order by {order}) page on true""";

    private static final int KEY = BatchRow.FIRST + 10;
    private static final int SORT_VALUE = KEY + 1;

    private final Map<Sort, String> statements = new ConcurrentHashMap<>();
    private final JdbcTemplate jdbc;

    ListSql(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /** Rows, how many there are in all, when this was true; the last row's place when the page is full. */
    record Page(List<BatchRow> rows, long total, Instant asOf, Place last) {
    }

    /** A row's place in an order. */
    record Place(Sort sort, String value, long batchId) {
    }

    Page page(String organization, Sort sort, int limit, long offset) {
        ResultSetExtractor<Page> page = row -> read(row, organization, sort, limit);
        String statement = statements.computeIfAbsent(sort, ListSql::text);
        return jdbc.query(statement, page, organization, organization, limit, offset);
    }

    private static String text(Sort sort) {
        return PAGE.replace("{column}", sort.by().column()).replace("{order}", sort.orderBy());
    }

    private static Page read(ResultSet row, String organization, Sort sort, int limit) throws SQLException {
        row.next();
        long total = row.getLong(1);
        Instant asOf = row.getObject(2, OffsetDateTime.class).toInstant();
        var rows = new ArrayList<BatchRow>();
        Place last = null;
        do {
            if (row.getString(BatchRow.FIRST) == null) {
                break;
            }
            rows.add(BatchRow.read(row, organization));
            if (rows.size() == limit) {
                last = new Place(sort, sortValue(row, sort.by()), row.getLong(KEY));
            }
        } while (row.next());
        return new Page(rows, total, asOf, last);
    }

    private static String sortValue(ResultSet row, Sort.By by) throws SQLException {
        if (!by.isTime()) {
            return row.getString(SORT_VALUE);
        }
        OffsetDateTime time = row.getObject(SORT_VALUE, OffsetDateTime.class);
        return time == null
                ? null
                : Long.toString(ChronoUnit.MICROS.between(Instant.EPOCH, time.toInstant()));
    }
}
