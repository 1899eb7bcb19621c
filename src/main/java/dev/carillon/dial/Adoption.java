package dev.carillon.dial;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * The calls of the process before that their carriers are still taking over. Until they have, for some
 * seconds at most, nothing new is opened: behind so many it would come too late. Not thread-safe.
 */
final class Adoption {

    private static final Duration MOST = Duration.ofSeconds(5);
    private static final Duration LOOKS_EVERY = Duration.ofMillis(20);

    private final Starts starts;
    private final List<LiveCall> calls = new ArrayList<>();
    private Instant until = Instant.EPOCH;

    Adoption(Starts starts) {
        this.starts = starts;
    }

    /** Hands the call to its carrier. */
    void add(LiveCall call, Resumed before, Instant now) {
        starts.adopt(call, before, now);
        calls.add(call);
        until = now.plus(MOST);
    }

    /** Whether new calls may be opened. */
    boolean isOver(Instant now) {
        if (!calls.isEmpty()) {
            calls.removeIf(call -> !until.isAfter(now) || !starts.isAsking(call));
        }
        return calls.isEmpty();
    }

    /** When to look again, or null. */
    @Nullable Instant wake(Instant now) {
        return calls.isEmpty() ? null : now.plus(LOOKS_EVERY);
    }
}
