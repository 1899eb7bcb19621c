package dev.carillon.crash;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import dev.carillon.base.Ids.CallKey;
import dev.carillon.call.Outcome;
import dev.carillon.dial.UsageKey;

/**
 * What the outside carrier saw: it holds each start against the limits and the number's other calls at that
 * very moment, and keeps all of them for the questions of the end. Thread-safe.
 */
final class OutsideWitness {

    private static final long SECOND = 1_000_000_000L;

    private final Map<UsageKey, Integer> limits = new HashMap<>();
    private final Map<UsageKey, Integer> live = new HashMap<>();
    private final Map<UsageKey, Integer> most = new HashMap<>();
    private final Map<String, CallKey> onLine = new HashMap<>();
    private final Map<CallKey, Dialled> calls = new HashMap<>();
    private final Map<CallKey, Outcome> outcomes = new HashMap<>();
    private final List<Dialled> starts = new ArrayList<>();
    private final List<String> breaches = new ArrayList<>();

    /** From now on no more than so many live calls are right. */
    synchronized void limit(UsageKey key, int maxLive) {
        limits.put(key, maxLive);
    }

    /** A node asks for a call; false when this very attempt was asked for before. */
    synchronized boolean dialled(Dialled call) {
        starts.add(call);
        if (calls.putIfAbsent(call.call(), call) != null) {
            breaches.add("Single dial: one attempt placed twice: " + call);
            return false;
        }
        CallKey other = onLine.putIfAbsent(call.number(), call.call());
        if (other != null) {
            breaches.add("Single dial: " + call + " while " + Dialled.key(other) + " is up");
        }
        for (UsageKey key : call.limits()) {
            int now = live.merge(key, 1, Integer::sum);
            most.merge(key, now, Math::max);
            if (now > limits.getOrDefault(key, Integer.MAX_VALUE)) {
                breaches.add("Capacity: " + now + " live of " + limits.get(key) + " of " + key);
            }
        }
        return true;
    }

    synchronized void ended(CallKey call, Outcome outcome) {
        Dialled dialled = calls.get(call);
        if (dialled != null && outcomes.putIfAbsent(call, outcome) == null) {
            onLine.remove(dialled.number(), call);
            dialled.limits().forEach(key -> live.merge(key, -1, Integer::sum));
        }
    }

    synchronized int count() {
        return starts.size();
    }

    synchronized int live(UsageKey key) {
        return live.getOrDefault(key, 0);
    }

    /** How many were live at once at most. */
    synchronized int most(UsageKey key) {
        return most.getOrDefault(key, 0);
    }

    /** Every call asked for, in the order in which it was. */
    synchronized List<Dialled> starts() {
        return starts.stream().sorted(Comparator.comparingLong(Dialled::nanos)).toList();
    }

    synchronized Optional<Outcome> outcome(CallKey call) {
        return Optional.ofNullable(outcomes.get(call));
    }

    synchronized List<String> breaches() {
        return List.copyOf(breaches);
    }

    /** How many starts of a trunk came in the fullest window of one second. */
    int fullestSecond(long trunkId) {
        long[] at = starts().stream().filter(s -> Long.valueOf(trunkId).equals(s.way().trunkId()))
                .mapToLong(Dialled::nanos).toArray();
        int fullest = 0;
        int from = 0;
        for (int to = 0; to < at.length; to++) {
            while (at[to] - at[from] >= SECOND) {
                from++;
            }
            fullest = Math.max(fullest, to - from + 1);
        }
        return fullest;
    }

    /** The first start of another node after a moment, if there was one. */
    Optional<Dialled> firstOfOthers(String node, long afterNanos) {
        return starts().stream().filter(s -> !s.node().equals(node) && s.nanos() - afterNanos > 0)
                .findFirst();
    }
}
