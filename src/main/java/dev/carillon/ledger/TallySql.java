package dev.carillon.ledger;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import dev.carillon.call.Outcome;

/**
 * How calls ended, minute by minute, of the batches that have a stop-loss rule. Written under the lock of the
 * batch's row of progress, so no two writers meet at a minute.
 */
final class TallySql {

    static final String WATCHED = """
            select b.batch_id from batch_call b where b.batch_id = any(?::bigint[]) and b.stop_loss is not null
            """;

    /** Abandoned as 16 CFR 310.4(b)(4) has it: no agent within two seconds. */
    static final String COUNT = """
            insert into call_tally as c (batch_id, minute, calls, answered, by_person, abandoned, failed, declined)
            select a.batch_id, date_trunc('minute', a.ended_at), count(*),
                   count(*) filter (where a.answered_at is not null),
                   count(*) filter (where a.answered_at is not null and a.outcome <> 'voicemail'),
                   count(*) filter (where a.answered_at is not null and a.outcome <> 'voicemail'
                       and (a.joined_at is null or a.joined_at > a.answered_at + interval '2 seconds')),
                   count(*) filter (where a.answered_at is null and a.outcome = any(?::text[])),
                   count(*) filter (where a.answered_at is null
                       and a.outcome in ('declined', 'blocked_by_callee'))
            from unnest(?::bigint[], ?::int[], ?::int[]) k(batch_id, seq, no)
            cross join lateral (
                select * from attempt x where x.batch_id = k.batch_id and x.seq = k.seq and x.no = k.no
                offset 0) a
            group by a.batch_id, date_trunc('minute', a.ended_at)
            on conflict (batch_id, minute) do update
            set calls = c.calls + excluded.calls, answered = c.answered + excluded.answered,
                by_person = c.by_person + excluded.by_person, abandoned = c.abandoned + excluded.abandoned,
                failed = c.failed + excluded.failed, declined = c.declined + excluded.declined
            """;

    private static final String[] FAILED = java.util.Arrays.stream(Outcome.values())
            .filter(Outcome::failedByNetwork).map(Outcome::word).toArray(String[]::new);

    private TallySql() {
    }

    /** @param ended attempts that have ended in this transaction, for the first time */
    static void count(Connection c, List<Moved> ended) throws SQLException {
        List<Moved> placed = ended.stream().filter(m -> m.outcome() != Outcome.NOT_PLACED).toList();
        long[] batches = placed.stream().mapToLong(m -> m.call().batchId()).distinct().toArray();
        if (batches.length == 0) {
            return;
        }
        Set<Long> watched = new HashSet<>(Statements.list(c, WATCHED, r -> r.getLong(1), (Object) batches));
        List<Moved> rows = placed.stream().filter(m -> watched.contains(m.call().batchId())).toList();
        if (!rows.isEmpty()) {
            Statements.update(c, COUNT, FAILED, Columns.longs(rows, m -> m.call().batchId()),
                    Columns.ints(rows, m -> m.call().seq()), Columns.ints(rows, m -> m.call().no()));
        }
    }
}
