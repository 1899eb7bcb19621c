package dev.carillon.ledger;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

import org.jspecify.annotations.Nullable;

import dev.carillon.base.Ids.CallKey;
import dev.carillon.base.Ids.TaskKey;
import dev.carillon.call.AttemptState;
import dev.carillon.call.BatchCall;
import dev.carillon.call.Callee;
import dev.carillon.call.Task;
import dev.carillon.dial.AgentLine;
import dev.carillon.dial.AttemptChange;
import dev.carillon.dial.Claim.Candidate;
import dev.carillon.dial.Claim.Decision;
import dev.carillon.dial.Resumed;

/**
 * What carriers need to go on with calls after a crash: a row an attempt that was answered over a trunk which
 * is not the sandbox, until its slots are free: also of one that is lost, for its node may come back. A
 * record that brings none of it runs none of these statements.
 */
final class ResumableSql {

    /** Not of an attempt that somebody else has closed meanwhile. */
    static final String KEEP = """
            insert into resumable (batch_id, seq, no, state, written_at)
            select v.batch_id, v.seq, v.no, v.state, statement_timestamp()
            from (select unnest(?::bigint[]) as batch_id, unnest(?::int[]) as seq, unnest(?::int[]) as no,
                    unnest(?::text[]) as state) v
            where (select x.phase < 4 from attempt x
                   where x.batch_id = v.batch_id and x.seq = v.seq and x.no = v.no)
            on conflict (batch_id, seq, no)
                do update set state = excluded.state, written_at = excluded.written_at
            """;

    static final String FORGET = """
            delete from resumable where ctid = any(array(
                select (select r.ctid from resumable r
                        where r.batch_id = v.batch_id and r.seq = v.seq and r.no = v.no)
                from (select unnest(?::bigint[]) as batch_id, unnest(?::int[]) as seq,
                    unnest(?::int[]) as no) v))
            """;

    private ResumableSql() {
    }

    /**
     * Keeps what carriers have told to be kept of calls that live, and forgets it of calls that have ended.
     */
    static void keep(Connection c, List<AttemptChange> changes) throws SQLException {
        List<AttemptChange> kept =
                changes.stream().filter(x -> x.end() == null && x.resume() != null).toList();
        if (!kept.isEmpty()) {
            Statements.update(c, KEEP, Columns.longs(kept, x -> x.call().batchId()),
                    Columns.ints(kept, x -> x.call().seq()), Columns.ints(kept, x -> x.call().no()),
                    Columns.texts(kept, AttemptChange::resume));
        }
        List<AttemptChange> over = changes.stream().filter(AttemptChange::forgets).toList();
        if (!over.isEmpty()) {
            Statements.update(c, FORGET, Columns.longs(over, x -> x.call().batchId()),
                    Columns.ints(over, x -> x.call().seq()), Columns.ints(over, x -> x.call().no()));
        }
    }

    /** A call, with what is yet to be read of its batch and its agent. */
    private record Left(Task task, long trunkId, Moments moments, int phase, @Nullable String resume,
            int placements, Resumed.Asked asked) {

        CallKey call() {
            return task.call();
        }

        Resumed resumed(Candidate candidate) {
            var open = new Decision.Open(candidate, List.of(), moments.placeAt, moments.placeBy,
                    moments.lastDeadline);
            boolean lost = phase == AttemptState.ENDED.phase();
            return new Resumed(open, lost ? moments.state() : AttemptState.of(phase), moments.ringingAt,
                    moments.answeredAt, moments.joinedAt, resume, lost, placements,
                    asked);
        }
    }

    private record Moments(Instant placeAt, Instant placeBy, Instant lastDeadline,
            @Nullable Instant ringingAt, @Nullable Instant answeredAt, @Nullable Instant joinedAt) {

        /** How far it had come when nobody knew any more. */
        AttemptState state() {
            if (joinedAt != null) {
                return AttemptState.JOINED;
            }
            if (answeredAt != null) {
                return AttemptState.ANSWERED;
            }
            return ringingAt == null ? AttemptState.PLACING : AttemptState.RINGING;
        }
    }

    /** What a node had open and its carriers can go on with, in the order of the calls. */
    static List<Resumed> of(Connection c, long nodeId) throws SQLException {
        var left = new TreeMap<CallKey, Left>(PostgresLedger.BY_KEY);
        Statements.list(c, OpenCallSql.RESUMABLE_OF_NODE, ResumableSql::left, nodeId)
                .forEach(one -> left.put(one.call(), one));
        Map<CallKey, Candidate> candidates = candidates(c, left.values());
        Map<TaskKey, AgentLine> lines =
                candidates.isEmpty() ? Map.of() : AgentLineSql.read(c, candidates.values());
        var resumed = new ArrayList<Resumed>();
        for (Left one : left.values()) {
            Candidate known = candidates.get(one.call());
            if (known != null) {
                AgentLine line = lines.get(AgentLineSql.task(known));
                resumed.add(one.resumed(new Candidate(known.batch(), known.task(), false, line)));
            }
        }
        return resumed;
    }

    /** Each with its batch as it is over the trunk that the call has taken. */
    private static Map<CallKey, Candidate> candidates(Connection c, Collection<Left> left)
            throws SQLException {
        var wanted = new TreeMap<Long, Set<Long>>();
        left.forEach(one -> wanted.computeIfAbsent(one.trunkId(), _ -> new TreeSet<>())
                .add(one.call().batchId()));
        var candidates = new HashMap<CallKey, Candidate>();
        for (Map.Entry<Long, Set<Long>> trunk : wanted.entrySet()) {
            Map<Long, BatchCall> batches = DefinitionSql.read(c, trunk.getValue().stream()
                    .map(batchId -> new DefinitionSql.Wanted(batchId, trunk.getKey())).toList());
            left.stream().filter(one -> one.trunkId() == trunk.getKey()).forEach(one -> {
                BatchCall batch = batches.get(one.call().batchId());
                if (batch != null) {
                    candidates.put(one.call(), new Candidate(batch, one.task(), false));
                }
            });
        }
        return candidates;
    }

    private static Left left(ResultSet r) throws SQLException {
        var call = new CallKey(r.getLong(1), r.getInt(2), r.getInt(3));
        String zone = r.getString(16);
        var task = new Task(call, new Callee(r.getString(4)), r.getInt(6) - 1, r.getInt(7), r.getString(9),
                zone == null ? null : ZoneId.of(zone), null, false, Task.Facts.NONE);
        var moments = new Moments(Statements.instant(r, 10), Statements.instant(r, 11),
                Statements.instant(r, 12), Statements.instantOrNull(r, 13),
                Statements.instantOrNull(r, 14), Statements.instantOrNull(r, 15));
        return new Left(task, r.getLong(8), moments, r.getInt(5), r.getString(17), r.getInt(18),
                Resumed.Asked.of(r.getBoolean(19), r.getBoolean(20)));
    }
}
