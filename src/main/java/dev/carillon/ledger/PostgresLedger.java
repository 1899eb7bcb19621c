package dev.carillon.ledger;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import dev.carillon.base.Ids.CallKey;
import dev.carillon.call.BatchCall;
import dev.carillon.call.Outcome;
import dev.carillon.call.Reason;
import dev.carillon.dial.AttemptChange;
import dev.carillon.dial.AttemptChange.End;
import dev.carillon.dial.AttemptChange.Next;
import dev.carillon.dial.Claim;
import dev.carillon.dial.ClaimRequest;
import dev.carillon.dial.DialLedger;
import dev.carillon.dial.Look;
import dev.carillon.dial.Placement;
import dev.carillon.dial.Resumed;
import dev.carillon.dial.Retries;
import dev.carillon.dial.Survey;
import dev.carillon.dial.TrunkRest;
import dev.carillon.ledger.OpenCallSql.Call;

/**
 * The ledger in PostgreSQL, as one node sees it, over two connections of its own. Everything that a method
 * did is committed when it returns; when it throws, nothing is, or, where it says so, nobody knows. One
 * thread may {@link #record} while another does everything else.
 */
public final class PostgresLedger implements DialLedger, AutoCloseable {

    /** After this time beyond its last deadline a call is forgotten, whoever held it. */
    private static final Duration FORGOTTEN = Duration.ofSeconds(30);
    static final Comparator<CallKey> BY_KEY = Comparator.comparingLong(CallKey::batchId)
            .thenComparingInt(CallKey::seq).thenComparingInt(CallKey::no);

    private final Wire wire;
    /** So that what is told is written beside what is claimed. */
    private final Wire recording;
    private final long nodeId;
    private final Duration latestStart;
    private final Definitions definitions;

    /**
     * @param connections gives connections of the engine's kind with autocommit off
     * @param latestStart a scheduled batch that is later than this is paused instead of started
     */
    public PostgresLedger(Supplier<Connection> connections, long nodeId, Duration latestStart) {
        this.wire = new Wire(connections);
        this.recording = new Wire(connections);
        this.nodeId = nodeId;
        this.latestStart = latestStart;
        this.definitions = new Definitions(nodeId);
    }

    @Override
    public Survey survey(Instant now, Look look) {
        return wire.transaction(c -> definitions.survey(c, look));
    }

    @Override
    public Claim claim(ClaimRequest request) {
        Claiming.Held held = wire.part(c -> new Claiming(c, nodeId, request).hold());
        return new PostgresClaim(wire, nodeId, held, request.now());
    }

    @Override
    public List<AttemptChange> record(List<AttemptChange> changes) {
        List<AttemptChange> folded = folded(changes);
        return folded.isEmpty() ? List.of() : write(recording, _ -> folded).otherwise();
    }

    @Override
    public List<Placement> placeElsewhere(List<Placement.Failed> failed, Set<Long> resting, Instant now,
            Placement.Chooser chooser) {
        List<Placement.Failed> sorted = failed.stream()
                .sorted(Comparator.comparing(Placement.Failed::call, BY_KEY)).toList();
        return wire.transaction(c -> new PlacingElsewhere(c, nodeId, now).place(sorted, resting, chooser));
    }

    @Override
    public void keepRests(List<TrunkRest> rests) {
        wire.transaction(c -> {
            TrunkRestSql.write(c, nodeId, rests);
            return true;
        });
    }

    @Override
    public void turnBatches(Instant now) {
        boolean more = true;
        while (more) {
            more = wire.transaction(c -> TurnSql.start(c, now, latestStart));
        }
    }

    @Override
    public void stopBatches(Instant now) {
        boolean more = true;
        while (more) {
            more = wire.transaction(c -> TurnSql.stop(c, now));
        }
        for (StopLossSql.Broken broken : wire.transaction(c -> StopLossSql.broken(c, now))) {
            wire.transaction(c -> StopLossSql.pause(c, broken, now));
        }
    }

    @Override
    public int takeOver(Instant now) {
        int count = 0;
        for (long dead : wire
                .transaction(c -> Statements.list(c, OpenCallSql.DEAD_NODES, r -> r.getLong(1), now))) {
            count += pieces(c -> OpenCallSql.holdDead(c, dead, now)
                    ? lost(c, OpenCallSql.calls(c, OpenCallSql.OPEN_OF_NODE, dead),
                            new Loss("its node is gone", now, false))
                    : List.of());
        }
        return count + pieces(c -> lost(c,
                OpenCallSql.calls(c, OpenCallSql.EXPIRED, now, now.minus(FORGOTTEN)),
                new Loss("past its last deadline", now, true)));
    }

    @Override
    public int takeOverSelf(Instant now) {
        return own(OpenCallSql.SANDBOX_OF_NODE, now, true)
                + own(OpenCallSql.NOT_RESUMABLE_OF_NODE, now, false);
    }

    @Override
    public List<Resumed> resume() {
        return wire.transaction(c -> ResumableSql.of(c, nodeId));
    }

    private int own(String calls, Instant now, boolean over) {
        return pieces(c -> {
            OpenCallSql.waitForClaims(c, nodeId);
            return lost(c, OpenCallSql.calls(c, calls, nodeId),
                    new Loss("its node was started again", now, over));
        });
    }

    @Override
    public int disown(Set<CallKey> known, Instant now) {
        return pieces(c -> {
            OpenCallSql.waitForClaims(c, nodeId);
            return OpenCallSql.calls(c, OpenCallSql.PLACING_OF_NODE, nodeId).stream()
                    .filter(call -> !known.contains(call.key())).limit(OpenCallSql.PIECE)
                    .map(call -> call.ends(notPlaced(call, now))).toList();
        });
    }

    /** How often the server had to break a deadlock: more than none is a defect in the order of locks. */
    public long deadlocks() {
        return wire.deadlocks() + recording.deadlocks();
    }

    @Override
    public void close() {
        recording.close();
        wire.close();
    }

    private static End notPlaced(Call call, Instant now) {
        var again = new Next.Again(now, call.spent() - 1, Reason.RETRY_WAIT);
        return new End(Outcome.NOT_PLACED, "its COMMIT had no answer", now, again, true);
    }

    /** A read that finds what is to be recorded, in the transaction that records it. */
    private interface Finding {
        List<AttemptChange> on(Connection c) throws SQLException;
    }

    /**
     * What one transaction found, how many attempts of it moved, and what was recorded otherwise than found.
     */
    private record Piece(int found, int moved, List<AttemptChange> otherwise) {
    }

    /** Records what is found, a piece a transaction, until nothing is found. */
    private int pieces(Finding finding) {
        int moved = 0;
        Piece piece;
        do {
            piece = write(wire, finding);
            moved += piece.moved();
        } while (piece.found() > 0);
        return moved;
    }

    private Piece write(Wire on, Finding finding) {
        for (;;) {
            try {
                return on.transaction(c -> {
                    List<AttemptChange> changes = folded(finding.on(c));
                    var recording = new Recording(c, changes);
                    int moved = changes.isEmpty() ? 0 : recording.write();
                    return new Piece(changes.size(), moved, recording.otherwise());
                });
            } catch (Recording.Overtaken e) {
                // Each batch is cancelled once at most, so this comes to an end.
            }
        }
    }

    /** Why calls are lost, and whether they are surely over. */
    private record Loss(String note, Instant at, boolean over) {
    }

    /**
     * Another attempt follows only by a rule that names the loss, and only when this one is surely over.
     */
    private static List<AttemptChange> lost(Connection c, List<Call> calls, Loss loss) throws SQLException {
        Map<Long, BatchCall> batches = DefinitionSql.read(c, calls.stream().map(call -> call.key().batchId())
                .distinct().map(id -> new DefinitionSql.Wanted(id, null)).toList());
        return calls.stream().map(call -> {
            BatchCall batch = batches.get(call.key().batchId());
            Instant over = loss.over() ? loss.at() : call.deadline();
            Next next = batch == null
                    ? new Next.Done(Outcome.LOST.taskStatus())
                    : Retries.after(Outcome.LOST, over, batch, call.tried());
            return call.ends(new End(Outcome.LOST, loss.note(), loss.at(), next, loss.over()));
        }).toList();
    }

    /** Sorted by call, for the order of locks, and each call once. */
    private static List<AttemptChange> folded(List<AttemptChange> changes) {
        var byCall = new TreeMap<CallKey, AttemptChange>(BY_KEY);
        changes.forEach(change -> byCall.merge(change.call(), change, PostgresLedger::fold));
        return new ArrayList<>(byCall.values());
    }

    private static AttemptChange fold(AttemptChange a, AttemptChange b) {
        return new AttemptChange(a.call(), a.organizationId(), a.fromNumber(), a.toNumber(),
                a.state().phase() >= b.state().phase() ? a.state() : b.state(),
                first(a.ringingAt(), b.ringingAt()),
                first(a.answeredAt(), b.answeredAt()), first(a.joinedAt(), b.joinedAt()),
                fold(a.end(), b.end()), b.resume() == null ? a.resume() : b.resume());
    }

    private static @Nullable End fold(@Nullable End a, @Nullable End b) {
        if (a == null || b == null) {
            return a == null ? b : a;
        }
        return b.slotsFree() ? a.confirmed() : a;
    }

    private static @Nullable Instant first(@Nullable Instant a, @Nullable Instant b) {
        return a == null ? b : a;
    }
}
