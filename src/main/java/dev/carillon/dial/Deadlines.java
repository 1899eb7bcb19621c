package dev.carillon.dial;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeSet;

import org.jspecify.annotations.Nullable;

/**
 * The one next deadline of each call that has one. What is moved or cleared leaves nothing behind: calls are
 * far shorter than their longest deadline. Not thread-safe.
 */
final class Deadlines {

    private final Map<LiveCall, Deadline> byCall = new HashMap<>();
    private final TreeSet<Deadline> order = new TreeSet<>();
    private long sequence;

    private record Deadline(Instant at, long sequence, LiveCall call) implements Comparable<Deadline> {

        @Override
        public int compareTo(Deadline other) {
            int byTime = at.compareTo(other.at);
            return byTime != 0 ? byTime : Long.compare(sequence, other.sequence);
        }
    }

    /** The call's deadline is this one from now on. */
    void set(LiveCall call, Instant at) {
        clear(call);
        var deadline = new Deadline(at, sequence++, call);
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
