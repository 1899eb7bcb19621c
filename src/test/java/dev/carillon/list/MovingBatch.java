package dev.carillon.list;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

import dev.carillon.db.Database;
import dev.carillon.list.ListFixture.Batch;

/** A batch whose tasks are dialled and completed as fast as the database takes it, ten a transaction. */
final class MovingBatch implements AutoCloseable {

    static final int STEP = 10;

    private static final int TASKS = 200_000;
    private static final String PREPARE = """
            with p as (
                update batch_progress set status = 'sent', total = ?, open = ?, next_seq = 0, failed = 0,
                    sent = 0, picked_up = 0, completed = 0)
            update batch_call set status = 'sent', total = ?""";
    private static final String TASK = """
            insert into task (batch_id, seq, to_number, budget, created_at)
            select batch_id, i, '+14155550000', 1, now() from batch_call, generate_series(0, ?) i""";
    private static final String STEP_ON = """
            with p as (
                update batch_progress set sent = sent + 10, picked_up = picked_up + 10,
                    completed = completed + 10, open = open - 10, next_seq = next_seq + 10
                where open > 10 returning batch_id, next_seq),
            t as (
                update task set status = 'completed', picked_up = true from p
                where task.batch_id = p.batch_id and seq >= p.next_seq - 10 and seq < p.next_seq)
            insert into attempt (batch_id, seq, no, spent, budget, phase, node_id, trunk_id, to_number,
                agent_id, opened_at, place_at, place_by, last_deadline, answered_at, ended_at, outcome)
            select p.batch_id, i, 1, 1, 1, 4, 1, 1, '+14155550000', 'agent_a', n.at, n.at, n.at, n.at, n.at, n.at,
                'completed'
            from p, generate_series(p.next_seq - 10, p.next_seq - 1) i, (select now() as at) n""";

    private final Database database;
    private final AtomicBoolean over = new AtomicBoolean();
    private final AtomicLong steps = new AtomicLong();
    private final Thread thread;

    private MovingBatch(Database database) {
        this.database = database;
        this.thread = Thread.ofVirtual().start(this::run);
    }

    /** Puts one batch into an empty list and begins at once. */
    static MovingBatch in(ListFixture list) {
        list.add(Batch.named("moving"));
        list.database.transaction(handle -> handle.execute(TASK, TASKS - 1)
                + handle.execute(PREPARE, TASKS, TASKS, TASKS));
        list.database.read(handle -> handle.execute("analyze"));
        return new MovingBatch(list.database);
    }

    private void run() {
        while (!over.get() && database.transaction(handle -> handle.execute(STEP_ON)) > 0) {
            steps.incrementAndGet();
        }
    }

    /** How far it has come. */
    long steps() {
        return steps.get();
    }

    @Override
    public void close() throws InterruptedException {
        over.set(true);
        thread.join();
    }
}
