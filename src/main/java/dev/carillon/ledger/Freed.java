package dev.carillon.ledger;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import dev.carillon.base.Ids.CallKey;
import dev.carillon.dial.AttemptChange;
import dev.carillon.dial.UsageKey;

/**
 * The slots of what the carrier confirmed to be over, also of attempts that had ended before. The rows on the
 * line go before any limit is locked: until this is committed a claim sees the number as busy, and opens
 * nothing that could meet the row.
 */
final class Freed {

    private final Map<UsageKey, Integer> slots = new HashMap<>();

    private Freed(List<Moved> gone) {
        gone.forEach(m -> m.limits().forEach(key -> slots.merge(key, -1, Integer::sum)));
    }

    /**
     * Takes them off the line.
     *
     * @param changes what is recorded, sorted by call
     * @param moved   those of which the attempt's row has moved
     */
    static Freed takenOffLine(Connection c, List<AttemptChange> changes, List<Moved> moved)
            throws SQLException {
        var over = new ArrayList<>(moved.stream().filter(Moved::slotsFree).toList());
        over.addAll(late(c, changes, moved));
        return new Freed(over.isEmpty() ? List.of() : hangUp(c, over));
    }

    /** Gives the slots back. */
    void giveBack(Connection c, Instant now) throws SQLException {
        UsageSql.lock(c, slots.keySet(), now);
        UsageSql.change(c, slots.entrySet().stream()
                .map(f -> new UsageSql.Change(f.getKey(), f.getValue(), null)).toList());
    }

    private static List<Moved> late(Connection c, List<AttemptChange> changes, List<Moved> moved)
            throws SQLException {
        Set<CallKey> known = new HashSet<>();
        moved.forEach(m -> known.add(m.call()));
        List<AttemptChange> late = changes.stream()
                .filter(x -> x.end() != null && x.end().slotsFree() && !known.contains(x.call())).toList();
        return late.isEmpty()
                ? List.of()
                : Statements.list(c, RecordSql.FIND_ON_LINE,
                        r -> new Moved(late.get(r.getInt(1)), r.getLong(2), r.getString(3)),
                        Columns.texts(late, AttemptChange::organizationId),
                        Columns.texts(late, AttemptChange::toNumber),
                        Columns.longs(late, x -> x.call().batchId()), Columns.ints(late, x -> x.call().seq()),
                        Columns.ints(late, x -> x.call().no()), Columns.places(late));
    }

    private static List<Moved> hangUp(Connection c, List<Moved> over) throws SQLException {
        Map<CallKey, Moved> byCall = new HashMap<>();
        over.forEach(m -> byCall.put(m.call(), m));
        Set<CallKey> gone = new HashSet<>(Statements.list(c, RecordSql.HANG_UP,
                r -> new CallKey(r.getLong(1), r.getInt(2), r.getInt(3)),
                Columns.texts(over, m -> m.change().organizationId()),
                Columns.texts(over, m -> m.change().toNumber()),
                Columns.longs(over, m -> m.call().batchId()), Columns.ints(over, m -> m.call().seq()),
                Columns.ints(over, m -> m.call().no())));
        return byCall.entrySet().stream().filter(e -> gone.contains(e.getKey())).map(Map.Entry::getValue)
                .toList();
    }
}
