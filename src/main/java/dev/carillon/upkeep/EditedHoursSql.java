package dev.carillon.upkeep;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;

import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

import dev.carillon.call.Callee;
import dev.carillon.call.CallingWindow;
import dev.carillon.call.CallingWindow.Span;
import dev.carillon.call.Hours;
import dev.carillon.call.Outcome;
import dev.carillon.call.QuietHours;
import dev.carillon.call.RetryPlan;
import dev.carillon.call.RuleText;

/**
 * Brings what waits for hours that were edited to its opening by the new ones, task by task, for each has
 * zones of its own: a walk over the batch's due rows in bounded pieces. A row is only brought forward; one
 * whose opening is later is for the claim to put off again. The batch's row of progress is locked.
 */
final class EditedHoursSql {

    private static final String RULES = """
            select b.quiet_start, b.quiet_end, b.quiet_zone, b.timezone, b.sandbox,
                   b.calling_window::text as batch_window, b.retry_rules::text as retry_rules, b.retry_spread,
                   o.calling_window::text as organization_window, o.default_zones::text as default_zones
            from batch_call b join organization o on o.organization_id = b.organization_id
            where b.batch_id = :batch_id""";

    /** Every row counts against the piece, whatever it waits for; a retry has the attempt before it. */
    private static final String PIECE = """
            select p.due_at, p.seq, p.reason, t.to_number, t.timezone, a.outcome,
                   case when a.outcome = 'lost' then greatest(a.last_deadline, a.ended_at)
                        else a.ended_at end as ended_at
            from (select d.* from due d join batch_edit e on e.batch_id = d.batch_id
                  where d.batch_id = :batch_id and (d.due_at, d.seq) > (e.hours_due_at, e.hours_seq)
                    and d.due_at > :now
                  order by d.due_at, d.seq limit :most) p
            join task t on t.batch_id = p.batch_id and t.seq = p.seq
            left join attempt a on a.batch_id = p.batch_id and a.seq = p.seq and a.no = p.no - 1
            order by p.due_at, p.seq""";

    private static final String MOVE = """
            with late as (
                delete from due d
                using unnest(:due_ats::timestamptz[], :seqs::int[], :openings::timestamptz[])
                    k(due_at, seq, opening)
                where d.batch_id = :batch_id and d.due_at = k.due_at and d.seq = k.seq
                returning d.*, k.opening)
            insert into due (batch_id, due_at, seq, no, spent, reason)
            select l.batch_id, l.opening, l.seq, l.no, l.spent, l.reason from late l""";

    private static final String WALKED = """
            update batch_edit set hours_due_at = :due_at, hours_seq = :seq where batch_id = :batch_id""";

    private static final String THROUGH = """
            update batch_edit set hours = hours - 1, hours_due_at = '-infinity', hours_seq = -1
            where batch_id = :batch_id""";

    private final Handle handle;
    private final Instant now;

    EditedHoursSql(Handle handle, Instant now) {
        this.handle = handle;
        this.now = now;
    }

    private record Rules(Hours hours, RetryPlan retries) {

        static Rules of(ResultSet row) throws SQLException {
            String zone = row.getString("timezone");
            LocalTime quiet = row.getObject("quiet_start", LocalTime.class);
            String organization = row.getString("organization_window");
            List<CallingWindow> windows = CallingWindow.inForce(
                    organization == null ? null : RuleText.spans(organization),
                    spans(row.getString("batch_window")), row.getBoolean("sandbox"));
            var hours = new Hours(
                    quiet == null
                            ? null
                            : new QuietHours(quiet, row.getObject("quiet_end", LocalTime.class),
                                    ZoneId.of(row.getString("quiet_zone"))),
                    windows, zone == null ? null : ZoneId.of(zone),
                    RuleText.zones(row.getString("default_zones")));
            return new Rules(hours,
                    RuleText.retryPlan(row.getString("retry_rules"), row.getBoolean("retry_spread")));
        }

        private static List<Span> spans(@Nullable String text) {
            return text == null ? List.of() : RuleText.spans(text);
        }
    }

    /**
     * A due row.
     *
     * @param outcome of the attempt before; null: there was none
     */
    private record Waiting(Instant dueAt, int seq, boolean forHours, Callee callee,
            @Nullable ZoneId timezone, @Nullable Outcome outcome, @Nullable Instant endedAt) {

        static Waiting of(ResultSet row) throws SQLException {
            String zone = row.getString("timezone");
            String outcome = row.getString("outcome");
            Timestamp ended = row.getTimestamp("ended_at");
            return new Waiting(row.getTimestamp("due_at").toInstant(), row.getInt("seq"),
                    row.getString("reason").equals("outside_window"), new Callee(row.getString("to_number")),
                    zone == null ? null : ZoneId.of(zone),
                    outcome == null ? null : Outcome.of(outcome).orElseThrow(),
                    ended == null ? null : ended.toInstant());
        }

        /** Not before what a rule says of a retry. */
        private Instant from(Rules rules, Instant now) {
            if (outcome == null || endedAt == null) {
                return now;
            }
            return rules.retries()
                    .next(outcome, endedAt, () -> rules.hours().clock(timezone, callee),
                            new RetryPlan.Budget(0, 1))
                    .filter(now::isBefore).orElse(now);
        }

        Instant opening(Rules rules, Instant now) {
            return rules.hours().openingOfRetry(timezone, callee, from(rules, now));
        }
    }

    private record Move(Waiting row, Instant opening) {
    }

    /** Walks over one piece; tells how many rows it was about, at the end of the walk 1. */
    int step(long batchId) {
        List<Waiting> piece = handle.createQuery(PIECE).bind("batch_id", batchId).bind("now", now)
                .bind("most", Upkeep.STEP).map((row, context) -> Waiting.of(row)).list();
        if (piece.isEmpty()) {
            return handle.createUpdate(THROUGH).bind("batch_id", batchId).execute();
        }
        Rules rules = handle.createQuery(RULES).bind("batch_id", batchId)
                .map((row, context) -> Rules.of(row)).one();
        move(batchId, piece, rules);
        handle.createUpdate(WALKED).bind("batch_id", batchId).bind("due_at", piece.getLast().dueAt())
                .bind("seq", piece.getLast().seq()).execute();
        return piece.size();
    }

    private void move(long batchId, List<Waiting> piece, Rules rules) {
        var moves = new ArrayList<Move>();
        for (Waiting row : piece) {
            Instant opening = row.forHours() ? row.opening(rules, now) : row.dueAt();
            if (opening.isBefore(row.dueAt())) {
                moves.add(new Move(row, opening));
            }
        }
        if (!moves.isEmpty()) {
            handle.createUpdate(MOVE).bind("batch_id", batchId)
                    .bindArray("due_ats", String.class,
                            moves.stream().map(m -> m.row().dueAt().toString()).toList())
                    .bindArray("seqs", Integer.class, moves.stream().map(m -> m.row().seq()).toList())
                    .bindArray("openings", String.class,
                            moves.stream().map(m -> m.opening().toString()).toList())
                    .execute();
        }
    }
}
