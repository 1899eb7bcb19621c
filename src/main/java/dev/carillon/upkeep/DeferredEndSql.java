package dev.carillon.upkeep;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

import org.jdbi.v3.core.Handle;

/**
 * Writes that the pending tasks of cancelled batches are skipped. Like a claim it locks the batch's row of
 * progress and only then reads: every pending task that is not on the line has a due row or lies beyond the
 * cursor, and nobody else may touch those meanwhile. A task on the line is left for its own end; should that
 * make it due again, a later step finds it. When nothing is open any more, the recount is sealed.
 */
final class DeferredEndSql {

    /** The batches that have something to write now, else those that are through. */
    private static final String NEXT = """
            select d.batch_id from deferred_end d join batch_progress p on p.batch_id = d.batch_id
            where p.open = 0 or p.next_seq < p.total
               or exists (select from due x where x.batch_id = d.batch_id)
            order by d.batch_id limit 1""";

    private static final String LOCK = """
            select p.next_seq, p.total, p.open from batch_progress p
            where p.batch_id = :batch_id and p.status = 'cancelled' for no key update""";

    private static final String TAKE_DUE = """
            delete from due where ctid = any(array(
                select d.ctid from due d where d.batch_id = :batch_id
                order by d.due_at, d.seq limit :most))""";

    private static final String SKIP = """
            update task set status = 'skipped', reason = 'batch_cancelled'
            where batch_id = :batch_id and status = 'pending'
              and (seq = any(:seqs::int[]) or seq >= :first and seq < :end)""";

    private static final String PROGRESS = """
            update batch_progress set next_seq = :end, open = open - :rows, skipped = skipped + :rows
            where batch_id = :batch_id""";

    private static final String DONE = "delete from deferred_end where batch_id = :batch_id";

    private final Handle handle;
    private final Instant now;

    DeferredEndSql(Handle handle, Instant now) {
        this.handle = handle;
        this.now = now;
    }

    private record Progress(int nextSeq, int total, int open) {
    }

    /** Up to one step's number of tasks of one batch. */
    int step() {
        return handle.createQuery(NEXT).mapTo(Long.class).findOne().map(this::step).orElse(0);
    }

    private int step(long batchId) {
        Optional<Progress> locked = handle.createQuery(LOCK).bind("batch_id", batchId)
                .map((row, context) -> new Progress(row.getInt("next_seq"), row.getInt("total"),
                        row.getInt("open")))
                .findOne();
        if (locked.isPresent() && locked.get().open() == 0) {
            new SealSql(handle, now).seal(batchId);
        }
        if (locked.isEmpty() || locked.get().open() == 0) {
            return handle.createUpdate(DONE).bind("batch_id", batchId).execute();
        }
        return skip(batchId, locked.get());
    }

    private int skip(long batchId, Progress batch) {
        List<Integer> due = handle.createUpdate(TAKE_DUE).bind("batch_id", batchId).bind("most", Upkeep.STEP)
                .executeAndReturnGeneratedKeys("seq").mapTo(Integer.class).list();
        int end = Math.min(batch.total(), batch.nextSeq() + Upkeep.STEP - due.size());
        int rows = handle.createUpdate(SKIP).bind("batch_id", batchId).bindArray("seqs", Integer.class, due)
                .bind("first", batch.nextSeq()).bind("end", end).execute();
        handle.createUpdate(PROGRESS).bind("batch_id", batchId).bind("end", end).bind("rows", rows).execute();
        return due.size() + end - batch.nextSeq();
    }
}
