package dev.carillon.upkeep;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * Brings in line what a running batch call had stored by rules that were edited since: what waits for the
 * former hours comes up when the new ones allow it, what waits beyond the new end comes up when that has come
 * and expires, and tasks that named no number of attempts get the new one. Like a claim it locks the batch's
 * row of progress and only then reads; it never touches a task that is on the line, for a record locks that
 * first.
 */
final class EditedSql {

    private static final int BATCHES = 20;

    /** After so long, longer than a lease, no node claims by the former rules any more (law: Obedience). */
    private static final Duration OBEYED = Duration.ofSeconds(6);

    private static final String NEXT = """
            select e.batch_id from batch_edit e where e.look_at <= :now
            order by e.batch_id limit :most""";

    private static final String LOCK = """
            select p.next_seq, p.total from batch_progress p
            where p.batch_id = :batch_id and p.status in ('sent', 'paused') for no key update""";

    private static final String RULES = """
            select b.expires_at, b.max_attempts, e.edited_at, e.budgets, e.hours, e.next_seq
            from batch_call b join batch_edit e on e.batch_id = b.batch_id where b.batch_id = :batch_id""";

    /** Begins behind the rows that were moved before. */
    private static final String EXPIRE = """
            with late as (
                delete from due where ctid = any(array(
                    select d.ctid from due d where d.batch_id = :batch_id and d.due_at > :expired_at
                    order by d.due_at, d.seq limit :most))
                returning *)
            insert into due (batch_id, due_at, seq, no, spent, reason)
            select l.batch_id, :expired_at, l.seq, l.no, l.spent, l.reason from late l""";

    private static final String BUDGETS_AHEAD = """
            update task set budget = :budget
            where batch_id = :batch_id and seq >= :first and seq < :end
              and status = 'pending' and not own_budget""";

    private static final String AHEAD_UNTIL =
            "update batch_edit set next_seq = :end where batch_id = :batch_id";

    /** A retry that waits already is still made. */
    private static final String BUDGETS_DUE = """
            with piece as (
                select d.due_at, d.seq, d.spent from due d join batch_edit e on e.batch_id = d.batch_id
                where d.batch_id = :batch_id and (d.due_at, d.seq) > (e.due_at, e.seq)
                order by d.due_at, d.seq limit :most),
            changed as (
                update task t set budget = greatest(:budget, p.spent + 1) from piece p
                where t.batch_id = :batch_id and t.seq = p.seq
                  and t.status = 'pending' and not t.own_budget),
            last as (select p.due_at, p.seq from piece p order by p.due_at desc, p.seq desc limit 1),
            walked as (
                update batch_edit e set due_at = l.due_at, seq = l.seq from last l
                where e.batch_id = :batch_id)
            select count(*) from piece""";

    private static final String BUDGETS_DONE =
            "update batch_edit set budgets = false where batch_id = :batch_id";

    /** Until then the end may be moved again, so what waits beyond it stays where it is. */
    private static final String LOOK_AGAIN =
            "update batch_edit set look_at = :at where batch_id = :batch_id";

    private static final String DONE = "delete from batch_edit where batch_id = :batch_id";

    private final Handle handle;
    private final Instant now;

    EditedSql(Handle handle, Instant now) {
        this.handle = handle;
        this.now = now;
    }

    private record Progress(int nextSeq, int total) {
    }

    /** @param hours how often the due rows are still to be walked over for the sake of edited hours */
    private record Rules(@Nullable Instant expiresAt, int maxAttempts, Instant editedAt, boolean budgets,
            int hours, int nextSeq) {

        static Rules of(ResultSet row) throws SQLException {
            Timestamp expires = row.getTimestamp("expires_at");
            return new Rules(expires == null ? null : expires.toInstant(), row.getInt("max_attempts"),
                    row.getTimestamp("edited_at").toInstant(), row.getBoolean("budgets"),
                    row.getInt("hours"), row.getInt("next_seq"));
        }

        boolean obeyed(Instant now) {
            return editedAt.plus(OBEYED).isBefore(now);
        }

        boolean followed() {
            return !budgets && hours == 0;
        }
    }

    /** Up to one step's number of rows of one batch call. */
    int step() {
        List<Long> edited = handle.createQuery(NEXT).bind("now", now).bind("most", BATCHES)
                .mapTo(Long.class).list();
        for (long batchId : edited) {
            int rows = step(batchId);
            if (rows > 0) {
                return rows;
            }
        }
        return 0;
    }

    private int step(long batchId) {
        Optional<Progress> locked = handle.createQuery(LOCK).bind("batch_id", batchId)
                .map((row, context) -> new Progress(row.getInt("next_seq"), row.getInt("total"))).findOne();
        Optional<Rules> rules = handle.createQuery(RULES).bind("batch_id", batchId)
                .map((row, context) -> Rules.of(row)).findOne();
        if (locked.isEmpty() || rules.isEmpty()) {
            return done(batchId);
        }
        int rows = follow(batchId, locked.get(), rules.get());
        return rows == 0 && rules.get().obeyed(now) && rules.get().followed()
                ? through(batchId, rules.get())
                : rows;
    }

    private int follow(long batchId, Progress batch, Rules rules) {
        int rows = expire(batchId, rules);
        boolean lastWalk = rules.hours() == 1;
        if (rows == 0 && rules.hours() > 0 && (!lastWalk || rules.obeyed(now))) {
            rows = new EditedHoursSql(handle, now).step(batchId);
        }
        return rows == 0 && rules.budgets() ? budgets(batchId, batch, rules) : rows;
    }

    private int through(long batchId, Rules rules) {
        Instant end = rules.expiresAt();
        return end == null || !end.isAfter(now)
                ? done(batchId)
                : handle.createUpdate(LOOK_AGAIN).bind("batch_id", batchId).bind("at", end).execute();
    }

    private int expire(long batchId, Rules rules) {
        Instant end = rules.expiresAt();
        return end == null || end.isAfter(now)
                ? 0
                : handle.createUpdate(EXPIRE).bind("batch_id", batchId).bind("expired_at", end)
                        .bind("most", Upkeep.STEP).execute();
    }

    /** First what the cursor has not reached: a task that it passes meanwhile has its new budget. */
    private int budgets(long batchId, Progress batch, Rules rules) {
        int first = Math.max(batch.nextSeq(), rules.nextSeq());
        if (first < batch.total()) {
            int end = Math.min(batch.total(), first + Upkeep.STEP);
            handle.createUpdate(BUDGETS_AHEAD).bind("batch_id", batchId).bind("first", first).bind("end", end)
                    .bind("budget", rules.maxAttempts()).execute();
            handle.createUpdate(AHEAD_UNTIL).bind("batch_id", batchId).bind("end", end).execute();
            return end - first;
        }
        int due = handle.createQuery(BUDGETS_DUE).bind("batch_id", batchId)
                .bind("budget", rules.maxAttempts()).bind("most", Upkeep.STEP).mapTo(Integer.class).one();
        return due > 0
                ? due
                : handle.createUpdate(BUDGETS_DONE).bind("batch_id", batchId).execute();
    }

    private int done(long batchId) {
        return handle.createUpdate(DONE).bind("batch_id", batchId).execute();
    }
}
