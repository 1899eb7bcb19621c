package dev.carillon.dial;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * The calls of which something was told that the ledger does not know, the oldest first. An end is due at
 * once, for slots hang on it, and so is what is to be kept for a later process; what only says how far a call
 * has come waits for a moment, so that an answer and the agent who joins after it, or a short call as a
 * whole, are one write. Not thread-safe.
 */
final class Unrecorded {

    /** How long a call's progress may wait for what follows. */
    static final Duration LINGER = Duration.ofMillis(150);

    /** What was taken before and not recorded: it comes first, or halving could never set one of it aside. */
    private final Map<LiveCall, Instant> again = new LinkedHashMap<>();
    private final Map<LiveCall, Instant> over = new LinkedHashMap<>();
    private final Map<LiveCall, Instant> going = new LinkedHashMap<>();

    /**
     * Calls with what is not recorded of them.
     *
     * @param since when the first of it was told
     */
    record Taken(LiveCall call, Instant since) {
    }

    /** Something of this call changed. */
    void add(LiveCall call, Instant at) {
        if (again.containsKey(call)) {
            return;
        }
        if (call.end() == null && !call.hasToKeep()) {
            going.putIfAbsent(call, at);
        } else {
            Instant since = going.remove(call);
            over.putIfAbsent(call, since == null ? at : since);
        }
    }

    /** What is due, at most so much; from now on it counts as unrecorded only if it changes again. */
    List<Taken> take(Instant now, int most) {
        var taken = new ArrayList<Taken>();
        take(again, most, taken);
        take(over, most, taken);
        for (var all = going.entrySet().iterator(); taken.size() < most && isDue(now);) {
            take(all, taken);
        }
        return taken;
    }

    private static void take(Map<LiveCall, Instant> calls, int most, List<Taken> taken) {
        for (var all = calls.entrySet().iterator(); taken.size() < most && all.hasNext();) {
            take(all, taken);
        }
    }

    private static void take(Iterator<Map.Entry<LiveCall, Instant>> all, List<Taken> taken) {
        Map.Entry<LiveCall, Instant> next = all.next();
        taken.add(new Taken(next.getKey(), next.getValue()));
        all.remove();
    }

    /** Whether the progress that was told first has waited long enough. */
    private boolean isDue(Instant now) {
        Instant first = first(going);
        return first != null && !first.plus(LINGER).isAfter(now);
    }

    /** These were taken, and are not recorded: they come first again, in their order. */
    void still(List<Taken> taken) {
        Map<LiveCall, Instant> waiting = new LinkedHashMap<>(again);
        again.clear();
        for (Taken t : taken) {
            over.remove(t.call());
            going.remove(t.call());
            again.put(t.call(), t.since());
        }
        waiting.forEach(again::putIfAbsent);
    }

    boolean isEmpty() {
        return again.isEmpty() && over.isEmpty() && going.isEmpty();
    }

    /** When something is due: the past, if it is already; null: there is nothing. */
    @Nullable Instant dueAt() {
        Instant first = first(going);
        Instant now = earlier(first(again), first(over));
        return now != null || first == null ? now : first.plus(LINGER);
    }

    /** When the oldest of all was told, or null. */
    @Nullable Instant oldest() {
        return earlier(first(again), earlier(first(over), first(going)));
    }

    private static @Nullable Instant earlier(@Nullable Instant a, @Nullable Instant b) {
        return a == null || (b != null && b.isBefore(a)) ? b : a;
    }

    private static @Nullable Instant first(Map<LiveCall, Instant> calls) {
        return calls.isEmpty() ? null : calls.values().iterator().next();
    }
}
