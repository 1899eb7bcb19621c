package dev.carillon.ledger;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

import dev.carillon.base.Ids.CallKey;
import dev.carillon.call.CarrierWord;
import dev.carillon.call.CarrierWord.Leg;
import dev.carillon.call.CarrierWord.Status;
import dev.carillon.call.Outcome;
import dev.carillon.dial.AttemptChange;
import dev.carillon.dial.AttemptChange.End;
import dev.carillon.dial.AttemptChange.Next;

/**
 * What carriers have told of one node's calls, and what they call them, on a connection of its own that is
 * opened when it is first needed. Each method is a whole transaction and throws
 * {@link dev.carillon.dial.LedgerAway} when the database is away. Thread-safe.
 */
public final class CarrierWords implements AutoCloseable {

    private final Wire wire;
    private final long nodeId;

    /** @param connections gives connections of the engine's kind with autocommit off */
    public CarrierWords(Supplier<Connection> connections, long nodeId) {
        this.wire = new Wire(connections);
        this.nodeId = nodeId;
    }

    /**
     * What was told and not read yet, the oldest first, at most a few hundred.
     *
     * @param read rows that were given before and have been seen to: they are not given again
     */
    public synchronized List<CarrierWord> unread(List<Long> read) {
        return wire.transaction(c -> {
            if (!read.isEmpty()) {
                long[] rows = read.stream().mapToLong(Long::longValue).toArray();
                Statements.update(c, CarrierWordSql.READ, (Object) rows);
            }
            return Statements.list(c, CarrierWordSql.UNREAD, CarrierWords::word, nodeId).stream()
                    .flatMap(Optional::stream).toList();
        });
    }

    /** Keeps what the carrier calls a call. */
    public synchronized void placed(CallKey call, String carrierId) {
        wire.transaction(
                c -> Statements.update(c, CarrierWordSql.PLACED, call.batchId(), call.seq(), call.no(),
                        carrierId));
    }

    /**
     * The carrier has said that a call is over that nobody here has any more: when it was lost, its places
     * are free. Of any other nothing changes.
     */
    public synchronized void over(CallKey call, Instant at) {
        wire.transaction(c -> {
            List<AttemptChange> changes = OpenCallSql
                    .calls(c, OpenCallSql.LOST_CALL, call.batchId(), call.seq(), call.no(), call.batchId(),
                            call.seq(), call.no())
                    .stream().map(lost -> lost.ends(new End(Outcome.LOST, null, at,
                            new Next.Done(Outcome.LOST.taskStatus()), true)))
                    .toList();
            return changes.isEmpty() ? 0 : new Recording(c, changes).write();
        });
    }

    @Override
    public synchronized void close() {
        wire.close();
    }

    /** A word that only a later version knows is left to that. */
    private static Optional<CarrierWord> word(ResultSet r) throws SQLException {
        Optional<Leg> leg = Leg.of(r.getString(5));
        Optional<Status> status = Status.of(r.getString(6));
        if (leg.isEmpty() || status.isEmpty()) {
            return Optional.empty();
        }
        var call = new CallKey(r.getLong(2), r.getInt(3), r.getInt(4));
        return Optional.of(new CarrierWord(r.getLong(1), call, leg.get(), status.get(), r.getString(7),
                r.getInt(8), r.getInt(9), Statements.instant(r, 10)));
    }
}
