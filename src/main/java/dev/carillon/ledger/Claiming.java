package dev.carillon.ledger;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import dev.carillon.base.Ids.CallKey;
import dev.carillon.base.Ids.TaskKey;
import dev.carillon.base.LawBroken;
import dev.carillon.call.AttemptCap;
import dev.carillon.call.BatchCall;
import dev.carillon.call.Callee;
import dev.carillon.call.Task;
import dev.carillon.dial.AgentLine;
import dev.carillon.dial.Claim;
import dev.carillon.dial.Claim.Candidate;
import dev.carillon.dial.ClaimRequest;
import dev.carillon.dial.ClaimRequest.Share;
import dev.carillon.dial.Usage;
import dev.carillon.dial.UsageKey;
import dev.carillon.dial.UsageKey.Scope;
import dev.carillon.dial.UsageKey.Way;

/** The first half of a claim: locks what was asked for, then reads under the locks. Used once. */
final class Claiming {

    private final Connection c;
    private final long nodeId;
    private final ClaimRequest request;
    private final Map<UsageKey, Usage> usage = new HashMap<>();
    private final List<Candidate> due = new ArrayList<>();
    private final List<String> dueRows = new ArrayList<>();

    Claiming(Connection c, long nodeId, ClaimRequest request) {
        this.c = c;
        this.nodeId = nodeId;
        this.request = request;
    }

    /**
     * What is held.
     *
     * @param due         candidates that were due, in the order of their batches and times
     * @param dueRows     the place of each row in {@code due}; those behind the candidates' belong to tasks
     *                    that have ended
     * @param sharedSince as {@link Claim#sharedSince}
     */
    record Held(List<Span> spans, List<Candidate> due, List<String> dueRows, Map<UsageKey, Usage> usage,
            @Nullable Instant sharedSince) {
    }

    private record Row(long batchId, int nextSeq, int total, @Nullable Instant sharedSince) {
    }

    private record Read(Candidate candidate, boolean pending, @Nullable String place) {
    }

    Held hold() throws SQLException {
        Map<Long, Row> locked = lockBatches();
        List<Share> shares = request.shares().stream().filter(s -> locked.containsKey(s.batch().batchId()))
                .toList();
        if (shares.isEmpty()) {
            return new Held(List.of(), List.of(), List.of(), Map.of(), null);
        }
        lockUsage(shares);
        readDue(shares);
        List<Span> spans = readCursor(shares, locked);
        lockAgents(spans);
        if (shares.stream().anyMatch(s -> live(s.batch()))) {
            readLines(spans);
        }
        return new Held(spans, due, dueRows, usage, sharedSince(locked));
    }

    private static @Nullable Instant sharedSince(Map<Long, Row> locked) {
        return locked.isEmpty() ? null : locked.values().iterator().next().sharedSince();
    }

    private static @Nullable Instant sharedSince(ResultSet r) throws SQLException {
        Instant dialsSince = Statements.instantOrNull(r, 4);
        return dialsSince == null ? null : dialsSince.plus(Claim.SETTLED);
    }

    private Map<Long, Row> lockBatches() throws SQLException {
        long[] ids = request.shares().stream().filter(s -> s.batch().trunk() != null)
                .mapToLong(s -> s.batch().batchId()).sorted().toArray();
        String sql = request.skipLocked() ? ClaimSql.LOCK_FREE_BATCHES : ClaimSql.LOCK_BATCHES;
        var locked = new HashMap<Long, Row>();
        for (Row row : Statements.list(c, sql,
                r -> new Row(r.getLong(1), r.getInt(2), r.getInt(3), sharedSince(r)), request.now(),
                request.now().minus(Claim.SETTLED), nodeId, ids)) {
            locked.put(row.batchId(), row);
        }
        return locked;
    }

    private void lockUsage(List<Share> shares) throws SQLException {
        Set<UsageKey> keys = new LinkedHashSet<>();
        for (Share share : shares) {
            keys.addAll(UsageKey.of(Way.of(share.batch()), null));
        }
        lock(keys);
        keys.removeAll(usage.keySet());
        keys.removeIf(UsageKey::optional);
        if (!keys.isEmpty()) {
            throw new LawBroken("Capacity", "no usage row for " + keys);
        }
    }

    private void lock(Set<UsageKey> keys) throws SQLException {
        for (Usage row : UsageSql.lock(c, keys, request.now())) {
            usage.put(row.key(), row);
        }
    }

    private void readDue(List<Share> shares) throws SQLException {
        Map<Long, BatchCall> batches = batches(shares);
        List<Read> rows = Statements.list(c, ClaimSql.READ_DUE, r -> read(r, batches, true),
                Columns.longs(shares, s -> s.batch().batchId()),
                Columns.texts(shares, s -> s.batch().organizationId()),
                Columns.micros(shares, s -> capSince(s.batch())), Columns.ints(shares, Share::most),
                request.now());
        rows.stream().filter(Read::pending).forEach(row -> due.add(row.candidate()));
        rows.stream().filter(Read::pending).forEach(row -> dueRows.add(String.valueOf(row.place())));
        rows.stream().filter(row -> !row.pending()).forEach(row -> dueRows.add(String.valueOf(row.place())));
    }

    /** From when on attempts count against the organisation's cap; null: there is none. */
    private @Nullable Instant capSince(BatchCall batch) {
        AttemptCap cap = batch.rules().cap();
        return cap == null ? null : request.now().minus(cap.within());
    }

    private List<Span> readCursor(List<Share> shares, Map<Long, Row> locked) throws SQLException {
        var spans = new LinkedHashMap<Long, Span>();
        for (Share share : shares) {
            Row row = locked.get(share.batch().batchId());
            long dueHere = due.stream().filter(x -> x.batch().batchId() == share.batch().batchId()).count();
            if (row != null) {
                long high = Math.min(row.total(), (long) row.nextSeq() + share.most() - dueHere);
                spans.put(row.batchId(),
                        new Span(share.batch(), row.nextSeq(), (int) high, new ArrayList<>()));
            }
        }
        List<Span> wanted = spans.values().stream().filter(s -> s.low() < s.high()).toList();
        if (!wanted.isEmpty()) {
            fill(wanted, spans, batches(shares));
        }
        return List.copyOf(spans.values());
    }

    private void fill(List<Span> wanted, Map<Long, Span> spans, Map<Long, BatchCall> batches)
            throws SQLException {
        List<Read> rows = Statements.list(c, ClaimSql.READ_CURSOR, r -> read(r, batches, false),
                Columns.longs(wanted, s -> s.batch().batchId()),
                Columns.texts(wanted, s -> s.batch().organizationId()),
                Columns.micros(wanted, s -> capSince(s.batch())), Columns.ints(wanted, Span::low),
                Columns.ints(wanted, Span::high));
        int expected = wanted.stream().mapToInt(s -> s.high() - s.low()).sum();
        if (rows.size() != expected) {
            throw new LawBroken("Progress",
                    "the cursor would pass " + expected + " tasks, but sees " + rows.size());
        }
        for (Read row : rows) {
            Span span = spans.get(row.candidate().batch().batchId());
            if (span != null && row.pending()) {
                span.cursor().add(row.candidate());
            }
        }
    }

    /** Agents are known only now; their rows come after all the others in the order of locks. */
    private void lockAgents(List<Span> spans) throws SQLException {
        Set<UsageKey> agents = new LinkedHashSet<>();
        due.forEach(x -> addAgent(agents, x));
        spans.forEach(s -> s.cursor().forEach(x -> addAgent(agents, x)));
        lock(agents);
        Set<UsageKey> missing = new LinkedHashSet<>(agents);
        missing.removeAll(usage.keySet());
        if (!missing.isEmpty()) {
            UsageSql.makeAgents(c, missing, request.now());
            lock(missing);
        }
    }

    /** How the agents of live tasks are reached. */
    private void readLines(List<Span> spans) throws SQLException {
        var live = new ArrayList<Candidate>();
        due.stream().filter(x -> live(x.batch())).forEach(live::add);
        spans.stream().filter(s -> live(s.batch())).forEach(s -> live.addAll(s.cursor()));
        if (!live.isEmpty()) {
            Map<TaskKey, AgentLine> lines = AgentLineSql.read(c, live);
            due.replaceAll(x -> with(x, lines));
            spans.forEach(s -> s.cursor().replaceAll(x -> with(x, lines)));
        }
    }

    private static Candidate with(Candidate candidate, Map<TaskKey, AgentLine> lines) {
        AgentLine line = lines.get(AgentLineSql.task(candidate));
        return line == null
                ? candidate
                : new Candidate(candidate.batch(), candidate.task(), candidate.fromDue(), line);
    }

    private static boolean live(BatchCall batch) {
        return batch.trunk() != null && batch.trunk().kind().live();
    }

    private static void addAgent(Set<UsageKey> agents, Candidate candidate) {
        String agent = candidate.task().agentId();
        if (agent != null) {
            agents.add(new UsageKey(candidate.batch().organizationId(), Scope.AGENT, agent));
        }
    }

    private static Map<Long, BatchCall> batches(List<Share> shares) {
        var batches = new HashMap<Long, BatchCall>();
        shares.forEach(s -> batches.put(s.batch().batchId(), s.batch()));
        return batches;
    }

    private static Read read(ResultSet r, Map<Long, BatchCall> batches, boolean fromDue) throws SQLException {
        BatchCall batch = batches.get(r.getLong(1));
        if (batch == null) {
            throw new IllegalStateException("a task of a batch that was not asked for");
        }
        String own = r.getString(6);
        String zone = r.getString(7);
        var call = new CallKey(r.getLong(1), r.getInt(2), fromDue ? r.getInt(13) : 1);
        var facts = new Task.Facts(r.getBoolean(10), r.getBoolean(11), r.getInt(12));
        var task = new Task(call, new Callee(r.getString(3)), fromDue ? r.getInt(14) : 0, r.getInt(5),
                own == null ? batch.agentId() : own, zone == null ? null : ZoneId.of(zone),
                Statements.instantOrNull(r, 8), r.getBoolean(9), facts);
        return new Read(new Candidate(batch, task, fromDue), r.getBoolean(4),
                fromDue ? r.getString(15) : null);
    }
}
