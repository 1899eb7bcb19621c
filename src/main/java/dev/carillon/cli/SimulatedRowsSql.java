package dev.carillon.cli;

import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

import dev.carillon.base.Ids.CallKey;
import dev.carillon.call.AttemptState;
import dev.carillon.call.BatchStatus;
import dev.carillon.call.Outcome;
import dev.carillon.call.Reason;
import dev.carillon.call.TaskStatus;
import dev.carillon.dial.UsageKey;
import dev.carillon.simulate.DueRow;
import dev.carillon.simulate.Line;
import dev.carillon.simulate.Mirror;

/** Reads every row of a simulated world: its database has no others. */
final class SimulatedRowsSql {

    private static final String FIGURES = """
            select p.batch_id, p.status, b.reason, p.hang_up, b.counts_since, p.total, p.next_seq, p.open,
                p.calling, p.failed, p.skipped, p.sent, p.picked_up, p.completed, b.status = p.status, b.total
            from batch_progress p join batch_call b using (batch_id) order by p.batch_id
            """;
    private static final String TASKS = "select batch_id, seq, status, reason, picked_up from task";
    private static final String DUE = "select batch_id, due_at, seq, no, spent, reason from due";
    private static final String ATTEMPTS = """
            select batch_id, seq, no, node_id, opened_at, place_by, last_deadline, spent, budget, trunk_id,
                agent_id, zones, phase, answered_at, joined_at, ended_at, outcome
            from attempt order by batch_id, seq, no
            """;
    private static final String PLACEMENTS = """
            select batch_id, seq, no, count(*) from placement group by batch_id, seq, no
            """;
    private static final String ON_LINE = "select batch_id, seq, no from on_line order by batch_id, seq, no";
    private static final String DO_NOT_CALL = "select organization_id, number from do_not_call";
    private static final String USAGE = "select organization_id, scope, id, live, day, day_starts from usage";

    private SimulatedRowsSql() {
    }

    static void read(Handle h, Mirror mirror) {
        mirror.begin();
        h.createQuery(FIGURES).map((r, x) -> figures(r)).list().forEach(mirror::figures);
        h.createQuery(TASKS).map((r, x) -> new Mirror.Recipient(r.getLong(1), r.getInt(2),
                TaskStatus.of(r.getString(3)).orElseThrow(), reason(r.getString(4)), r.getBoolean(5))).list()
                .forEach(mirror::task);
        h.createQuery(DUE).map((r, x) -> {
            mirror.due(r.getLong(1), new DueRow(instant(r, 2), r.getInt(3), r.getInt(4), r.getInt(5),
                    Reason.valueOf(r.getString(6).toUpperCase(Locale.ROOT))));
            return true;
        }).list();
        h.createQuery(ATTEMPTS).map((r, x) -> {
            mirror.attempt(opened(r), progress(r));
            return true;
        }).list();
        h.createQuery(PLACEMENTS).map((r, x) -> {
            mirror.placements(call(r), r.getInt(4));
            return true;
        }).list();
        h.createQuery(ON_LINE).map((r, x) -> new CallKey(r.getLong(1), r.getInt(2), r.getInt(3))).list()
                .forEach(mirror::onLine);
        h.createQuery(DO_NOT_CALL).map((r, x) -> new Line(r.getString(1), r.getString(2))).list()
                .forEach(mirror::doNotCall);
        h.createQuery(USAGE).map((r, x) -> {
            mirror.usage(new UsageKey(r.getString(1), scope(r.getInt(2)), r.getString(3)), r.getInt(4),
                    r.getObject(5, LocalDate.class), r.getInt(6));
            return true;
        }).list();
        mirror.end();
    }

    private static Mirror.Figures figures(ResultSet r) throws SQLException {
        if (!r.getBoolean(15) || r.getInt(16) != r.getInt(6)) {
            throw new IllegalStateException("the two rows of batch " + r.getLong(1) + " differ");
        }
        OffsetDateTime since = r.getObject(5, OffsetDateTime.class);
        return new Mirror.Figures(r.getLong(1), BatchStatus.of(r.getString(2)).orElseThrow(),
                reason(r.getString(3)), r.getBoolean(4), since == null ? null : since.toInstant(),
                r.getInt(6),
                r.getInt(7), r.getInt(8), r.getInt(9), r.getInt(10), r.getInt(11), r.getInt(12), r.getInt(13),
                r.getInt(14));
    }

    private static CallKey call(ResultSet r) throws SQLException {
        return new CallKey(r.getLong(1), r.getInt(2), r.getInt(3));
    }

    private static Mirror.Opened opened(ResultSet r) throws SQLException {
        Array zones = r.getArray(12);
        return new Mirror.Opened(call(r), r.getLong(4), instant(r, 5), instant(r, 6), instant(r, 7),
                r.getInt(8),
                r.getInt(9), r.getLong(10), r.getString(11), zones == null
                        ? List.of()
                        : Arrays.stream((String[]) zones.getArray()).map(ZoneId::of).toList());
    }

    private static Mirror.Progress progress(ResultSet r) throws SQLException {
        String outcome = r.getString(17);
        return new Mirror.Progress(call(r), state(r.getInt(13)), instantOrNull(r, 14), instantOrNull(r, 15),
                instantOrNull(r, 16), outcome == null ? null : Outcome.of(outcome).orElseThrow());
    }

    private static AttemptState state(int phase) {
        return Arrays.stream(AttemptState.values()).filter(s -> s.phase() == phase).findFirst().orElseThrow();
    }

    private static UsageKey.Scope scope(int number) {
        return Arrays.stream(UsageKey.Scope.values()).filter(s -> s.number() == number).findFirst()
                .orElseThrow();
    }

    private static @Nullable Reason reason(@Nullable String word) {
        return word == null ? null : Reason.valueOf(word.toUpperCase(Locale.ROOT));
    }

    private static Instant instant(ResultSet r, int column) throws SQLException {
        return r.getObject(column, OffsetDateTime.class).toInstant();
    }

    private static @Nullable Instant instantOrNull(ResultSet r, int column) throws SQLException {
        OffsetDateTime time = r.getObject(column, OffsetDateTime.class);
        return time == null ? null : time.toInstant();
    }
}
