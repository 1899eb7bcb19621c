package dev.carillon.list;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.function.Consumer;

import org.jdbi.v3.core.Handle;

import dev.carillon.db.CopiedRows;

/** The whole list, row by row, within a snapshot of the caller. */
final class WholeListSql {

    /** The first statement takes the snapshot; its transaction had begun before. */
    private static final String MOMENT =
            "select transaction_timestamp() as as_of, clock_timestamp() as seen";

    /**
     * The first row must not wait for a sort of all, however much sooner the last one would come; and one
     * reader is one server, not several.
     */
    private static final String WALK = """
            set local enable_sort = off; set local enable_hashjoin = off; set local enable_mergejoin = off;
            set local enable_bitmapscan = off; set local max_parallel_workers_per_gather = 0""";

    /** COPY takes no parameters, so this one is a setting of the transaction. */
    private static final String ASK = "select set_config('carillon.asked', :organization_id, true)";
    private static final String ASKED = "current_setting('carillon.asked')";

    private static final String ROWS = """
            select {columns} from batch_call b join batch_progress p using (batch_id)
            {joins}
            where b.organization_id = :organization_id
            order by {order}""";

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
                .replace("{order}", sort.orderBy()).replace(":organization_id", ASKED);
    }

    /** From now on {@link #statement} is about this organisation, to the end of the transaction. */
    static void ask(Handle handle, String organizationId) {
        handle.execute(WALK);
        handle.createQuery(ASK).bind("organization_id", organizationId).mapTo(String.class).one();
    }

    /** Hands over each row while they come. */
    static void rows(Handle handle, Reading reading, Consumer<BatchRow> each) {
        ask(handle, reading.organizationId());
        CopiedRows.each(handle, statement(reading.query().sort(), reading.source()),
                row -> each.accept(BatchRowSql.read(row, reading.organizationId())));
    }
}
