package dev.carillon.simulate;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

import org.jspecify.annotations.Nullable;

import dev.carillon.base.Ids.CallKey;
import dev.carillon.dial.UsageKey;

/** Every row that the dial half reads or writes, in memory, shared by all nodes. Not thread-safe. */
public final class Tables {

    private static final int AGENT_LIMIT = 500;

    final SortedMap<Long, BatchRow> batches = new TreeMap<>();
    final Map<String, OrganizationRow> organizations = new LinkedHashMap<>();
    final SortedMap<Long, TrunkRow> trunks = new TreeMap<>();
    final Map<UsageKey, UsageRow> usage = new LinkedHashMap<>();
    final Map<Line, LineRow> onLine = new LinkedHashMap<>();
    final Set<Line> doNotCall = new HashSet<>();
    /** Calls that somebody has asked to hang up. */
    final Set<CallKey> ending = new LinkedHashSet<>();
    final Map<Line, List<Recent>> recent = new HashMap<>();
    final Map<Long, Leased> leases = new HashMap<>();
    final List<Event> events = new ArrayList<>();
    /** Batches that were written since somebody looked. */
    final Set<BatchRow> touched = new TreeSet<>(Comparator.comparingLong((BatchRow b) -> b.id));

    /** An attempt that counts against a cap. */
    record Recent(Instant at, CallKey call) {
    }

    /**
     * A node's lease.
     *
     * @param since when it last had none
     */
    record Leased(Instant since, Instant until) {

        static final Leased NEVER = new Leased(Instant.EPOCH, Instant.EPOCH);

        boolean holds(Instant now) {
            return until.isAfter(now);
        }
    }

    /** What happened, in the order of its transactions. */
    record Event(long batch, String text) {
    }

    OrganizationRow organization(String id) {
        return present(organizations.get(id));
    }

    TrunkRow trunk(long id) {
        return present(trunks.get(id));
    }

    BatchRow batch(long id) {
        return present(batches.get(id));
    }

    @Nullable AttemptRow attempt(CallKey call) {
        BatchRow batch = batches.get(call.batchId());
        if (batch == null || call.seq() >= batch.tasks.size()) {
            return null;
        }
        List<AttemptRow> attempts = batch.tasks.get(call.seq()).attempts;
        return call.no() <= attempts.size() ? attempts.get(call.no() - 1) : null;
    }

    /** Whether it lives, or is lost and has its places still. */
    boolean mayBeUp(AttemptRow attempt) {
        LineRow row = onLine.get(attempt.line);
        return !attempt.ended() || (row != null && row.attempt() == attempt);
    }

    /** An agent that nobody has limited gets its row when it is first needed. */
    UsageRow agent(UsageKey key) {
        return usage.computeIfAbsent(key, k -> new UsageRow(k, Limits.live(AGENT_LIMIT)));
    }

    /** A call takes or gives back its places: a caller ID has limits only where somebody set some. */
    void use(List<UsageKey> limits, int calls) {
        for (UsageKey key : limits) {
            UsageRow row = usage.get(key);
            if (row != null) {
                row.live += calls;
            } else if (!key.optional()) {
                throw new IllegalStateException("no usage row for " + key);
            }
        }
    }

    void say(BatchRow batch, String text) {
        events.add(new Event(batch.id, text));
    }

    /** How many attempts to a number an organisation's cap counts. */
    int recent(Line line, Instant now, Duration within) {
        Instant since = now.minus(within);
        int count = 0;
        for (Recent r : recent.getOrDefault(line, List.of())) {
            count += r.at().isAfter(since) ? 1 : 0;
        }
        return count;
    }

    /** Nobody was rung, so it counts against no cap. */
    void forget(AttemptRow attempt) {
        List<Recent> its = recent.get(attempt.line);
        if (its != null) {
            its.removeIf(r -> r.call().equals(attempt.key));
        }
    }

    static <T> T present(@Nullable T row) {
        if (row == null) {
            throw new IllegalStateException("no such row");
        }
        return row;
    }
}
