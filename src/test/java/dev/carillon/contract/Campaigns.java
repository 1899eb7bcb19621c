package dev.carillon.contract;

/**
 * The 45 batch calls of the document's example, written as rows, for nobody could dial them to the very
 * figures: the first is the one that it shows.
 */
final class Campaigns {

    static final int COUNT = 45;

    private static final String ROWS = """
            with n as (select i from generate_series(0, :count - 1) i),
            b as (
                insert into batch_call (organization_id, public_id, name, from_number, agent_id, status, reason,
                    total, sandbox, scheduled_at, max_attempts, duplicates, created_at, updated_at)
                select organization_id, gen_random_uuid(), case when i % 5 < 4 then 'Q1 Sales Campaign' end,
                    '+14157774444', 'agent_uuid-here', 'completed', null, case i when 0 then 100 else i % 4 end,
                    true, case when i % 2 = 0 then timestamptz '2025-01-01 08:00Z' end, 1, 'skip',
                    timestamptz '2024-12-31 00:00Z' - i % 7 * interval '1 second',
                    timestamptz '2025-01-02 00:00Z' - i * interval '1 minute'
                from n, organization returning batch_id, status, total),
            p as (
                insert into batch_progress (batch_id, status, total, next_seq, open, sent, picked_up, completed, failed)
                select batch_id, status, total, total, 0, total, total * 75 / 100, total * 68 / 100,
                    total - total * 68 / 100 from b)
            update organization_counter set batch_count = batch_count + :count""";

    private Campaigns() {
    }

    /** Writes them for the only organisation that there is. */
    static void write(RunningServer server) {
        server.database.transaction(
                handle -> handle.createUpdate(ROWS).bind("count", COUNT).execute());
    }
}
