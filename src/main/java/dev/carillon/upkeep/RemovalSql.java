package dev.carillon.upkeep;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

import org.jdbi.v3.core.Handle;

/**
 * Removes what is left of deleted batch calls. Nobody sees any of it, so the only order is the one in which
 * no law looks broken: what is due before its attempts, the last attempts first, both before their tasks. A
 * number that is still on the line for a lost attempt keeps everything there until its last deadline.
 */
final class RemovalSql {

    private static final String NEXT = """
            select r.batch_id from removed_batch r
            where not r.emptied and not exists (select from on_line o where o.batch_id = r.batch_id)
            order by r.batch_id limit 1""";

    private static final String ROWS = """
            delete from {table} where ctid = any(array(
                select x.ctid from {table} x where x.batch_id = :batch_id order by {order} limit :most))""";

    /** The tables with many rows a batch call, in the order of their removal. */
    private static final List<String> TABLES = List.of(rows("due", "x.due_at, x.seq"),
            rows("attempt", "x.seq desc, x.no desc"), rows("task", "x.seq desc"));

    private static final String LIMIT = """
            delete from usage u using removed_batch r
            where r.batch_id = :batch_id and u.organization_id = r.organization_id and u.scope = 10
              and u.id = r.batch_id::text""";

    private static final String EMPTIED =
            "update removed_batch set emptied = true where batch_id = :batch_id";

    private static final String COLLECTED = """
            select exists (select from removed_batch r where r.emptied and r.removed_at <= :before)""";

    private static final String EVENTS = """
            delete from event where ctid = any(array(
                select e.ctid from event e
                where e.batch_id in (select r.batch_id from removed_batch r where r.emptied)
                limit :most))""";

    private static final String DONE = "delete from removed_batch where emptied";

    /**
     * Events are not kept by batch: each look for them goes through all. So batch calls are collected for a
     * while, and more is taken at a time.
     */
    private static final Duration COLLECTING = Duration.ofMinutes(1);
    private static final int EVENTS_AT_A_TIME = 10 * Upkeep.STEP;

    private final Handle handle;

    RemovalSql(Handle handle) {
        this.handle = handle;
    }

    /** Up to one step's number of rows of one batch call, or of the events of all. */
    int step(Instant now) {
        Optional<Long> batch = handle.createQuery(NEXT).mapTo(Long.class).findOne();
        return batch.isPresent() ? empty(batch.get()) : events(now);
    }

    private int empty(long batchId) {
        int rows = 0;
        for (String table : TABLES) {
            rows += handle.createUpdate(table).bind("batch_id", batchId).bind("most", Upkeep.STEP - rows)
                    .execute();
            if (rows == Upkeep.STEP) {
                return rows;
            }
        }
        rows += handle.createUpdate(LIMIT).bind("batch_id", batchId).execute();
        return rows + handle.createUpdate(EMPTIED).bind("batch_id", batchId).execute();
    }

    private int events(Instant now) {
        boolean collected = handle.createQuery(COLLECTED).bind("before", now.minus(COLLECTING))
                .mapTo(Boolean.class).one();
        if (!collected) {
            return 0;
        }
        int rows = handle.createUpdate(EVENTS).bind("most", EVENTS_AT_A_TIME).execute();
        return rows == EVENTS_AT_A_TIME ? rows : rows + handle.createUpdate(DONE).execute();
    }

    private static String rows(String table, String order) {
        return ROWS.replace("{table}", table).replace("{order}", order);
    }
}
