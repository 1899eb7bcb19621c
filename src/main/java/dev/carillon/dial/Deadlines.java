package dev.carillon.dial;

import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeSet;

import org.jspecify.annotations.Nullable;

import dev.carillon.base.Ids.CallKey;

/**
 * The one next deadline of each call that has one. What is moved or cleared leaves nothing behind: calls are
 * far shorter than their longest deadline. Not thread-safe.
 */
final class Deadlines {

    private static final Comparator<Deadline> ORDER = Comparator.comparing(Deadline::at)
            .thenComparingLong(d -> d.key().batchId()).thenComparingInt(d -> d.key().seq())
            .thenComparingInt(d -> d.key().no());

    private final Map<LiveCall, Deadline> byCall = new HashMap<>();
    private final TreeSet<Deadline> order = new TreeSet<>(ORDER);

    private record Deadline(Instant at, LiveCall call) {

        CallKey key() {
            return call.key();
        }
    }

    /** The call's deadline is this one from now on. */
    void set(LiveCall call, Instant at) {
        clear(call);
        var deadline = new Deadline(at, call);
        byCall.put(call, deadline);
        order.add(deadline);
    }

    void clear(LiveCall call) {
        Deadline before = byCall.remove(call);
        if (before != null) {
            order.remove(before);
        }
    }

    /** Takes the call whose deadline has passed longest ago; null: none has. */
    @Nullable LiveCall pollDue(Instant now) {
        if (order.isEmpty() || order.first().at().isAfter(now)) {
            return null;
        }
        LiveCall call = order.first().call();
        clear(call);
        return call;
    }

    /** The earliest of all, or null. */
    @Nullable Instant next() {
        return order.isEmpty() ? null : order.first().at();
    }

    int size() {
        return order.size();
    }
}
