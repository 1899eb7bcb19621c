package dev.carillon.ledger;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

import dev.carillon.call.CallTally;
import dev.carillon.call.RuleText;
import dev.carillon.call.StopLoss;

/** Pauses the running batches of which a stop-loss rule is broken, with the figures as the reason. */
final class StopLossSql {

    static final String FIND = """
            select b.batch_id, b.stop_loss::text, b.counts_since from batch_call b
            where b.status = 'sent' and b.stop_loss is not null
            """;

    static final String SUM = """
            select coalesce(sum(c.calls), 0), coalesce(sum(c.answered), 0), coalesce(sum(c.by_person), 0),
                   coalesce(sum(c.abandoned), 0), coalesce(sum(c.failed), 0), coalesce(sum(c.declined), 0)
            from call_tally c where c.batch_id = ? and c.minute >= ?
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

    private record Watched(long batchId, List<StopLoss> rules, @Nullable Instant countsSince) {
    }

    /** Returns how many were paused. */
    static int pause(Connection c, Instant now) throws SQLException {
        int paused = 0;
        for (Watched batch : Statements.list(c, FIND,
                r -> new Watched(r.getLong(1), RuleText.stopLoss(r.getString(2)),
                        Statements.instantOrNull(r, 3)))) {
            Optional<String> why = broken(c, batch, now);
            if (why.isPresent()) {
                paused += Statements.update(c, PAUSE, batch.batchId(), why.get(), now);
            }
        }
        return paused;
    }

    private static Optional<String> broken(Connection c, Watched batch, Instant now) throws SQLException {
        var reasons = new ArrayList<String>();
        for (StopLoss rule : batch.rules()) {
            rule.broken(tally(c, batch, now.minus(rule.window()))).ifPresent(reasons::add);
        }
        return reasons.stream().findFirst();
    }

    /** Whole minutes: of the first one, only what began with it. */
    private static CallTally tally(Connection c, Watched batch, Instant since) throws SQLException {
        Instant from = batch.countsSince() != null && batch.countsSince().isAfter(since)
                ? batch.countsSince()
                : since;
        return Statements.list(c, SUM,
                r -> new CallTally(r.getInt(1), r.getInt(2), r.getInt(3), r.getInt(4), r.getInt(5),
                        r.getInt(6)),
                batch.batchId(), from).getFirst();
    }
}
