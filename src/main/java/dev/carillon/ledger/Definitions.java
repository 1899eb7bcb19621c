package dev.carillon.ledger;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import dev.carillon.call.BatchCall;
import dev.carillon.call.QuietHours;
import dev.carillon.call.RetryPlan;
import dev.carillon.call.Trunk;
import dev.carillon.dial.Survey;
import dev.carillon.dial.Survey.Prospect;

/**
 * A look at all running batches. Remembers their definitions as long as neither they nor their trunks were
 * written.
 */
final class Definitions {

    private Map<Long, Known> known = new HashMap<>();

    private record Running(long batchId, Version version, int queued, @Nullable Instant nextDue) {
    }

    private record Version(long batch, long trunkId, long trunk) {
    }

    private record Known(Version version, BatchCall batch) {
    }

    Survey survey(Connection c, Set<Long> live) throws SQLException {
        List<Running> running = Statements.list(c, SurveySql.RUNNING, Definitions::running);
        learn(c, running);
        var prospects = new ArrayList<Prospect>(running.size());
        for (Running r : running) {
            Known its = known.get(r.batchId());
            if (its != null) {
                prospects.add(new Prospect(its.batch(), r.version().batch(), r.queued(), r.nextDue()));
            }
        }
        return new Survey(prospects, hangUp(c, live));
    }

    private static Set<Long> hangUp(Connection c, Set<Long> live) throws SQLException {
        long[] ids = live.stream().mapToLong(Long::longValue).toArray();
        return ids.length == 0
                ? Set.of()
                : new HashSet<>(Statements.list(c, SurveySql.HANG_UP, r -> r.getLong(1), (Object) ids));
    }

    private void learn(Connection c, List<Running> running) throws SQLException {
        var next = new HashMap<Long, Known>();
        var changed = new ArrayList<Running>();
        for (Running r : running) {
            Known its = known.get(r.batchId());
            if (its != null && its.version().equals(r.version())) {
                next.put(r.batchId(), its);
            } else {
                changed.add(r);
            }
        }
        Map<Long, BatchCall> read = read(c, changed);
        for (Running r : changed) {
            BatchCall batch = read.get(r.batchId());
            if (batch != null) {
                next.put(r.batchId(), new Known(r.version(), batch));
            }
        }
        known = next;
    }

    private static Map<Long, BatchCall> read(Connection c, List<Running> changed) throws SQLException {
        var batches = new HashMap<Long, BatchCall>();
        if (!changed.isEmpty()) {
            Statements
                    .list(c, SurveySql.DEFINITIONS, Definitions::batch,
                            Columns.longs(changed, Running::batchId),
                            Columns.longs(changed, r -> r.version().trunkId()))
                    .forEach(b -> batches.put(b.batchId(), b));
        }
        return batches;
    }

    private static Running running(ResultSet r) throws SQLException {
        var version = new Version(r.getLong(2), r.getLong(3), r.getLong(4));
        return new Running(r.getLong(1), version, r.getInt(5), Statements.instantOrNull(r, 6));
    }

    /**
     * Where retries are off, the budget of a task is 1, unless the task itself asked for more: its word wins.
     */
    private static BatchCall batch(ResultSet r) throws SQLException {
        return new BatchCall(r.getLong(1), r.getString(2), r.getString(3), r.getString(4), quietHours(r),
                new RetryPlan(true), Statements.instantOrNull(r, 8), trunk(r));
    }

    private static @Nullable QuietHours quietHours(ResultSet r) throws SQLException {
        LocalTime start = r.getObject(5, LocalTime.class);
        return start == null
                ? null
                : new QuietHours(start, r.getObject(6, LocalTime.class), ZoneId.of(r.getString(7)));
    }

    private static @Nullable Trunk trunk(ResultSet r) throws SQLException {
        String kind = r.getString(10);
        return kind == null
                ? null
                : new Trunk(r.getLong(9), r.getString(2), Trunk.Kind.valueOf(kind.toUpperCase(Locale.ROOT)),
                        r.getString(11));
    }
}
