package dev.carillon.ledger;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import dev.carillon.call.CallTally;
import dev.carillon.call.RuleText;

/** Pauses the running batches of which a stop-loss rule is broken, with the figures as the reason. */
final class StopLossSql {

    /** A row a rule: of whole minutes; of the first one, only what began with it. */
    static final String SUMS = """
            select b.batch_id, b.stop_loss::text, r.i, s.calls, s.answered, s.by_person, s.abandoned, s.failed,
                   s.declined
            from (select ?::timestamptz as now) n
            cross join batch_call b
            cross join lateral jsonb_array_elements(b.stop_loss) with ordinality r(rule, i)
            cross join lateral (
                select coalesce(sum(c.calls), 0) as calls, coalesce(sum(c.answered), 0) as answered,
                       coalesce(sum(c.by_person), 0) as by_person, coalesce(sum(c.abandoned), 0) as abandoned,
                       coalesce(sum(c.failed), 0) as failed, coalesce(sum(c.declined), 0) as declined
                from call_tally c
                where c.batch_id = b.batch_id
                    and c.minute >= greatest(b.counts_since,
                        n.now - (r.rule ->> 'window_minutes')::int * interval '1 minute')) s
            where b.status = 'sent' and b.stop_loss is not null
            order by b.batch_id, r.i
            """;

    static final String PAUSE = """
            with progress as (
                update batch_progress p set status = 'paused'
                where p.batch_id = ? and p.status = 'sent' and p.open > 0
                returning p.batch_id),
            named as (
                update batch_call b
                set status = 'paused', reason = 'stop_loss', reason_detail = ?,
                    updated_at = greatest(b.updated_at, ?)
                from progress p
                where b.batch_id = any(array[p.batch_id])
                returning b.organization_id, b.batch_id, b.updated_at)
            insert into event (organization_id, at, type, batch_id, word)
            select n.organization_id, n.updated_at, 'batch_paused', n.batch_id, 'stop_loss' from named n
            """;

    private StopLossSql() {
    }

    /** A batch, and the rule that it has broken with the figures. */
    record Broken(long batchId, String why) {
    }

    /** The batches with a broken rule, each with the first. */
    static List<Broken> broken(Connection c, Instant now) throws SQLException {
        var broken = new ArrayList<Broken>();
        for (Optional<Broken> rule : Statements.list(c, SUMS, StopLossSql::broken, now)) {
            rule.filter(b -> broken.isEmpty() || broken.getLast().batchId() != b.batchId())
                    .ifPresent(broken::add);
        }
        return broken;
    }

    private static Optional<Broken> broken(ResultSet r) throws SQLException {
        long batchId = r.getLong(1);
        var tally = new CallTally(r.getInt(4), r.getInt(5), r.getInt(6), r.getInt(7), r.getInt(8),
                r.getInt(9));
        return RuleText.stopLoss(r.getString(2)).get(r.getInt(3) - 1).broken(tally)
                .map(why -> new Broken(batchId, why));
    }

    /** Pauses one, if it still runs; returns whether it did. */
    static boolean pause(Connection c, Broken broken, Instant now) throws SQLException {
        return Statements.update(c, PAUSE, broken.batchId(), broken.why(), now) > 0;
    }
}
