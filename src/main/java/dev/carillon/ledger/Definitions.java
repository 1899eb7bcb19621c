package dev.carillon.ledger;

import static java.util.stream.Collectors.toSet;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import dev.carillon.base.Ids.CallKey;
import dev.carillon.call.BatchCall;
import dev.carillon.dial.Look;
import dev.carillon.dial.Survey;
import dev.carillon.dial.Survey.Prospect;
import dev.carillon.ledger.DefinitionSql.Wanted;

/**
 * A look at all running batches. Remembers their definitions as long as neither they nor their trunks were
 * written.
 */
final class Definitions {

    private final long nodeId;
    private Map<Long, Known> known = new HashMap<>();

    Definitions(long nodeId) {
        this.nodeId = nodeId;
    }

    private record Running(long batchId, Version version, int queued, @Nullable Instant nextDue) {
    }

    private record Version(long batch, long organization, @Nullable Long trunkId, long trunk) {

        /** One number for all: versions only ascend, so each change of one changes it. */
        long all() {
            return batch + 31 * organization + 961 * trunk;
        }
    }

    private record Known(Version version, BatchCall batch) {
    }

    Survey survey(Connection c, Look look) throws SQLException {
        List<Running> running = look.all()
                ? Statements.list(c, SurveySql.ALL, Definitions::running, ids(look.resting()))
                : Statements.list(c, SurveySql.SOME, Definitions::running, ids(look.known()),
                        look.changedSince(), ids(look.resting()));
        learn(c, running, look);
        var prospects = new ArrayList<Prospect>(running.size());
        for (Running r : running) {
            Known its = known.get(r.batchId());
            if (its != null) {
                prospects.add(new Prospect(its.batch(), r.version().all(), r.queued(), r.nextDue()));
            }
        }
        List<CallKey> hangUp = hangUp(c, look.batchesWithLiveCalls());
        return new Survey(prospects,
                hangUp.stream().filter(Definitions::wholeBatch).map(CallKey::batchId).collect(toSet()),
                hangUp.stream().filter(key -> !wholeBatch(key)).collect(toSet()));
    }

    private static long[] ids(Set<Long> ids) {
        return Columns.longs(ids);
    }

    private List<CallKey> hangUp(Connection c, Set<Long> live) throws SQLException {
        return live.isEmpty()
                ? List.of()
                : Statements.list(c, SurveySql.HANG_UP,
                        r -> new CallKey(r.getLong(1), r.getInt(2), r.getInt(3)), ids(live), nodeId);
    }

    /** Attempts are counted from 1. */
    private static boolean wholeBatch(CallKey key) {
        return key.no() == 0;
    }

    /** What a look at all did not find does not run any more. */
    private void learn(Connection c, List<Running> running, Look look) throws SQLException {
        var next = look.all() ? new HashMap<Long, Known>() : known;
        var changed = new ArrayList<Running>();
        for (Running r : running) {
            Known its = known.get(r.batchId());
            if (its != null && its.version().equals(r.version())) {
                next.put(r.batchId(), its);
            } else {
                changed.add(r);
            }
        }
        Map<Long, BatchCall> read = DefinitionSql.read(c,
                changed.stream().map(r -> new Wanted(r.batchId(), r.version().trunkId())).toList(),
                look.resting());
        for (Running r : changed) {
            BatchCall batch = read.get(r.batchId());
            if (batch != null) {
                next.put(r.batchId(), new Known(r.version(), batch));
            }
        }
        known = next;
    }

    private static Running running(ResultSet r) throws SQLException {
        long trunk = r.getLong(4);
        Long trunkId = r.wasNull() ? null : trunk;
        var version = new Version(r.getLong(2), r.getLong(3), trunkId, r.getLong(5));
        return new Running(r.getLong(1), version, r.getInt(6), Statements.instantOrNull(r, 7));
    }
}
