package dev.carillon.ledger;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

import dev.carillon.base.Ids.CallKey;
import dev.carillon.base.LawBroken;
import dev.carillon.call.Task;
import dev.carillon.dial.Claim;
import dev.carillon.dial.Usage;
import dev.carillon.dial.UsageKey;
import dev.carillon.ledger.Decided.Advance;
import dev.carillon.ledger.Decided.Start;

/** A claim as an open transaction: what it holds is locked until it is opened or closed. */
final class PostgresClaim implements Claim {

    private final Wire wire;
    private final long nodeId;
    private final Instant now;
    private final Claiming.Held held;
    private final List<Candidate> candidates = new ArrayList<>();
    private boolean over;

    PostgresClaim(Wire wire, long nodeId, Claiming.Held held, Instant now) {
        this.wire = wire;
        this.nodeId = nodeId;
        this.held = held;
        this.now = now;
        for (Span span : held.spans()) {
            held.due().stream().filter(x -> x.batch().batchId() == span.batch().batchId())
                    .forEach(candidates::add);
            candidates.addAll(span.cursor());
        }
        if (candidates.isEmpty()) {
            passOver();
        }
    }

    /**
     * Nothing to decide on: tasks that have ended are passed by the cursor all the same, or it would stay
     * before them.
     */
    private void passOver() {
        if (held.spans().stream().anyMatch(s -> s.low() < s.high()) || !held.dueRows().isEmpty()) {
            open(List.of(), Map.of());
        } else {
            close();
        }
    }

    @Override
    public List<Candidate> candidates() {
        return candidates;
    }

    @Override
    public Map<UsageKey, Usage> usage() {
        return held.usage();
    }

    @Override
    public @Nullable Instant sharedSince() {
        return held.sharedSince();
    }

    @Override
    public void open(List<Decision> decisions, Map<UsageKey, Instant> freeAt) {
        if (over) {
            throw new IllegalStateException("this claim is over");
        }
        var decided = new Decided(held, decisions);
        over = true;
        wire.part(c -> {
            write(c, decided, freeAt);
            return true;
        });
        wire.commit();
    }

    @Override
    public void close() {
        if (!over) {
            over = true;
            wire.giveUp();
        }
    }

    private void write(Connection c, Decided decided, Map<UsageKey, Instant> freeAt) throws SQLException {
        if (!decided.takenRows.isEmpty()) {
            Statements.update(c, ClaimSql.TAKE_DUE, (Object) Columns.texts(decided.takenRows, x -> x));
        }
        if (!decided.starts.isEmpty()) {
            start(c, decided.starts);
        }
        if (!decided.waits.isEmpty()) {
            delay(c, decided.waits);
        }
        if (!decided.skips.isEmpty()) {
            skip(c, decided.skips);
        }
        UsageSql.change(c, changes(decided.taken, freeAt));
        UsageSql.countToday(c, decided.startsToday(), now);
        if (!decided.advances.isEmpty()) {
            advance(c, decided.advances);
        }
    }

    private void start(Connection c, List<Start> starts) throws SQLException {
        List<CallKey> calls = starts.stream().map(s -> s.task().call()).toList();
        Statements.update(c, ClaimSql.OPEN, nodeId, now, Columns.longs(calls, CallKey::batchId),
                Columns.ints(calls, CallKey::seq), Columns.ints(calls, CallKey::no),
                Columns.ints(starts, s -> s.task().spent() + 1), Columns.ints(starts, s -> s.task().budget()),
                Columns.longs(starts, s -> s.trunk().trunkId()),
                Columns.texts(starts, s -> s.task().toNumber()), Columns.texts(starts, Start::agentId),
                Columns.micros(starts, s -> s.open().placeAt()),
                Columns.micros(starts, s -> s.open().placeBy()),
                Columns.micros(starts, s -> s.open().lastDeadline()),
                Columns.texts(starts, s -> zones(s.open())));
        Statements.update(c, ClaimSql.TAKE_LINES, nodeId,
                Columns.texts(starts, s -> s.batch().organizationId()),
                Columns.texts(starts, s -> s.task().toNumber()), Columns.longs(calls, CallKey::batchId),
                Columns.ints(calls, CallKey::seq), Columns.ints(calls, CallKey::no),
                Columns.longs(starts, s -> s.trunk().trunkId()), Columns.texts(starts, Start::agentId),
                Columns.micros(starts, s -> s.open().lastDeadline()),
                Columns.texts(starts, s -> s.batch().fromNumber()));
        countRecent(c, starts.stream().filter(s -> s.batch().rules().cap() != null).toList());
    }

    private void countRecent(Connection c, List<Start> capped) throws SQLException {
        if (!capped.isEmpty()) {
            List<CallKey> calls = capped.stream().map(s -> s.task().call()).toList();
            Statements.update(c, ClaimSql.COUNT_RECENT,
                    Columns.texts(capped, s -> s.batch().organizationId()),
                    Columns.texts(capped, s -> s.task().toNumber()), now,
                    Columns.longs(calls, CallKey::batchId), Columns.ints(calls, CallKey::seq),
                    Columns.ints(calls, CallKey::no));
        }
    }

    /** Names of zones have no blanks. */
    private static @Nullable String zones(Decision.Open open) {
        return open.zones().isEmpty()
                ? null
                : open.zones().stream().map(ZoneId::getId).collect(Collectors.joining(" "));
    }

    private static void delay(Connection c, List<Decision.Wait> waits) throws SQLException {
        List<Task> tasks = waits.stream().map(w -> w.candidate().task()).toList();
        Statements.update(c, ClaimSql.WAIT, Columns.longs(tasks, t -> t.call().batchId()),
                Columns.micros(waits, Decision.Wait::dueAt), Columns.ints(tasks, t -> t.call().seq()),
                Columns.ints(tasks, t -> t.call().no()), Columns.ints(tasks, Task::spent),
                Columns.texts(waits, w -> w.reason().word()));
    }

    private static void skip(Connection c, List<Decision.Skip> skips) throws SQLException {
        Statements.update(c, ClaimSql.SKIP, Columns.longs(skips, s -> s.candidate().task().call().batchId()),
                Columns.ints(skips, s -> s.candidate().task().call().seq()),
                Columns.texts(skips, s -> s.reason().word()));
    }

    private List<UsageSql.Change> changes(Map<UsageKey, Integer> taken, Map<UsageKey, Instant> freeAt) {
        Set<UsageKey> keys = new LinkedHashSet<>(taken.keySet());
        keys.addAll(freeAt.keySet());
        if (!held.usage().keySet().containsAll(keys)) {
            throw new LawBroken("Capacity", "a limit that this claim does not hold, in " + freeAt.keySet());
        }
        return keys.stream().map(k -> new UsageSql.Change(k, taken.getOrDefault(k, 0), freeAt.get(k)))
                .toList();
    }

    private void advance(Connection c, List<Advance> advances) throws SQLException {
        record Left(long batchId, int open) {
        }
        List<Left> left = Statements.list(c, ClaimSql.ADVANCE, r -> new Left(r.getLong(1), r.getInt(2)),
                Columns.longs(advances, Advance::batchId), Columns.ints(advances, Advance::nextSeq),
                Columns.ints(advances, Advance::sent), Columns.ints(advances, Advance::calling),
                Columns.ints(advances, Advance::skipped));
        BatchEndSql.end(c, left.stream().filter(x -> x.open() == 0).mapToLong(Left::batchId).toArray(), now);
    }
}
