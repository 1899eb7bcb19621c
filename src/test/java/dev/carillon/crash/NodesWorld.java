package dev.carillon.crash;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.Predicate;
import java.util.stream.Collectors;

import dev.carillon.base.Ids.CallKey;
import dev.carillon.db.DatabaseAddress;
import dev.carillon.dial.UsageKey;
import dev.carillon.dial.UsageKey.Scope;
import dev.carillon.doctor.Doctor;

/** What the runs with an outside carrier see and set up in the database behind the nodes' backs. */
final class NodesWorld implements AutoCloseable {

    private static final String LIMIT = """
            insert into usage (organization_id, scope, id, max_live, free_at) values (?, ?, ?, ?, now())
            on conflict (organization_id, scope, id) do update set max_live = excluded.max_live""";

    /** A number has limits only where the directory has the number. */
    private static final String KNOWN = """
            insert into caller_id (organization_id, number, trunk_id)
            select ?, ?, trunk_id from trunk where ? = 20 on conflict do nothing""";

    /** A live batch needs an agent that can be reached; how is the outside carrier's affair. */
    private static final String AGENTS = """
            insert into agent (organization_id, agent_id, created_at, settings)
            select distinct organization_id, agent_id, now(), '{"uri": "sip:agent@example.com"}'::jsonb
            from batch_call where agent_id is not null
            on conflict (organization_id, agent_id) do update set settings = excluded.settings""";

    private final World world;

    NodesWorld(DatabaseAddress address) {
        this.world = new World(address);
    }

    World world() {
        return world;
    }

    String organization() {
        return world.rows("select organization_id from organization").getFirst().text("organization_id");
    }

    long trunk() {
        return world.rows("select trunk_id from trunk").getFirst().number("trunk_id");
    }

    /** Of the batch with this name. */
    long batch(String name) {
        return world.rows("select batch_id, name from batch_call").stream()
                .filter(row -> row.text("name").equals(name)).findFirst().orElseThrow().number("batch_id");
    }

    /**
     * The sandbox's calls end with their process; those of the outside carrier do not. So the trunk is none,
     * and its batches are live ones, at any hour, and more of them than a new organisation may dial a day.
     */
    void goLive(double callsPerSecond) {
        world.database().transaction(h -> {
            h.execute("update trunk set kind = 'sip'");
            h.execute("update batch_call set sandbox = false, stop_loss = null");
            h.execute("update organization set calling_window = '[]'");
            h.execute(AGENTS);
            h.execute("update usage set day_limit = 1000000 where scope = 30");
            return h.execute(
                    "update usage set calls_per_second = ?, burst = 1, max_live = null where scope = 40",
                    callsPerSecond);
        });
    }

    void limit(UsageKey key, int maxLive) {
        int scope = key.scope().number();
        world.database().transaction(h -> {
            h.execute(KNOWN, key.organizationId(), key.id(), scope);
            return h.execute(LIMIT, key.organizationId(), scope, key.id(), maxLive);
        });
    }

    UsageKey key(Scope scope, String id) {
        return new UsageKey(organization(), scope, id);
    }

    /** How many attempts of a node are open. */
    long open(long node) {
        return world.rows("""
                select o.node_id from on_line o join attempt a using (batch_id, seq, no) where a.phase < 4""")
                .stream().filter(row -> row.number("node_id") == node).count();
    }

    /** Whether a node has calls open whose moment has not come. */
    boolean toBePlaced(long node) {
        return world.rows("""
                select node_id from attempt
                where phase = 0 and place_at > clock_timestamp() + interval '20 milliseconds'""").stream()
                .anyMatch(row -> row.number("node_id") == node);
    }

    /** What keeps calls from being placed, for the message of a run that stands still. */
    List<String> state() {
        return world.rows("""
                select 'node ' || row_to_json(n) as line from node n
                union all select 'usage ' || row_to_json(u) from usage u
                union all select 'batch ' || row_to_json(p) from batch_progress p
                union all select 'due ' || row_to_json(d) from (
                    select batch_id, reason, count(*), min(due_at), max(due_at) from due group by 1, 2) d
                union all select 'line ' || row_to_json(o) from (
                    select o.batch_id, o.node_id, a.phase, a.outcome, count(*), min(o.deadline), max(o.deadline)
                    from on_line o join attempt a using (batch_id, seq, no) group by 1, 2, 3, 4) o""")
                .stream()
                .map(row -> row.text("line")).toList();
    }

    /** The node that has most of the calls of an agent, or none. */
    OptionalLong busiest(String agent) {
        return world.rows("select node_id, agent_id from on_line").stream()
                .filter(row -> row.text("agent_id").equals(agent))
                .collect(Collectors.groupingBy(row -> row.number("node_id"), Collectors.counting()))
                .entrySet().stream().max(Map.Entry.comparingByValue()).stream()
                .mapToLong(Map.Entry::getKey).findFirst();
    }

    /**
     * Brings forward the last deadline of lost calls that are over: what the confirmation of their end does,
     * which no node is there any more to hear.
     */
    void confirm(Predicate<CallKey> isUp) {
        var over = new ArrayList<CallKey>();
        world.rows("""
                select o.batch_id || '/' || o.seq || '/' || o.no as call
                from on_line o join attempt a using (batch_id, seq, no) where a.outcome = 'lost'""").stream()
                .map(row -> Dialled.key(row.text("call"))).filter(isUp.negate()).forEach(over::add);
        over.forEach(call -> world.database().transaction(h -> h.execute("""
                update on_line set deadline = now() where batch_id = ? and seq = ? and no = ?""",
                call.batchId(), call.seq(), call.no())));
    }

    /** What the monotonic clock of this machine shows at the beginning of the year 1970 of the database. */
    long epochNanos() {
        long best = Long.MAX_VALUE;
        long epoch = 0;
        for (int i = 0; i < 20; i++) {
            long before = System.nanoTime();
            long micros = world.rows("select (extract(epoch from clock_timestamp()) * 1000000)::bigint as t")
                    .getFirst().number("t");
            long trip = System.nanoTime() - before;
            if (trip < best) {
                best = trip;
                epoch = before + trip / 2 - micros * 1_000;
            }
        }
        return epoch;
    }

    long walBytes() {
        return world.rows("select (pg_current_wal_insert_lsn() - '0/0'::pg_lsn)::bigint as n").getFirst()
                .number("n");
    }

    /** Every attempt, by its call. */
    Map<CallKey, World.Row> attempts() {
        var attempts = new HashMap<CallKey, World.Row>();
        world.rows("""
                select batch_id || '/' || seq || '/' || no as call, node_id, coalesce(outcome, '') as outcome,
                    (extract(epoch from place_at) * 1000000)::bigint as place_at,
                    (extract(epoch from coalesce(ended_at, 'infinity')) * 1000000)::float8::text as ended
                from attempt""").forEach(row -> attempts.put(Dialled.key(row.text("call")), row));
        return attempts;
    }

    List<String> doctor() {
        return new Doctor(world.database()).examine().stream().map(f -> "doctor: " + f).toList();
    }

    @Override
    public void close() {
        world.close();
    }
}
