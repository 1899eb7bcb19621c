package dev.carillon.list;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.function.Consumer;

import org.jdbi.v3.core.Handle;

/** The whole list, row by row, within a snapshot of the caller. */
final class WholeListSql {

    /** The first statement takes the snapshot; its transaction had begun before. */
    private static final String MOMENT =
            "select transaction_timestamp() as as_of, clock_timestamp() as seen";

    /** The first row must not wait for a sort of all, however much sooner the last one would come. */
    static final String WALK = """
            set local enable_sort = off; set local enable_hashjoin = off; set local enable_mergejoin = off;
            set local enable_bitmapscan = off""";

    private static final String ROWS = """
            select {columns} from batch_call b join batch_progress p using (batch_id)
            {joins}
            where b.organization_id = :organization_id
            order by {order}""";

    private static final int FETCH = 1000;

    private WholeListSql() {
    }

    static Moment moment(Handle handle) {
        return handle.createQuery(MOMENT).map((row, context) -> moment(row)).one();
    }

    private static Moment moment(ResultSet row) throws SQLException {
        return new Moment(row.getObject("as_of", OffsetDateTime.class).toInstant(),
                row.getObject("seen", OffsetDateTime.class).toInstant());
    }

    static String statement(Sort sort, Source source) {
        return ROWS.replace("{columns}", source.columns()).replace("{joins}", source.joins())
                .replace("{order}", sort.orderBy());
    }

    /** Hands over each row while they come. */
    static void rows(Handle handle, Reading reading, Consumer<BatchRow> each) {
        handle.execute(WALK);
        handle.createQuery(statement(reading.query().sort(), reading.source()))
                .bind("organization_id", reading.organizationId()).setFetchSize(FETCH)
                .scanResultSet((results, context) -> {
                    for (ResultSet row = results.get(); row.next();) {
                        each.accept(BatchRowSql.read(row, 1));
                    }
                    return true;
                });
    }
}
