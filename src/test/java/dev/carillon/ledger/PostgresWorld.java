package dev.carillon.ledger;

import java.sql.Connection;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.function.Supplier;

import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

import dev.carillon.base.Ids.CallKey;
import dev.carillon.call.RetryRule;
import dev.carillon.call.RuleText;
import dev.carillon.call.StopLoss;
import dev.carillon.db.Database;
import dev.carillon.db.DatabaseAddress;
import dev.carillon.db.TestPostgres;
import dev.carillon.dial.DialLedger;
import dev.carillon.dial.UsageKey;
import dev.carillon.dial.UsageKey.Scope;

/** The world in a database of its own; the API half is played with its statements in short. */
final class PostgresWorld implements LedgerWorld, AutoCloseable {

    static final Instant FAR = Instant.parse("2100-01-01T00:00:00Z");

    private static final List<String> TABLES = List.of("event", "on_line", "usage", "attempt", "due", "task",
            "deferred_end", "batch_edit", "removed_batch", "batch_progress", "batch_call", "caller_id",
            "trunk", "agent", "node", "hang_up", "resumable", "placement", "trunk_rest",
            "do_not_call", "recent_call",
            "organization_counter", "organization");
    private static final AtomicLong PUBLIC = new AtomicLong(1);

    private final Database requests;
    private final Database engine;
    private final Map<Integer, Long> nodes = new HashMap<>();
    private final Map<Integer, PostgresLedger> ledgers = new HashMap<>();
    private long trunk;

    /** The pools over one database, for all tests of a class. */
    record Pools(Database requests, Database engine) implements AutoCloseable {

        static Pools open() {
            DatabaseAddress address = TestPostgres.database();
            return new Pools(Database.open(address, "test", 6), Database.openForEngine(address, "ledger", 8));
        }

        @Override
        public void close() {
            engine.close();
            requests.close();
        }
    }

    /** Begins with nothing, whatever was there. */
    PostgresWorld(Pools pools) {
        this.requests = pools.requests();
        this.engine = pools.engine();
        requests.transaction(h -> {
            for (String table : TABLES) {
                h.execute("delete from " + table);
            }
            h.execute("insert into organization values (?, now())", ORGANIZATION);
            h.execute("insert into organization_counter values (?, 0)", ORGANIZATION);
            trunk = h.createQuery("""
                    insert into trunk (organization_id, public_id, kind, name, created_at)
                    values (:o, :p, 'sandbox', 'sandbox', now()) returning trunk_id""")
                    .bind("o", ORGANIZATION).bind("p", publicId()).mapTo(Long.class).one();
            h.execute("insert into caller_id values (?, '*', ?, 0)", ORGANIZATION, trunk);
            use(h, Scope.ORGANIZATION, ORGANIZATION);
            use(h, Scope.TRUNK, Long.toString(trunk));
            use(h, Scope.AGENT, AGENT);
            return true;
        });
    }

    private static UUID publicId() {
        return new UUID(0, PUBLIC.getAndIncrement());
    }

    private static void use(Handle h, Scope scope, String id) {
        h.execute(
                "insert into usage (organization_id, scope, id, max_live, free_at) values (?, ?, ?, null, ?)",
                ORGANIZATION, scope.number(), id, Instant.EPOCH);
    }

    Database requests() {
        return requests;
    }

    Database engine() {
        return engine;
    }

    UsageKey trunkKey() {
        return new UsageKey(ORGANIZATION, Scope.TRUNK, Long.toString(trunk));
    }

    @Override
    public DialLedger ledger(int node) {
        return postgres(node);
    }

    PostgresLedger postgres(int node) {
        return ledgers.computeIfAbsent(node,
                n -> new PostgresLedger(engine::connection, nodeId(n), Duration.ofHours(6)));
    }

    /** A ledger of the same node over other connections. */
    PostgresLedger ledger(int node, Supplier<Connection> connections) {
        return new PostgresLedger(connections, nodeId(node), Duration.ofHours(6));
    }

    long nodeId(int node) {
        return nodes.computeIfAbsent(node, n -> requests.transaction(h -> h.createQuery(
                "insert into node (started_at, lease_until) values (now(), :until) returning node_id")
                .bind("until", FAR).mapTo(Long.class).one()));
    }

    @Override
    public void leaseEnds(int node, Instant at) {
        requests.transaction(
                h -> h.execute("update node set lease_until = ? where node_id = ?", at, nodeId(node)));
    }

    @Override
    public long batch(Sketch s) {
        return requests.transaction(h -> {
            long id = h.createQuery("""
                    insert into batch_call (organization_id, public_id, from_number, agent_id, status,
                        total, sandbox, scheduled_at, retry_enabled, max_attempts, duplicates, created_at,
                        updated_at)
                    values (:o, :p, '+4930000000', :agent, :status, :total, true, :at, :retry, :budget,
                        'allow', :now, :now) returning batch_id""")
                    .bind("o", ORGANIZATION).bind("p", publicId()).bind("agent", s.agentId())
                    .bind("status", s.status()).bind("total", s.numbers().size()).bind("at", s.scheduledAt())
                    .bind("retry", s.retry()).bind("budget", s.budget()).bind("now", Instant.EPOCH)
                    .mapTo(Long.class).one();
            h.execute("insert into batch_progress (batch_id, status, total, open) values (?, ?, ?, ?)", id,
                    s.status(), s.numbers().size(), s.numbers().size());
            use(h, Scope.BATCH, Long.toString(id));
            tasks(h, id, 0, s);
            return id;
        });
    }

    private static void tasks(Handle h, long batch, int from, Sketch s) {
        h.createUpdate("""
                insert into task (batch_id, seq, to_number, budget, created_at)
                select :b, :from + i - 1, n, :budget, now()
                from unnest(cast(:numbers as text[])) with ordinality x(n, i)""")
                .bind("b", batch).bind("from", from).bind("budget", s.budget())
                .bindByType("numbers", s.numbers().toArray(String[]::new), String[].class).execute();
    }

    @Override
    public void append(long batch, List<String> numbers) {
        int total = figures(batch).total();
        requests.transaction(h -> {
            tasks(h, batch, total, Sketch.of(numbers));
            return true;
        });
        requests.transaction(h -> {
            h.execute("select from batch_progress where batch_id = ? for no key update", batch);
            h.execute("update batch_progress set total = total + ?, open = open + ? where batch_id = ?",
                    numbers.size(), numbers.size(), batch);
            return h.execute("update batch_call set total = total + ? where batch_id = ?", numbers.size(),
                    batch);
        });
    }

    @Override
    public void pause(long batch) {
        turn(batch, "paused", "by_user", "sent");
    }

    @Override
    public void resume(long batch) {
        turn(batch, "sent", null, "paused");
    }

    @Override
    public void cancel(long batch, boolean hangUp) {
        requests.transaction(
                h -> h.execute("update batch_progress set hang_up = ? where batch_id = ?", hangUp, batch));
        turn(batch, "cancelled", null, "sent", "paused");
    }

    private void turn(long batch, String status, @Nullable String reason, String... from) {
        requests.transaction(h -> {
            int turned = h.createUpdate("update batch_progress set status = :s where batch_id = :b"
                    + " and status = any(cast(:from as text[]))")
                    .bind("s", status).bind("b", batch).bindByType("from", from, String[].class).execute();
            return turned == 0
                    ? 0
                    : h.execute("update batch_call set (status, reason) = (?, ?) where batch_id = ?", status,
                            reason, batch);
        });
    }

    @Override
    public void skipBefore(long batch, int seq) {
        requests.transaction(h -> {
            h.execute("""
                    update task set status = 'skipped', reason = 'duplicate_number'
                    where batch_id = ? and seq = ?""",
                    batch, seq);
            return h.execute(
                    "update batch_progress set skipped = skipped + 1, open = open - 1 where batch_id = ?",
                    batch);
        });
    }

    @Override
    public void doNotCall(String number) {
        requests.transaction(
                h -> h.execute("insert into do_not_call values (?, ?, now())", ORGANIZATION, number));
    }

    @Override
    public boolean saidVoicemail(CallKey call) {
        return requests.transaction(h -> h.execute("update attempt set said_voicemail = true"
                + " where batch_id = ? and seq = ? and no = ? and phase < 4", call.batchId(), call.seq(),
                call.no()) == 1);
    }

    @Override
    public void hangUp(CallKey call) {
        requests.transaction(h -> h.execute("insert into hang_up select node_id, batch_id, seq, no, now()"
                + " from attempt where batch_id = ? and seq = ? and no = ?", call.batchId(), call.seq(),
                call.no()));
    }

    @Override
    public void limit(UsageKey key, int maxLive) {
        requests.transaction(h -> h.execute(
                "update usage set max_live = ? where organization_id = ? and scope = ? and id = ?", maxLive,
                key.organizationId(), key.scope().number(), key.id()));
    }

    @Override
    public void pauseTrunk(boolean paused) {
        requests.transaction(h -> h.execute("update trunk set paused = ?", paused));
    }

    @Override
    public void limitCallerId(int maxLive) {
        requests.transaction(h -> h.execute("""
                insert into usage (organization_id, scope, id, live, max_live, free_at)
                select ?, 20, ?, count(*), ?, 'epoch' from on_line o join batch_call b using (batch_id)
                where b.from_number = ?""", ORGANIZATION, FROM, maxLive, FROM));
    }

    @Override
    public void reserve(UsageKey key, int calls) {
        requests.transaction(h -> h.execute(
                "update usage set reserved = ? where organization_id = ? and scope = ? and id = ?", calls,
                key.organizationId(), key.scope().number(), key.id()));
    }

    @Override
    public void cap(int attempts, int days) {
        requests.transaction(
                h -> h.execute("update organization set (cap_attempts, cap_days) = (?, ?)", attempts, days));
    }

    @Override
    public void goLive(long batch, int dayLimit) {
        requests.transaction(h -> {
            h.execute("update trunk set kind = 'sip'");
            h.execute("update usage set day_limit = ? where scope = 30", dayLimit);
            agent(h, AGENT, "{\"uri\": \"sip:agent@example.com\"}");
            return h.execute("update batch_call set sandbox = false where batch_id = ?", batch);
        });
    }

    private static void agent(Handle h, String agentId, @Nullable String settings) {
        h.execute("""
                insert into agent (organization_id, agent_id, created_at, settings)
                values (?, ?, now(), ?::jsonb)
                on conflict (organization_id, agent_id) do update set settings = excluded.settings""",
                ORGANIZATION, agentId, settings);
    }

    @Override
    public void stopLoss(long batch, List<StopLoss> rules) {
        requests.transaction(h -> h.execute("update batch_call set stop_loss = ?::jsonb where batch_id = ?",
                RuleText.ofStopLoss(rules), batch));
    }

    @Override
    public void retryRules(long batch, List<RetryRule> rules) {
        requests.transaction(h -> h.execute("update batch_call set retry_rules = ?::jsonb where batch_id = ?",
                RuleText.ofRetryRules(rules), batch));
    }

    @Override
    public String pausedBecause(long batch) {
        return one(h -> h
                .createQuery("select reason || ': ' || reason_detail from batch_call where batch_id = :b")
                .bind("b", batch).mapTo(String.class).one());
    }

    @Override
    public Figures figures(long batch) {
        return one(h -> FigureRows.counted(h, batch));
    }

    @Override
    public Figures recount(long batch) {
        return one(h -> FigureRows.recounted(h, batch));
    }

    @Override
    public Task task(long batch, int seq) {
        return one(h -> h
                .createQuery("select status, reason, picked_up from task where batch_id = :b and seq = :s")
                .bind("b", batch).bind("s", seq)
                .map((r, x) -> new Task(r.getString(1), r.getString(2), r.getBoolean(3))).one());
    }

    @Override
    public List<Due> due(long batch) {
        return one(h -> h.createQuery(
                "select due_at, seq, no, spent, reason from due where batch_id = :b order by due_at, seq")
                .bind("b", batch)
                .map((r, x) -> new Due(Statements.instant(r, 1), r.getInt(2), r.getInt(3), r.getInt(4),
                        r.getString(5)))
                .list());
    }

    @Override
    public @Nullable Attempt attempt(CallKey call) {
        return one(h -> h.createQuery("select phase, spent, outcome, answered_at from attempt"
                + " where batch_id = :b and seq = :s and no = :n")
                .bind("b", call.batchId()).bind("s", call.seq()).bind("n", call.no())
                .map((r, x) -> new Attempt(r.getInt(1), r.getInt(2), r.getString(3),
                        Statements.instantOrNull(r, 4)))
                .findOne().orElse(null));
    }

    @Override
    public int live(UsageKey key) {
        return one(h -> h
                .createQuery("select live from usage where organization_id = :o and scope = :s and id = :i")
                .bind("o", key.organizationId()).bind("s", key.scope().number()).bind("i", key.id())
                .mapTo(Integer.class).findOne().orElse(0));
    }

    @Override
    public int onLine() {
        return count("select count(*)::int from on_line");
    }

    int count(String sql) {
        return one(h -> h.createQuery(sql).mapTo(Integer.class).one());
    }

    @Override
    public List<String> events(long batch) {
        return one(h -> h.createQuery("""
                select type || coalesce(' ' || seq || '/' || no, '') || coalesce(' ' || word, '')
                from event where batch_id = :b order by xid, event_id""").bind("b", batch).mapTo(String.class)
                .list());
    }

    @Override
    public long deadlocks() {
        return ledgers.values().stream().mapToLong(PostgresLedger::deadlocks).sum();
    }

    private <T> T one(Function<Handle, T> read) {
        return requests.read(read);
    }

    @Override
    public void close() {
        ledgers.values().forEach(PostgresLedger::close);
    }
}
