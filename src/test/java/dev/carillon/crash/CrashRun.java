package dev.carillon.crash;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

import tools.jackson.databind.node.JsonNodeFactory;

import dev.carillon.base.Chance;
import dev.carillon.base.Patience;
import dev.carillon.db.DatabaseLoan;

/**
 * A server that dials thousands of tasks, killed again and again at random moments; afterwards it may finish.
 * What it returns are the breaches, by the journal, the list and the database.
 */
final class CrashRun {

    private static final int BATCHES = 4;
    private static final int FIRST_TASKS = 1_000;
    private static final double CALLS_PER_SECOND = 400;
    private static final long LEAST_LIVE = 100;
    private static final long LEAST_PENDING = 1_000;
    private static final Duration LONGEST_CYCLE = Duration.ofMinutes(1);
    private static final Duration LONGEST_FINISH = Duration.ofMinutes(3);

    private final ServerProcess server;
    private final RandomGenerator random;
    private final int rounds;
    private final List<Instant> kills = new ArrayList<>();
    private final List<String> batches = new ArrayList<>();
    private int numbers;

    /** What is killed in a round. */
    private enum Victim {
        SERVER, POSTGRES, BOTH
    }

    CrashRun(Class<?> main, Path dataDir, int rounds, long seed) {
        this.server = new ServerProcess(main, dataDir, freePort(), Map.of());
        this.rounds = rounds;
        this.random = Chance.seeded(seed);
    }

    /** Everything that was found; no breach means that every law that can be seen from outside was kept. */
    record Result(List<String> breaches, int answers, int valuesOfSent, int placed) {
    }

    Result run() {
        server.start();
        try (Poller poller = new Poller(server)) {
            prepare();
            for (int round = 0; round < rounds; round++) {
                round(Victim.values()[round % Victim.values().length]);
            }
            finish();
            return result(poller);
        } finally {
            server.stop();
            server.close();
        }
    }

    private void prepare() {
        for (int i = 0; i < BATCHES; i++) {
            var body = World.batch("crash " + i, numbers, FIRST_TASKS, i == 0 ? 2 : 1);
            numbers += FIRST_TASKS;
            batches.add(server.post("/batch-call", body).path("batch_call_id").asString());
        }
        try (World world = world()) {
            world.hurry(CALLS_PER_SECOND);
        }
    }

    private World world() {
        // The loan only connects: the server owns the directory.
        return new World(DatabaseLoan.connectOrStart(server.dataDir(), _ -> {
        }).address());
    }

    private void round(Victim victim) {
        try (World world = world()) {
            refill(world);
            if (!Patience.until(LONGEST_CYCLE, () -> enough(world.load()))) {
                throw new AssertionError(
                        "never enough calls to kill: " + world.load() + "\n" + server.tail());
            }
            Patience.rest(Duration.ofMillis(random.nextInt(300)));
            // What was live before the last kill may only now have come to its end; then more is awaited.
            if (!Patience.until(LONGEST_CYCLE, () -> enough(world.load()))) {
                throw new AssertionError("too little to kill: " + world.load() + "\n" + server.tail());
            }
        }
        kill(victim);
        if (!server.alive()) {
            server.start();
        } else if (!Patience.until(LONGEST_CYCLE, server::ready)) {
            throw new AssertionError("not ready after the database was killed\n" + server.tail());
        }
    }

    private static boolean enough(World.Load load) {
        return load.live() >= LEAST_LIVE && load.pending() >= LEAST_PENDING;
    }

    /** Appends while it runs, so that there is always enough to lose. */
    private void refill(World world) {
        world.pullRetries();
        for (int i = 0; world.load().pending() < 3 * LEAST_PENDING; i = (i + 1) % BATCHES) {
            var body = JsonNodeFactory.instance.objectNode();
            body.set("tasks", World.tasks(numbers, FIRST_TASKS));
            numbers += FIRST_TASKS;
            server.post("/batch-call/" + batches.get(i) + "/tasks", body);
        }
    }

    private void kill(Victim victim) {
        kills.add(Instant.now());
        if (victim != Victim.POSTGRES) {
            server.kill();
        }
        if (victim != Victim.SERVER) {
            Signals.send("KILL", postmaster(server.dataDir()));
        }
        kills.add(Instant.now());
    }

    static long postmaster(Path dataDir) {
        try (var files = Files.walk(dataDir, 4)) {
            Path pid = files.filter(f -> f.endsWith("postmaster.pid")).findFirst().orElseThrow();
            return Long.parseLong(Files.readAllLines(pid).getFirst().strip());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void finish() {
        try (World world = world()) {
            boolean ended = Patience.until(LONGEST_FINISH, () -> {
                world.pullRetries();
                Patience.rest(Duration.ofMillis(250));
                return world.running() == 0;
            });
            if (!ended) {
                throw new AssertionError("batches did not end: " + world.load() + "\n" + server.tail());
            }
        }
    }

    private Result result(Poller poller) {
        poller.close();
        List<Journal.Line> journal = Journal.read(server.dataDir());
        try (World world = world()) {
            var breaches = new ArrayList<>(poller.breaches());
            breaches.addAll(new Witness(world, journal).breaches(numbers, kills));
            return new Result(breaches, poller.answers(), poller.differentValuesOfSent(), journal.size());
        }
    }

    static int freePort() {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
