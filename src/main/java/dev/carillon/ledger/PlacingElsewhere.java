package dev.carillon.ledger;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

import org.jspecify.annotations.Nullable;

import dev.carillon.base.Ids.CallKey;
import dev.carillon.base.LawBroken;
import dev.carillon.call.BatchCall;
import dev.carillon.call.Cause;
import dev.carillon.call.Trunk;
import dev.carillon.dial.Claim;
import dev.carillon.dial.Placement;
import dev.carillon.dial.Placement.Chosen;
import dev.carillon.dial.Placement.Failed;
import dev.carillon.dial.Placement.Ways;
import dev.carillon.dial.Usage;
import dev.carillon.dial.UsageKey;
import dev.carillon.dial.UsageKey.Scope;
import dev.carillon.ledger.DefinitionSql.Wanted;

/**
 * One transaction that places attempts over other trunks: locks them, then the limits of every trunk that
 * they could take and of those that they had, and writes what is chosen. Used once.
 */
final class PlacingElsewhere {

    private static final Cause NO_CAUSE = new Cause(0, 0, "");

    private final Connection c;
    private final long nodeId;
    private final Instant now;
    private final Map<CallKey, Held> held = new LinkedHashMap<>();
    private final Map<UsageKey, Usage> usage = new HashMap<>();

    PlacingElsewhere(Connection c, long nodeId, Instant now) {
        this.c = c;
        this.nodeId = nodeId;
        this.now = now;
    }

    /**
     * An attempt that is locked.
     *
     * @param trunkId the trunk that failed it
     * @param before  those that failed it before
     */
    private record Held(Failed failed, long trunkId, Set<Long> before) {

        boolean mayTake(long trunk) {
            return trunk != trunkId && !before.contains(trunk);
        }
    }

    /** A trunk that a batch could take. */
    private record Way(long batchId, String organizationId, long trunkId) {

        UsageKey key() {
            return trunkKey(organizationId, trunkId);
        }
    }

    private static UsageKey trunkKey(String organizationId, long trunkId) {
        return new UsageKey(organizationId, Scope.TRUNK, Long.toString(trunkId));
    }

    /** @param failed sorted by call, each call once */
    List<Placement> place(List<Failed> failed, Set<Long> resting, Placement.Chooser chooser)
            throws SQLException {
        Instant beside = dialsBeside();
        if (beside != null && beside.isAfter(now)) {
            return List.of();
        }
        lock(failed);
        Map<Long, List<Way>> ways = ways(resting);
        if (ways.isEmpty()) {
            return List.of();
        }
        lockUsage(ways);
        Chosen chosen = chooser.choose(new Ways(batches(ways), limits(ways), beside));
        if (!chosen.placements().isEmpty()) {
            write(chosen);
        }
        return chosen.placements();
    }

    /** @return as {@link Claim#sharedSince} */
    private @Nullable Instant dialsBeside() throws SQLException {
        return Statements.list(c, PlacementSql.DIALS_BESIDE, r -> Statements.instant(r, 1), nodeId, now)
                .stream().map(since -> since.plus(Claim.SETTLED)).findFirst().orElse(null);
    }

    private void lock(List<Failed> failed) throws SQLException {
        for (Held its : Statements.list(c, PlacementSql.LOCK, r -> held(r, failed.get(r.getInt(1))),
                Columns.texts(failed, Failed::organizationId), Columns.texts(failed, Failed::toNumber),
                Columns.longs(failed, f -> f.call().batchId()), Columns.ints(failed, f -> f.call().seq()),
                Columns.ints(failed, f -> f.call().no()), Columns.places(failed), nodeId)) {
            if (its.before().size() + 1 < Placement.MOST) {
                held.put(its.failed().call(), its);
            }
        }
    }

    private static Held held(ResultSet r, Failed failed) throws SQLException {
        return new Held(failed, r.getLong(2), Set.of((Long[]) r.getArray(3).getArray()));
    }

    /** By batch, the trunks that one of its attempts may take. */
    private Map<Long, List<Way>> ways(Set<Long> resting) throws SQLException {
        Set<Long> batches = new TreeSet<>();
        held.keySet().forEach(call -> batches.add(call.batchId()));
        var ways = new TreeMap<Long, List<Way>>();
        if (!batches.isEmpty()) {
            for (Way way : new LinkedHashSet<>(Statements.list(c, PlacementSql.WAYS,
                    r -> new Way(r.getLong(1), r.getString(2), r.getLong(3)), Columns.longs(batches),
                    Columns.longs(resting)))) {
                if (held.values().stream().anyMatch(h -> h.failed().call().batchId() == way.batchId()
                        && h.mayTake(way.trunkId()))) {
                    ways.computeIfAbsent(way.batchId(), _ -> new ArrayList<>()).add(way);
                }
            }
        }
        held.keySet().removeIf(call -> !ways.containsKey(call.batchId()));
        return ways;
    }

    /** All trunks at once, those that are left with those that are taken. */
    private void lockUsage(Map<Long, List<Way>> ways) throws SQLException {
        Set<UsageKey> keys = new HashSet<>();
        ways.values().forEach(its -> its.forEach(way -> keys.add(way.key())));
        held.values().forEach(h -> keys.add(trunkKey(h.failed().organizationId(), h.trunkId())));
        for (Usage row : UsageSql.lock(c, keys, now)) {
            usage.put(row.key(), row);
        }
        keys.removeAll(usage.keySet());
        if (!keys.isEmpty()) {
            throw new LawBroken("Capacity", "no usage row for " + keys);
        }
    }

    /** Limits of trunks that somebody may take: by these it is decided. */
    private Map<UsageKey, Usage> limits(Map<Long, List<Way>> ways) {
        Map<UsageKey, Usage> limits = new HashMap<>();
        ways.values().forEach(its -> its
                .forEach(way -> limits.put(way.key(), Objects.requireNonNull(usage.get(way.key())))));
        return limits;
    }

    /**
     * Each attempt's batch with each trunk that it may take; a definition is read with one trunk at a time.
     */
    private Map<CallKey, List<BatchCall>> batches(Map<Long, List<Way>> ways) throws SQLException {
        Map<Way, BatchCall> byWay = new HashMap<>();
        int most = ways.values().stream().mapToInt(List::size).max().orElse(0);
        for (int rank = 0; rank < most; rank++) {
            int place = rank;
            List<Way> these = ways.values().stream().filter(its -> its.size() > place)
                    .map(its -> its.get(place)).toList();
            Map<Long, BatchCall> read = DefinitionSql.read(c,
                    these.stream().map(w -> new Wanted(w.batchId(), w.trunkId())).toList());
            for (Way way : these) {
                BatchCall batch = read.get(way.batchId());
                if (batch != null && batch.trunk() != null) {
                    byWay.put(way, batch);
                }
            }
        }
        Map<CallKey, List<BatchCall>> batches = new HashMap<>();
        held.forEach((call, its) -> batches.put(call,
                ways.getOrDefault(call.batchId(), List.of()).stream()
                        .filter(way -> its.mayTake(way.trunkId()) && byWay.containsKey(way))
                        .map(way -> Objects.requireNonNull(byWay.get(way))).toList()));
        return batches;
    }

    private void write(Chosen chosen) throws SQLException {
        List<Placement> rows = chosen.placements().stream()
                .sorted(Comparator.comparing(Placement::call, PostgresLedger.BY_KEY)).toList();
        checkCapacity(rows);
        List<CallKey> calls = rows.stream().map(Placement::call).toList();
        List<Held> before = rows.stream().map(p -> its(p.call())).toList();
        Statements.update(c, PlacementSql.KEEP, Columns.longs(calls, CallKey::batchId),
                Columns.ints(calls, CallKey::seq), Columns.ints(calls, CallKey::no),
                Columns.ints(before, h -> h.before().size() + 1),
                Columns.micros(before, h -> h.failed().at()),
                Columns.texts(before, h -> h.failed().outcome().word()),
                Columns.ints(before, h -> cause(h).sip()), Columns.ints(before, h -> cause(h).q850()),
                Columns.texts(before, h -> cause(h).words()));
        Statements.update(c, PlacementSql.MOVE, Columns.longs(calls, CallKey::batchId),
                Columns.ints(calls, CallKey::seq), Columns.ints(calls, CallKey::no),
                Columns.longs(rows, p -> trunk(p).trunkId()), Columns.micros(rows, Placement::placeAt),
                Columns.micros(rows, Placement::placeBy), Columns.micros(rows, Placement::lastDeadline));
        Statements.update(c, PlacementSql.MOVE_LINES,
                Columns.texts(before, h -> h.failed().organizationId()),
                Columns.texts(before, h -> h.failed().toNumber()), Columns.longs(calls, CallKey::batchId),
                Columns.ints(calls, CallKey::seq), Columns.ints(calls, CallKey::no),
                Columns.longs(rows, p -> trunk(p).trunkId()),
                Columns.micros(rows, Placement::lastDeadline));
        UsageSql.change(c, changes(rows, chosen.freeAt()));
    }

    private Held its(CallKey call) {
        Held its = held.get(call);
        if (its == null) {
            throw new LawBroken("Single dial", "placed again, and it is not held: " + call);
        }
        return its;
    }

    private static Cause cause(Held its) {
        return its.failed().cause() == null ? NO_CAUSE : its.failed().cause();
    }

    private static Trunk trunk(Placement placement) {
        return Objects.requireNonNull(placement.batch().trunk());
    }

    private static UsageKey key(Placement placement) {
        return trunkKey(placement.batch().organizationId(), trunk(placement).trunkId());
    }

    private void checkCapacity(List<Placement> rows) {
        Map<UsageKey, Integer> taken = new HashMap<>();
        for (Placement row : rows) {
            if (!its(row.call()).mayTake(trunk(row).trunkId())) {
                throw new LawBroken("Single dial", "placed again over the same trunk: " + row.call());
            }
            taken.merge(key(row), 1, Integer::sum);
        }
        taken.forEach((key, more) -> {
            Usage its = usage.get(key);
            if (its == null || (its.maxLive() != null && its.live() + more > its.maxLive())) {
                throw new LawBroken("Capacity", more + " more than fit into " + its + " of " + key);
            }
        });
    }

    private List<UsageSql.Change> changes(List<Placement> rows, Map<UsageKey, Instant> freeAt) {
        Map<UsageKey, Integer> more = new HashMap<>();
        freeAt.keySet().forEach(key -> more.put(key, 0));
        for (Placement row : rows) {
            Held before = its(row.call());
            more.merge(key(row), 1, Integer::sum);
            more.merge(trunkKey(before.failed().organizationId(), before.trunkId()), -1, Integer::sum);
        }
        return more.entrySet().stream()
                .map(e -> new UsageSql.Change(e.getKey(), e.getValue(), freeAt.get(e.getKey()))).toList();
    }
}
