package dev.carillon.ledger;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

import org.jspecify.annotations.Nullable;

import dev.carillon.call.Cause;
import dev.carillon.call.Outcome;
import dev.carillon.call.TaskStatus;
import dev.carillon.dial.AttemptChange;
import dev.carillon.ledger.Moved.TaskMove;

/** One record: every row that follows from what carriers told, in the one order of locks. Used once. */
final class Recording {

    private static final Cause NO_CAUSE = new Cause(0, 0, "");

    private final Connection c;
    private final List<AttemptChange> changes;
    private final Map<Long, Tally> tallies = new TreeMap<>();
    private final List<AttemptChange> otherwise = new ArrayList<>(0);

    /** @param changes sorted by call, each call once */
    Recording(Connection c, List<AttemptChange> changes) {
        this.c = c;
        this.changes = changes;
    }

    /** A batch was cancelled between two looks at it: nothing may be committed, and the next try sees it. */
    static final class Overtaken extends RuntimeException {

        private static final long serialVersionUID = 1L;

        Overtaken() {
            super("a batch was cancelled meanwhile", null, false, false);
        }
    }

    /**
     * Writes everything and returns how many attempts moved. What claims wait for is locked last, and as
     * briefly as can be.
     */
    int write() throws SQLException {
        suppress();
        List<Moved> moved = moveAttempts();
        ResumableSql.keep(c, changes);
        List<Moved> ended = moved.stream().filter(m -> m.outcome() != null).toList();
        ended.forEach(m -> tally(m).ended++);
        Set<Long> cancelled = cancelled(ended);
        moveTasks(moved, cancelled);
        addDue(ended.stream().filter(m -> !cancelled.contains(m.call().batchId())).toList());
        addEvents(ended);
        forgetUnplaced(ended);
        Freed freed = Freed.takenOffLine(c, changes, moved);
        lockBatches(ended, cancelled);
        TallySql.count(c, ended);
        freed.giveBack(c, latest());
        count(latest());
        return moved.size();
    }

    /** What was recorded otherwise than it was told. */
    List<AttemptChange> otherwise() {
        return otherwise;
    }

    private Tally tally(Moved moved) {
        return tallies.computeIfAbsent(moved.call().batchId(), Tally::new);
    }

    /**
     * Whoever does not want our calls gets no more of them (law: Suppression). The list comes first, as for
     * what agents report: whoever waits for its row holds no attempt yet.
     */
    private void suppress() throws SQLException {
        List<AttemptChange> rows = changes.stream().filter(AttemptChange::blockedByCallee)
                .sorted(Comparator.comparing(AttemptChange::organizationId)
                        .thenComparing(AttemptChange::toNumber))
                .toList();
        if (!rows.isEmpty()) {
            Statements.update(c, RecordSql.SUPPRESS, Columns.texts(rows, AttemptChange::organizationId),
                    Columns.texts(rows, AttemptChange::toNumber),
                    Columns.micros(rows, x -> x.end() == null ? null : x.end().at()),
                    Columns.longs(rows, x -> x.call().batchId()), Columns.ints(rows, x -> x.call().seq()),
                    Columns.ints(rows, x -> x.call().no()));
        }
    }

    private List<Moved> moveAttempts() throws SQLException {
        return Statements.list(c, RecordSql.MOVE_ATTEMPTS,
                r -> new Moved(decided(changes.get(r.getInt(1)), r.getBoolean(4)), r.getLong(2),
                        r.getString(3)),
                Columns.longs(changes, x -> x.call().batchId()), Columns.ints(changes, x -> x.call().seq()),
                Columns.ints(changes, x -> x.call().no()), Columns.ints(changes, x -> x.state().phase()),
                Columns.micros(changes, AttemptChange::ringingAt), Columns.micros(changes, Moved::answeredAt),
                Columns.micros(changes, AttemptChange::joinedAt),
                Columns.micros(changes, x -> x.end() == null ? null : x.end().at()),
                Columns.texts(changes, x -> x.end() == null ? null : x.end().outcome().word()),
                Columns.texts(changes, x -> x.end() == null ? null : x.end().note()),
                Columns.ints(changes, x -> cause(x).sip()), Columns.ints(changes, x -> cause(x).q850()),
                Columns.texts(changes, x -> cause(x).words()), Columns.places(changes));
    }

    private static Cause cause(AttemptChange change) {
        return change.end() == null || change.end().cause() == null ? NO_CAUSE : change.end().cause();
    }

    private AttemptChange decided(AttemptChange change, boolean saidVoicemail) {
        if (!saidVoicemail || !change.completes()) {
            return change;
        }
        AttemptChange decided = change.saidVoicemail();
        otherwise.add(decided);
        return decided;
    }

    private Set<Long> cancelled(List<Moved> ended) throws SQLException {
        long[] again = ended.stream().filter(m -> m.again() != null).mapToLong(m -> m.call().batchId())
                .distinct()
                .toArray();
        return again.length == 0
                ? Set.of()
                : new HashSet<>(Statements.list(c, RecordSql.CANCELLED, r -> r.getLong(1), again));
    }

    private void moveTasks(List<Moved> moved, Set<Long> cancelled) throws SQLException {
        List<TaskMove> moves = moved.stream().map(m -> m.task(cancelled.contains(m.call().batchId())))
                .filter(m -> m.status() != null || m.moved().answered()).toList();
        if (moves.isEmpty()) {
            return;
        }
        record Written(TaskMove move, boolean firstAnswer) {
        }
        for (Written w : Statements.list(c, RecordSql.MOVE_TASKS,
                r -> new Written(moves.get(r.getInt(1)), r.getBoolean(2)),
                Columns.longs(moves, m -> m.moved().call().batchId()),
                Columns.ints(moves, m -> m.moved().call().seq()),
                Columns.texts(moves, m -> m.status() == null ? null : m.status().word()),
                Columns.texts(moves, m -> m.reason() == null ? null : m.reason().word()),
                Columns.flags(moves, m -> m.moved().answered()), Columns.places(moves))) {
            add(tally(w.move().moved()), w.move().status(), w.firstAnswer());
        }
    }

    private static void add(Tally tally, @Nullable TaskStatus status, boolean firstAnswer) {
        tally.pickedUp += firstAnswer ? 1 : 0;
        if (status != null) {
            tally.over(status);
        }
    }

    private void addDue(List<Moved> ended) throws SQLException {
        record Due(Moved moved, AttemptChange.Next.Again again) {
        }
        var rows = new ArrayList<Due>();
        for (Moved m : ended) {
            AttemptChange.Next.Again again = m.again();
            if (again != null) {
                rows.add(new Due(m, again));
            }
        }
        if (!rows.isEmpty()) {
            Statements.update(c, ClaimSql.WAIT, Columns.longs(rows, d -> d.moved().call().batchId()),
                    Columns.micros(rows, d -> d.again().dueAt()),
                    Columns.ints(rows, d -> d.moved().call().seq()),
                    Columns.ints(rows, d -> d.moved().call().no() + 1),
                    Columns.ints(rows, d -> d.again().spent()),
                    Columns.texts(rows, d -> d.again().reason().word()));
        }
    }

    private void addEvents(List<Moved> ended) throws SQLException {
        if (!ended.isEmpty()) {
            List<AttemptChange> rows = ended.stream().map(Moved::change).toList();
            Statements.update(c, RecordSql.ADD_EVENTS, Columns.texts(rows, AttemptChange::organizationId),
                    Columns.micros(rows, x -> x.end() == null ? null : x.end().at()),
                    Columns.longs(rows, x -> x.call().batchId()), Columns.ints(rows, x -> x.call().seq()),
                    Columns.ints(rows, x -> x.call().no()),
                    Columns.texts(rows, x -> x.end() == null ? null : x.end().outcome().word()));
        }
    }

    /** Nobody was rung, so it counts against no cap. */
    private void forgetUnplaced(List<Moved> ended) throws SQLException {
        List<AttemptChange> unplaced = ended.stream().filter(m -> m.outcome() == Outcome.NOT_PLACED)
                .map(Moved::change).toList();
        if (!unplaced.isEmpty()) {
            Statements.update(c, RecordSql.FORGET_RECENT,
                    Columns.texts(unplaced, AttemptChange::organizationId),
                    Columns.texts(unplaced, AttemptChange::toNumber),
                    Columns.longs(unplaced, x -> x.call().batchId()),
                    Columns.ints(unplaced, x -> x.call().seq()), Columns.ints(unplaced, x -> x.call().no()));
        }
    }

    private void lockBatches(List<Moved> ended, Set<Long> cancelled) throws SQLException {
        if (tallies.isEmpty()) {
            return;
        }
        long[] ids = tallies.keySet().stream().mapToLong(Long::longValue).toArray();
        record Status(long batchId, String word) {
        }
        Set<Long> nowCancelled = new HashSet<>();
        for (Status s : Statements.list(c, RecordSql.LOCK_BATCHES,
                r -> new Status(r.getLong(1), r.getString(2)),
                (Object) ids)) {
            if (s.word().equals("cancelled") && !cancelled.contains(s.batchId())) {
                nowCancelled.add(s.batchId());
            }
        }
        if (ended.stream().anyMatch(m -> m.again() != null && nowCancelled.contains(m.call().batchId()))) {
            throw new Overtaken();
        }
    }

    private void count(Instant at) throws SQLException {
        Collection<Tally> all = tallies.values();
        if (all.isEmpty()) {
            return;
        }
        List<Tally> rows = List.copyOf(all);
        record Left(long batchId, int open) {
        }
        List<Left> left = Statements.list(c, RecordSql.COUNT, r -> new Left(r.getLong(1), r.getInt(2)),
                Columns.longs(rows, Tally::batchId), Columns.ints(rows, t -> t.pickedUp),
                Columns.ints(rows, t -> t.completed), Columns.ints(rows, t -> t.failed),
                Columns.ints(rows, t -> t.skipped), Columns.ints(rows, t -> t.ended));
        BatchEndSql.end(c, left.stream().filter(x -> x.open() == 0).mapToLong(Left::batchId).toArray(), at);
    }

    /** The time of a batch's end is that of the last word that was heard. */
    private Instant latest() {
        return changes.stream().map(x -> x.end() == null ? Instant.EPOCH : x.end().at())
                .max(Instant::compareTo)
                .orElse(Instant.EPOCH);
    }
}
