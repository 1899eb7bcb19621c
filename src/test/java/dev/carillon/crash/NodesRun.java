package dev.carillon.crash;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.random.RandomGenerator;

import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

import dev.carillon.base.Chance;
import dev.carillon.base.Patience;
import dev.carillon.db.DatabaseAddress;
import dev.carillon.db.DatabaseAway;
import dev.carillon.dial.UsageKey;
import dev.carillon.dial.UsageKey.Scope;

/**
 * Three nodes on one database, all on one trunk that leads to the outside carrier; nodes and the database are
 * killed, nodes frozen, batches paused and cancelled, while the carrier holds every call against the limits.
 * Once everything has ended, {@link NodesVerdict} says what was wrong.
 */
final class NodesRun implements AutoCloseable {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final Duration LONGEST = Duration.ofMinutes(2);
    private static final Map<String, List<String>> ROLES = new TreeMap<>(Map.of("a",
            List.of("serve", "--api", "--dial"), "b", List.of("serve", "--dial"), "c", List.of("serve")));
    private static final List<String> WITH_API = List.of("a", "c");
    private static final int SHORT_BATCHES = 3;
    private static final int LONG_TASKS = 40;
    private static final int MOST_AT_ONCE = 1_000;
    private static final String DOOMED = "doomed";
    /** Longer than the second within which everybody must have heard. */
    private static final Duration PAUSE = Duration.ofMillis(1_300);

    private final Plan plan;
    private final RandomGenerator random;
    private final OutsideCarrier carrier;
    private final NodesWorld world;
    private final Map<String, ServerProcess> nodes = new TreeMap<>();
    private final Map<String, String> batches = new TreeMap<>();
    private final List<Kill> kills = new ArrayList<>();
    private final List<Stop> stops = new ArrayList<>();
    private int tasks;
    private int numbers;
    private long walBefore;

    /** What happens to a node, to the database, or to a batch. */
    enum Accident {
        KILL, FREEZE, POSTGRES, CANCEL
    }

    /**
     * What is run.
     *
     * @param main      the nodes' program
     * @param tasks     how many in all
     * @param seconds   how long it would take to start that many calls at the trunk's pace
     * @param accidents what happens, evenly spread over the run
     */
    record Plan(Class<?> main, int tasks, int seconds, List<Accident> accidents) {

        double callsPerSecond() {
            return (double) tasks / seconds;
        }
    }

    /** A node was killed or frozen; by when the others had closed what it had open. */
    record Kill(String node, long nodeId, long nanos, long takenOverNanos) {
    }

    /** From a second after the answer until then no call of the batch may start. */
    record Stop(long batchId, long answeredNanos, long untilNanos) {
    }

    NodesRun(Plan plan, DatabaseAddress address, Path directory, long seed) {
        this.plan = plan;
        this.random = Chance.seeded(seed);
        this.carrier = new OutsideCarrier(seed);
        this.world = new NodesWorld(address);
        ROLES.forEach((name, words) -> nodes.put(name,
                new ServerProcess(new ServerProcess.Program(plan.main(), List.of(), words),
                        directory.resolve(name), CrashRun.freePort(),
                        Map.of("CARILLON_DATABASE_URL",
                                address.url() + "?user=" + address.user() + "&password=" + address.password(),
                                OutsideMain.PORT, Integer.toString(carrier.port()), OutsideMain.NODE,
                                name))));
    }

    /** @param postgres the data directory of the database that may be killed */
    NodesVerdict run(Path postgres) {
        nodes.values().forEach(ServerProcess::start);
        prepare();
        for (int i = 0; i < plan.accidents().size(); i++) {
            int next = (i + 1) * plan.tasks() / (plan.accidents().size() + 2);
            await("call " + next, () -> carrier.witness().count() >= next);
            refill();
            happens(plan.accidents().get(i), postgres);
        }
        nodes.values().stream().filter(node -> !node.alive()).forEach(ServerProcess::start);
        for (String name : batches.values()) {
            api("").tryPost("/batch-call/" + name + "/resume", JSON.objectNode());
        }
        end();
        long wal = world.walBytes() - walBefore;
        Map<Long, String> ids = ids();
        nodes.values().forEach(ServerProcess::kill);
        return new NodesVerdict(world, carrier.witness(),
                new NodesVerdict.Told(tasks, ids, kills, stops, wal,
                        plan.callsPerSecond()));
    }

    /** However long that takes, as long as calls are placed. */
    private void end() {
        var left = new AtomicLong(Long.MAX_VALUE);
        while (left.get() > 0) {
            int before = carrier.witness().count();
            await("everything ends", () -> {
                left.set(world.world().running());
                return left.get() == 0 || carrier.witness().count() > before;
            });
        }
    }

    private Map<Long, String> ids() {
        var ids = new TreeMap<Long, String>();
        nodes.forEach((name, node) -> ids.put(id(node), name));
        return ids;
    }

    static long id(ServerProcess node) {
        try {
            return Long.parseLong(Files.readString(node.dataDir().resolve("node-id")).split(" ", -1)[0]);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void prepare() {
        int each = (plan.tasks() - 2 * LONG_TASKS) / SHORT_BATCHES;
        for (int i = 0; i < SHORT_BATCHES; i++) {
            draft("short " + i, "agent_" + i, each, i + 1);
        }
        draft("long", OutsideScript.LONG_CALLS, LONG_TASKS, 1);
        if (plan.accidents().contains(Accident.CANCEL)) {
            draft(DOOMED, OutsideScript.LONG_CALLS + "_doomed", LONG_TASKS, 1);
        }
        world.goLive(plan.callsPerSecond());
        int live = (int) plan.callsPerSecond();
        limit(Scope.TRUNK, Long.toString(world.trunk()), live + 30);
        limit(Scope.ORGANIZATION, world.organization(), live + 28);
        limit(Scope.BATCH, Long.toString(world.batch("short 0")), live / 4);
        limit(Scope.CALLER_ID, from("short 1"), live / 4);
        limit(Scope.AGENT, "agent_2", live / 3);
        limit(Scope.AGENT, OutsideScript.LONG_CALLS, 12);
        limit(Scope.AGENT, OutsideScript.LONG_CALLS + "_doomed", 8);
        walBefore = world.walBytes();
        batches.keySet().stream().filter(name -> !name.equals(DOOMED)).forEach(this::execute);
    }

    private void execute(String name) {
        api("").post("/batch-call/" + batches.get(name) + "/execute", JSON.objectNode());
    }

    /** On a slow machine nodes take so long to come back that the others might be done before. */
    private void refill() {
        for (int i = 0; i < SHORT_BATCHES && world.world().load().pending() < plan.tasks() / 4; i++) {
            for (int left = plan.tasks() / 4; left > 0; left -= MOST_AT_ONCE) {
                int count = Math.min(left, MOST_AT_ONCE);
                ObjectNode body = more(count);
                if (api("").tryPost("/batch-call/" + batches.get("short " + i) + "/tasks", body) != null) {
                    tasks += count;
                }
            }
        }
    }

    private ObjectNode more(int count) {
        ObjectNode body = JSON.objectNode();
        body.set("tasks", World.tasks(numbers, count));
        numbers += count;
        return body;
    }

    private void draft(String name, String agent, int count, int attempts) {
        int first = Math.min(count, MOST_AT_ONCE);
        ObjectNode body = World.batch(name, numbers, first, attempts).put("agent_id", agent)
                .put("from_number", from(name)).put("status", "draft");
        tasks += count;
        numbers += first;
        String id = api("").post("/batch-call", body).path("batch_call_id").asString();
        batches.put(name, id);
        for (int left = count - first; left > 0; left -= MOST_AT_ONCE) {
            api("").post("/batch-call/" + id + "/tasks", more(Math.min(left, MOST_AT_ONCE)));
        }
    }

    private static String from(String name) {
        return "+9997000%04d".formatted(Math.floorMod(name.hashCode(), 10_000));
    }

    private void limit(Scope scope, String id, int most) {
        UsageKey key = world.key(scope, id);
        world.limit(key, most);
        carrier.witness().limit(key, most);
    }

    /** A node that answers, but for this one. */
    private ServerProcess api(String butFor) {
        List<ServerProcess> there = WITH_API.stream().filter(name -> !name.equals(butFor))
                .map(this::node).filter(ServerProcess::alive).toList();
        return there.get(random.nextInt(there.size()));
    }

    private ServerProcess node(String name) {
        ServerProcess node = nodes.get(name);
        if (node == null) {
            throw new IllegalArgumentException(name);
        }
        return node;
    }

    private void happens(Accident accident, Path postgres) {
        System.out.println("nodes: " + accident + " after " + carrier.witness().count() + " calls");
        String name = List.copyOf(nodes.keySet()).get(random.nextInt(nodes.size()));
        switch (accident) {
            case KILL -> kill(withLongCalls(name));
            case FREEZE -> freeze(withStartsBeforeIt());
            case POSTGRES -> {
                Signals.send("KILL", CrashRun.postmaster(postgres));
                int before = carrier.witness().count();
                await("calls after the database came back", () -> carrier.witness().count() > before + 100);
            }
            case CANCEL -> cancel();
        }
        pause(api(""));
    }

    /** Calls that are still up when their slots could be freed too early. */
    private String withLongCalls(String otherwise) {
        long id = world.busiest(OutsideScript.LONG_CALLS).orElse(0);
        return nodes.keySet().stream().filter(name -> id(node(name)) == id).findFirst().orElse(otherwise);
    }

    private void kill(String name) {
        ServerProcess node = node(name);
        await("it has calls to lose", () -> world.open(id(node)) > 0);
        node.kill();
        long at = System.nanoTime();
        if (random.nextBoolean()) {
            node.launch();
        }
        pause(api(name));
        takenOver(name, at, () -> carrier.witness().starts().stream()
                .anyMatch(s -> s.node().equals(name) && s.nanos() - at > 0));
        if (!node.alive()) {
            node.launch();
        }
        node.awaitReady();
    }

    /** Of that one something could be placed too late. */
    private String withStartsBeforeIt() {
        var found = new AtomicReference<String>();
        await("a node has calls before it that it has not placed", () -> {
            refill();
            nodes.keySet().stream().filter(name -> world.toBePlaced(id(node(name)))).findFirst()
                    .ifPresent(found::set);
            return found.get() != null;
        });
        return Objects.requireNonNull(found.get());
    }

    private void freeze(String name) {
        ServerProcess node = node(name);
        node.signal("STOP");
        long at = System.nanoTime();
        pause(api(name));
        takenOver(name, at, () -> false);
        node.signal("CONT");
        node.awaitReady();
    }

    /** @param back whether it dials again, and so has closed its calls itself */
    private void takenOver(String name, long at, BooleanSupplier back) {
        long id = id(node(name));
        await("somebody closes its calls", () -> world.open(id) == 0 || back.getAsBoolean());
        kills.add(new Kill(name, id, at, System.nanoTime()));
        await("the others go on", () -> carrier.witness().firstOfOthers(name, at).isPresent());
    }

    private void pause(ServerProcess node) {
        String name = "short " + random.nextInt(SHORT_BATCHES);
        String path = "/batch-call/" + batches.get(name);
        if (node.tryPost(path + "/pause", JSON.objectNode()) != null) {
            long answered = System.nanoTime();
            Patience.rest(PAUSE);
            stops.add(new Stop(world.batch(name), answered, System.nanoTime()));
        }
        if (node.tryPost(path + "/resume", JSON.objectNode()) == null) {
            System.out.println("nodes: " + name + " was not resumed at once");
        }
    }

    /** Its calls are hung up, and none starts any more. */
    private void cancel() {
        UsageKey key = world.key(Scope.BATCH, Long.toString(world.batch(DOOMED)));
        execute(DOOMED);
        await("the batch to be cancelled has calls", () -> carrier.witness().live(key) > 0);
        api("").post("/batch-call/" + batches.get(DOOMED) + "/cancel",
                JSON.objectNode().put("live_calls", "hang_up"));
        stops.add(new Stop(world.batch(DOOMED), System.nanoTime(), Long.MAX_VALUE));
        await("its calls are hung up", () -> carrier.witness().live(key) == 0);
    }

    /** Meanwhile retries need not wait for their half hour, and the ends of lost calls are confirmed. */
    private void await(String what, BooleanSupplier condition) {
        boolean there = Patience.until(LONGEST, () -> {
            try {
                world.world().pullRetries();
                world.confirm(carrier::isUp);
                return condition.getAsBoolean();
            } catch (DatabaseAway e) {
                return false;
            }
        });
        if (!there) {
            var tails = new StringBuilder();
            nodes.forEach(
                    (name, node) -> tails.append("\n-- ").append(name).append('\n').append(node.tail()));
            world.state().forEach(line -> tails.append('\n').append(line));
            throw new AssertionError(what + ": not after " + carrier.witness().count() + " calls, "
                    + carrier.witness().breaches() + tails);
        }
    }

    @Override
    public void close() {
        nodes.values().forEach(ServerProcess::close);
        carrier.close();
        world.close();
    }
}
