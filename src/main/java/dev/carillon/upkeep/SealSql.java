package dev.carillon.upkeep;

import java.time.Instant;
import java.util.Optional;

import org.jdbi.v3.core.Handle;

/**
 * Seals the recounts of ended batches: a small one at once, a large one as a step of its own, in which nobody
 * waits for it. What has ended changes no more, so it is counted without a lock; only then is it seen to that
 * the batch is not deleted meanwhile.
 */
final class SealSql {

    /** The same bound as where the ledger seals. */
    private static final String SMALL = """
            insert into batch_seal (batch_id, total, sent, picked_up, completed, sealed_at)
            select p.batch_id, r.total, r.sent, r.picked_up, r.completed, :now
            from batch_progress p cross join lateral recount(p.batch_id, p.total) r
            where p.batch_id = :batch_id and p.open = 0 and p.total <= 10000
            on conflict do nothing""";

    private static final String LARGE = """
            insert into unsealed_batch (batch_id)
            select p.batch_id from batch_progress p
            where p.batch_id = :batch_id and p.open = 0 and p.total > 10000
              and not exists (select from batch_seal s where s.batch_id = p.batch_id)
            on conflict do nothing""";

    private static final String NEXT = """
            select u.batch_id, r.total, r.sent, r.picked_up, r.completed
            from (select x.batch_id, p.total
                  from unsealed_batch x join batch_progress p on p.batch_id = x.batch_id
                  where p.open = 0 and p.status in ('completed', 'failed', 'cancelled')
                  order by x.batch_id limit 1) u
            cross join lateral recount(u.batch_id, u.total) r""";

    private static final String THERE = """
            select b.batch_id from batch_call b where b.batch_id = :batch_id for key share""";

    private static final String INSERT = """
            insert into batch_seal (batch_id, total, sent, picked_up, completed, sealed_at)
            values (:batch_id, :total, :sent, :picked_up, :completed, :now)
            on conflict do nothing""";

    private static final String DONE = "delete from unsealed_batch where batch_id = :batch_id";

    private final Handle handle;
    private final Instant now;

    SealSql(Handle handle, Instant now) {
        this.handle = handle;
        this.now = now;
    }

    private record Recount(long batchId, int total, int sent, int pickedUp, int completed) {
    }

    /** Of a batch that has ended and has nothing open. */
    void seal(long batchId) {
        handle.createUpdate(SMALL).bind("batch_id", batchId).bind("now", now).execute();
        handle.createUpdate(LARGE).bind("batch_id", batchId).execute();
    }

    /** One of the batches that were left unsealed. */
    int step() {
        Optional<Recount> next = handle.createQuery(NEXT)
                .map((row, context) -> new Recount(row.getLong("batch_id"), row.getInt("total"),
                        row.getInt("sent"), row.getInt("picked_up"), row.getInt("completed")))
                .findOne();
        next.ifPresent(this::write);
        return next.isPresent() ? 1 : 0;
    }

    private void write(Recount recount) {
        boolean there = handle.createQuery(THERE).bind("batch_id", recount.batchId()).mapTo(Long.class)
                .findOne().isPresent();
        if (there) {
            handle.createUpdate(INSERT).bind("batch_id", recount.batchId()).bind("total", recount.total())
                    .bind("sent", recount.sent()).bind("picked_up", recount.pickedUp())
                    .bind("completed", recount.completed()).bind("now", now).execute();
            handle.createUpdate(DONE).bind("batch_id", recount.batchId()).execute();
        }
    }
}
