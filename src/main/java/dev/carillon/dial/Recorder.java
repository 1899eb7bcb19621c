package dev.carillon.dial;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import dev.carillon.dial.AttemptChange.Next;

/**
 * Writes what carriers told into the ledger, many changes a transaction. A change that the ledger refuses is
 * found by halving and set aside, so that it does not hold up the others (law: Progress). Not thread-safe.
 */
final class Recorder {

    private static final int GROUP = 2_000;

    private final DialLedger ledger;
    private final LiveCalls live;
    private final Works works;
    private int most = GROUP;
    private @Nullable LiveCall alone;

    Recorder(DialLedger ledger, LiveCalls live, Works works) {
        this.ledger = ledger;
        this.live = live;
        this.works = works;
    }

    /** Records all that has changed. */
    void record(Instant now) {
        if (alone != null) {
            live.refused(alone, now);
            alone = null;
        }
        while (live.anyChanged()) {
            List<LiveCall> group = live.changed(most);
            write(group);
            follow(group);
            live.recorded(group);
        }
    }

    /**
     * When the ledger throws, whatever it is, the next group is smaller; when it is away, that says nothing.
     */
    private void write(List<LiveCall> group) {
        int before = most;
        most = Math.max(1, group.size() / 2);
        alone = group.size() == 1 ? group.getFirst() : null;
        try {
            ledger.record(changes(group));
            most = Math.min(GROUP, 2 * before);
        } catch (LedgerAway away) {
            most = before;
            alone = null;
            throw away;
        }
        alone = null;
    }

    private static List<AttemptChange> changes(List<LiveCall> group) {
        var changes = new ArrayList<AttemptChange>(group.size());
        for (LiveCall call : group) {
            changes.add(call.change());
        }
        return changes;
    }

    private void follow(List<LiveCall> group) {
        Map<String, Integer> ended = new HashMap<>(4);
        for (LiveCall call : group) {
            if (call.gone()) {
                ended.merge(call.batch().organizationId(), 1, Integer::sum);
            }
            if (call.end() != null && call.end().next() instanceof Next.Again again) {
                works.due(call.batch().batchId(), again.dueAt());
            }
        }
        works.ended(ended);
    }
}
