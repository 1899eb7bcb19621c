package dev.carillon.upkeep;

import java.util.List;

import org.jdbi.v3.core.Handle;

/**
 * Removes what is left of deleted batch calls. Nobody sees any of it, so the only order is the one in which
 * no law looks broken: what is due before its attempts, the last attempts first, both before their tasks. A
 * number that is still on the line for a lost attempt keeps everything there until its last deadline. Events
 * stay as long as all others do: they are not kept by batch.
 */
final class RemovalSql {

    private static final String NEXT = """
            select r.batch_id from removed_batch r
            where not exists (select from on_line o where o.batch_id = r.batch_id)
            order by r.batch_id limit 1""";

    private static final String ROWS = """
            delete from {table} where ctid = any(array(
                select x.ctid from {table} x where x.batch_id = :batch_id order by {order} limit :most))""";

    /** The tables with many rows a batch call, in the order of their removal. */
    private static final List<String> TABLES = List.of(rows("due", "x.due_at, x.seq"),
            rows("call_report", "x.seq, x.no"), rows("placement", "x.seq, x.no"),
            rows("carrier_word", "x.seq, x.no"), rows("carrier_call", "x.seq, x.no"),
            rows("attempt", "x.seq desc, x.no desc"), rows("task", "x.seq desc"),
            rows("call_tally", "x.minute"));

    private static final String LIMIT = """
            delete from usage u using removed_batch r
            where r.batch_id = :batch_id and u.organization_id = r.organization_id and u.scope = 10
              and u.id = r.batch_id::text""";

    private static final String DONE = "delete from removed_batch where batch_id = :batch_id";

    private final Handle handle;

    RemovalSql(Handle handle) {
        this.handle = handle;
    }

    /** Up to one step's number of rows of one batch call. */
    int step() {
        return handle.createQuery(NEXT).mapTo(Long.class).findOne().map(this::remove).orElse(0);
    }

    private int remove(long batchId) {
        int rows = 0;
        for (String table : TABLES) {
            rows += handle.createUpdate(table).bind("batch_id", batchId).bind("most", Upkeep.STEP - rows)
                    .execute();
            if (rows == Upkeep.STEP) {
                return rows;
            }
        }
        rows += handle.createUpdate(LIMIT).bind("batch_id", batchId).execute();
        return rows + handle.createUpdate(DONE).bind("batch_id", batchId).execute();
    }

    private static String rows(String table, String order) {
        return ROWS.replace("{table}", table).replace("{order}", order);
    }
}
