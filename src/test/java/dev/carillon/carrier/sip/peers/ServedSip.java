package dev.carillon.carrier.sip.peers;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

import dev.carillon.Main;
import dev.carillon.base.Patience;
import dev.carillon.call.Outcome;
import dev.carillon.carrier.sip.transaction.Hop;
import dev.carillon.carrier.sip.transaction.Transport;
import dev.carillon.crash.ServerProcess;
import dev.carillon.crash.World;
import dev.carillon.db.DatabaseAddress;
import dev.carillon.db.TestPostgres;
import dev.carillon.doctor.Doctor;

/**
 * A whole server as a process of its own, told by HTTP of trunks and agents that are SIP peers of the test.
 * It may be killed, and comes back with its directory and at its ports.
 */
final class ServedSip implements AutoCloseable {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final int FIRST_CALLER = 900;
    private static final Duration MOST = Duration.ofMinutes(1);

    private final ServerProcess process;
    private final World world;
    private int callers;
    private int called;

    ServedSip(Path directory) {
        DatabaseAddress address = TestPostgres.database();
        this.process = new ServerProcess(Main.class, directory.resolve("data"), Ports.free(),
                Map.of("CARILLON_DATABASE_URL",
                        address.url() + "?user=" + address.user() + "&password=" + address.password(),
                        "CARILLON_SIP_HOST", Ports.HOST, "CARILLON_SIP_PORT",
                        Integer.toString(Ports.free())));
        this.world = new World(address);
    }

    /** How fast and how many at once. */
    record Pace(double callsPerSecond, int maxLive) {
    }

    /** An attempt, as the database has it. */
    record Attempt(String number, int phase, String outcome, String note) {

        boolean ended() {
            return phase == 4;
        }

        /** Whether a carrier may have heard of it. */
        boolean isPlaced() {
            return !outcome.equals(Outcome.NOT_PLACED.word());
        }
    }

    /** Of Berlin, and given to films. */
    static String number(int which) {
        return "+493023125%03d".formatted(which);
    }

    /** One that was not given before. */
    String nextNumber() {
        return number(called++);
    }

    void start() {
        process.start();
    }

    void kill() {
        process.kill();
    }

    /** A trunk to this peer, and the number that calls on it come from. */
    String caller(Hop carrier, Pace pace) {
        ObjectNode trunk =
                paced(JSON.objectNode().put("name", "to " + carrier.port()).put("kind", "sip"), pace);
        ObjectNode settings = trunk.putObject("settings").put("transport", word(carrier.transport()))
                .put("keep_alive_seconds", 0);
        settings.putArray("addresses").addObject().put("host", carrier.host()).put("port", carrier.port());
        ObjectNode caller = JSON.objectNode().put("number", number(FIRST_CALLER + callers++));
        caller.putArray("trunks").add(process.post("/api/trunks", trunk).path("trunk_id").asString());
        return process.post("/api/caller-ids", caller).path("number").asString();
    }

    /** An agent at this peer. */
    void agent(String id, Hop at, int maxLive) {
        ObjectNode agent = JSON.objectNode().put("agent_id", id).put("max_live_calls", maxLive);
        agent.putObject("sip").put("uri",
                "sip:agent@" + at.host() + ":" + at.port() + ";transport=" + word(at.transport()));
        process.post("/api/agents", agent);
    }

    private static ObjectNode paced(ObjectNode body, Pace pace) {
        return body.put("calls_per_second", pace.callsPerSecond()).put("max_live_calls", pace.maxLive());
    }

    private static String word(Transport transport) {
        return transport.name().toLowerCase(Locale.ROOT);
    }

    /** Phones may ring at any hour, so that it does not matter when the test runs. */
    void openAllDay() {
        ObjectNode change = JSON.objectNode();
        change.putObject("calling_window").put("enabled", false);
        process.patch("/api/organization", change);
    }

    /** Dials these numbers, each once; the id of the batch call. */
    String dial(String from, String agent, List<String> numbers) {
        ObjectNode batch = JSON.objectNode().put("name", "to " + numbers.getFirst()).put("from_number", from)
                .put("agent_id", agent);
        batch.putNull("stop_loss"); // who is hung up on after a crash is abandoned, and that would pause it
        var tasks = batch.putArray("tasks");
        numbers.forEach(number -> tasks.addObject().put("to_number", number));
        return process.post("/batch-call", batch).path("batch_call_id").asString();
    }

    /** Asks by the API for the end of the first call of a batch call. */
    void hangUp(String batch) {
        var tasks = new AtomicReference<@Nullable JsonNode>();
        await("the call is read", MOST,
                () -> tasks.updateAndGet(_ -> process.get("/batch-call/" + batch + "/tasks")) != null);
        String call = Objects.requireNonNull(tasks.get()).path("tasks").path(0).path("call_id").asString();
        process.post("/api/calls/" + call + "/hang-up", JSON.objectNode());
    }

    List<Attempt> attempts() {
        return world.rows("""
                select to_number, phase, coalesce(outcome, '') as outcome, coalesce(note, '') as note
                from attempt order by batch_id, seq, no""").stream()
                .map(row -> new Attempt(row.text("to_number"), (int) row.number("phase"), row.text("outcome"),
                        row.text("note")))
                .toList();
    }

    /** The attempts of which a carrier may have heard. */
    List<Attempt> placed(String number) {
        return attempts().stream().filter(attempt -> attempt.number().equals(number))
                .filter(Attempt::isPlaced).toList();
    }

    long running() {
        return world.running();
    }

    long live() {
        return world.load().live();
    }

    /** What {@code carillon doctor} would say. */
    List<String> findings() {
        return new Doctor(world.database()).examine().stream().map(Object::toString).toList();
    }

    /** In which order it began to speak SIP and to dial, in each of its processes. */
    String begun() {
        return process.lines().stream()
                .map(line -> line.contains("SIP is spoken at")
                        ? "speaks"
                        : line.contains("dialling; ") ? "dials" : "")
                .filter(word -> !word.isEmpty()).collect(Collectors.joining(" "));
    }

    /** Waits for it; a failure shows what the server said last, and what there is. */
    void await(String what, Duration most, BooleanSupplier condition) {
        if (!Patience.until(most, condition)) {
            throw new AssertionError("waited in vain for: " + what + "\n" + process.tail() + "\n" + state());
        }
    }

    private String state() {
        return world.rows("""
                select batch_id, status, open, calling, next_seq, total,
                       (select string_agg(d.seq || ' ' || d.reason || ' ' || d.due_at, ', ') from due d
                        where d.batch_id = p.batch_id) as due,
                       (select count(*) from on_line o where o.batch_id = p.batch_id) as on_line
                from batch_progress p""") + "\n" + attempts();
    }

    @Override
    public void close() {
        process.close();
        world.close();
    }
}
