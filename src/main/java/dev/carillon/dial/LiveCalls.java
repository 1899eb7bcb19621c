package dev.carillon.dial;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import dev.carillon.base.Ids.CallKey;
import dev.carillon.call.CarrierEvent;
import dev.carillon.dial.LiveCall.HangUp;

/**
 * The open attempts of this node: what carriers told of them, what is not yet recorded, and whose deadline is
 * next. A missing word never holds a call past its deadline (law: Progress). Not thread-safe.
 */
final class LiveCalls {

    private final DialSettings settings;
    private final Trunks trunks;
    private final Map<CallKey, LiveCall> calls = new HashMap<>();
    private final LinkedHashSet<LiveCall> changed = new LinkedHashSet<>();
    private final PriorityQueue<Deadline> deadlines = new PriorityQueue<>(Comparator.comparing(Deadline::at));
    private int lost;

    LiveCalls(DialSettings settings, Trunks trunks) {
        this.settings = settings;
        this.trunks = trunks;
    }

    private record Deadline(Instant at, LiveCall call) {
    }

    /** Attempts whose calls may be up, without those given up as lost. */
    int size() {
        return calls.size() - lost;
    }

    Set<CallKey> keys() {
        return Set.copyOf(calls.keySet());
    }

    Set<Long> batches() {
        var ids = new HashSet<Long>();
        for (LiveCall call : calls.values()) {
            if (call.end() == null && call.hangUp() == null) {
                ids.add(call.batch().batchId());
            }
        }
        return ids;
    }

    void add(LiveCall call) {
        calls.put(call.key(), call);
        watch(call);
    }

    /**
     * A word about a call that is not here is late: its attempt was closed by somebody else, and slots are
     * theirs.
     */
    void told(CarrierEvent event) {
        LiveCall call = calls.get(event.call());
        if (call == null) {
            return;
        }
        Instant before = call.deadline();
        if (call.told(event, settings)) {
            changed.add(call);
            if (call.end() == null && !call.deadline().equals(before)) {
                watch(call);
            }
        }
    }

    /** Hangs up what is past its deadline, and gives up what was not confirmed in time. */
    void expire(Instant now) {
        for (Deadline d = deadlines.peek(); d != null && !d.at().isAfter(now); d = deadlines.peek()) {
            deadlines.poll();
            if (calls.get(d.call().key()) == d.call() && d.call().deadline().equals(d.at())) {
                expire(d.call(), now);
            }
        }
    }

    private void expire(LiveCall call, Instant now) {
        if (call.end() != null) {
            forget(call);
        } else if (call.hangUp() == null) {
            hangUp(call, why(call), now);
        } else {
            call.lose(now);
            lost++;
            changed.add(call);
            watch(call);
        }
    }

    private static HangUp why(LiveCall call) {
        return switch (call.state()) {
            case PLACING, RINGING -> HangUp.RING_TIMEOUT;
            case ANSWERED -> HangUp.AGENT_TIMEOUT;
            case JOINED, ENDED -> HangUp.LONGEST_CALL;
        };
    }

    /** Hangs up every call of these batches; null: every call there is. */
    void cancel(@Nullable Set<Long> batches, Instant now) {
        for (LiveCall call : List.copyOf(calls.values())) {
            boolean meant = batches == null || batches.contains(call.batch().batchId());
            if (meant && call.end() == null && call.hangUp() == null) {
                hangUp(call, HangUp.CANCEL, now);
            }
        }
    }

    private void hangUp(LiveCall call, HangUp why, Instant now) {
        call.hangUp(why, now.plus(settings.confirmation()));
        watch(call);
        trunks.carrier(call.trunk()).hangUp(call.key());
    }

    /** The oldest changes that are not recorded, at most so many. */
    List<LiveCall> changed(int most) {
        var first = new ArrayList<LiveCall>(Math.min(most, changed.size()));
        for (LiveCall call : changed) {
            if (first.size() == most) {
                break;
            }
            first.add(call);
        }
        return first;
    }

    boolean anyChanged() {
        return !changed.isEmpty();
    }

    /** These are in the ledger as they stand. */
    void recorded(List<LiveCall> calls) {
        for (LiveCall call : calls) {
            changed.remove(call);
            if (call.end() != null && call.end().slotsFree()) {
                forget(call);
            }
        }
    }

    private void forget(LiveCall call) {
        if (calls.remove(call.key(), call) && call.lost()) {
            lost--;
        }
    }

    private void watch(LiveCall call) {
        deadlines.add(new Deadline(call.deadline(), call));
    }

    /** The next deadline, or null. */
    @Nullable Instant wake() {
        Deadline d = deadlines.peek();
        return d == null ? null : d.at();
    }
}
