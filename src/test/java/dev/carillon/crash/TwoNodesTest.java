package dev.carillon.crash;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.carillon.Law;
import dev.carillon.Main;
import dev.carillon.base.Patience;
import dev.carillon.db.DatabaseAddress;
import dev.carillon.db.TestPostgres;
import dev.carillon.doctor.Doctor;

/**
 * Two server processes on one database; one is killed, or frozen past its lease and woken. The other
 * finishes.
 */
@Tag("crash")
class TwoNodesTest {

    private static final int TASKS = 1_000;
    private static final int BATCHES = 6;
    private static final double CALLS_PER_SECOND = 200;
    private static final Duration LONGEST = Duration.ofMinutes(2);

    private static final int MOST_RUNS = 4;

    @TempDir
    private Path directory;
    private int runs;

    @Test
    @Law("Progress")
    void when_one_node_is_killed_the_other_finishes_its_work() {
        List<String> breaches = run(Main.class, (a, b, world) -> {
            a.kill();
            return List.of();
        });
        assertEquals(List.of(), breaches);
    }

    @Test
    @Law("Single dial")
    void a_node_frozen_past_its_lease_places_nothing_more_of_what_it_had_and_the_other_finishes() {
        assertEquals(List.of(), run(Main.class, TwoNodesTest::freeze));
    }

    @Test
    @Law("Single dial")
    void a_node_that_places_without_looking_at_place_by_is_found_out() {
        boolean found = false;
        // A freeze finds out only what it meets: a double that was lucky is run again.
        for (int i = 0; i < MOST_RUNS && !found; i++) {
            found = !run(SabotagedMain.NoPlaceBy.class, TwoNodesTest::freeze).isEmpty();
        }
        assertTrue(found);
    }

    /** What happens in the middle; returns what it saw that was wrong. */
    private interface Accident {
        List<String> happens(ServerProcess a, ServerProcess b, World world);
    }

    private List<String> run(Class<?> main, Accident accident) {
        DatabaseAddress address = TestPostgres.database();
        runs++;
        Map<String, String> environment = Map.of("CARILLON_DATABASE_URL", withPassword(address));
        try (var a = new ServerProcess(main, directory.resolve("a" + runs), CrashRun.freePort(), environment);
                var b = new ServerProcess(main, directory.resolve("b" + runs), CrashRun.freePort(),
                        environment);
                var world = new World(address)) {
            a.start();
            b.start();
            for (int i = 0; i < BATCHES; i++) {
                b.post("/batch-call", World.batch("two nodes " + i, i * TASKS, TASKS, 1));
                world.hurry(CALLS_PER_SECOND);
            }
            await("both nodes dial", () -> onLine(world) == 2);
            var breaches = new ArrayList<>(accident.happens(a, b, world));
            await("everything ends", () -> world.running() == 0);
            a.kill();
            b.kill();
            breaches.addAll(witness(world, a, b));
            return breaches;
        }
    }

    private static String withPassword(DatabaseAddress address) {
        return address.url() + "?user=" + address.user() + "&password=" + address.password();
    }

    private static long onLine(World world) {
        return world.rows("select count(distinct node_id) as n from on_line").getFirst().number("n");
    }

    private static void await(String what, java.util.function.BooleanSupplier condition) {
        assertTrue(Patience.until(LONGEST, condition), what);
    }

    /**
     * Frozen until the other has taken everything over, then woken: nothing of what is lost may be placed
     * now.
     */
    private static List<String> freeze(ServerProcess a, ServerProcess b, World world) {
        await("the first node has calls open that it has not placed yet", () -> toBePlaced(world) > 0);
        a.signal("STOP");
        await("the frozen node loses its calls",
                () -> !world.rows("select 1 as x from attempt where outcome = 'lost' limit 1").isEmpty());
        assertTrue(b.alive());
        Instant frozen = Instant.now();
        a.signal("CONT");
        await("the woken node has its lease again", a::ready);
        Map<String, Instant> lost = new HashMap<>();
        world.rows("""
                select batch_id || '/' || seq || '/' || no as call, (extract(epoch from ended_at) * 1000)::bigint as at
                from attempt where outcome = 'lost'""")
                .forEach(row -> lost.put(row.text("call"), Instant.ofEpochMilli(row.number("at"))));
        return Journal.read(a.dataDir()).stream().filter(l -> l.at().isAfter(frozen))
                .filter(l -> lost.containsKey(l.task() + "/" + l.no()))
                .map(l -> "Single dial: placed after it was lost: " + l).toList();
    }

    /** Of the node that started first: only these can be placed too late when it wakes. */
    private static long toBePlaced(World world) {
        return world.rows("""
                select count(*) as n from attempt
                where phase = 0 and node_id = (select min(node_id) from node)
                  and place_at > clock_timestamp() + interval '20 milliseconds'""").getFirst().number("n");
    }

    private static List<String> witness(World world, ServerProcess a, ServerProcess b) {
        var journal = new ArrayList<>(Journal.read(a.dataDir()));
        journal.addAll(Journal.read(b.dataDir()));
        var breaches = new ArrayList<String>();
        Map<String, Integer> placed = new HashMap<>();
        journal.forEach(line -> placed.merge(line.number(), 1, Integer::sum));
        placed.forEach((number, times) -> {
            if (times > 1) {
                breaches.add("Single dial: " + number + " was rung " + times + " times");
            }
        });
        world.rows("select batch_id, seq from task where status = 'pending'")
                .forEach(row -> breaches.add("Progress: " + row));
        new Doctor(world.database()).examine().forEach(f -> breaches.add("doctor: " + f));
        return breaches;
    }
}
