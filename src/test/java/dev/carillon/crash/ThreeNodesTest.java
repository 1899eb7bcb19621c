package dev.carillon.crash;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.carillon.Law;
import dev.carillon.base.Chance;
import dev.carillon.crash.NodesRun.Accident;
import dev.carillon.crash.NodesRun.Plan;
import dev.carillon.db.DataDirectory;
import dev.carillon.db.EmbeddedPostgres;
import dev.carillon.db.ServerSettings;

/**
 * Three nodes on one database, killed and frozen while a carrier outside of them watches. The seed is printed
 * and may be given again with {@code -Dcarillon.nodes.seed=…}; {@code -Dcarillon.nodes.tasks=…} and
 * {@code -Dcarillon.nodes.seconds=…} make it longer, as {@code bench/run nodes} does.
 */
@Tag("crash")
class ThreeNodesTest {

    private static final int TASKS = Integer.getInteger("carillon.nodes.tasks", 2_400);
    private static final int SECONDS = Integer.getInteger("carillon.nodes.seconds", 30);
    private static final int SECONDS_AN_ACCIDENT = 6;

    @TempDir
    private Path directory;

    @Test
    @Law("Single dial")
    void nodes_and_the_database_are_killed_and_frozen_and_no_law_is_broken() {
        var accidents = new ArrayList<>(List.of(Accident.KILL, Accident.POSTGRES, Accident.CANCEL,
                Accident.FREEZE, Accident.KILL));
        long seed = seed();
        var random = new Random(seed);
        while (accidents.size() < SECONDS / SECONDS_AN_ACCIDENT) {
            accidents.add(random.nextInt(5) == 0 ? Accident.POSTGRES : Accident.KILL);
        }
        Collections.shuffle(accidents, random);
        assertEquals(List.of(), run(new Plan(OutsideMain.class, TASKS, SECONDS, accidents), seed));
    }

    @Test
    @Law("Single dial")
    void a_node_that_places_without_looking_at_place_by_is_found_out() {
        found("Single dial", OutsideMain.NoPlaceBy.class, List.of(Accident.FREEZE));
    }

    @Test
    @Law("Capacity")
    void slots_that_are_freed_before_their_calls_are_over_are_found_out() {
        found("Capacity", OutsideMain.SlotsFreed.class, List.of(Accident.KILL, Accident.KILL));
    }

    private void found(String law, Class<?> main, List<Accident> accidents) {
        List<String> breaches = run(new Plan(main, 1_200, 12, accidents), seed());
        assertFalse(breaches.stream().filter(b -> b.contains(law)).toList().isEmpty(), breaches::toString);
    }

    private List<String> run(Plan plan, long seed) {
        Path home = directory.resolve("postgres");
        try (var owned = DataDirectory.lock(home);
                var postgres = EmbeddedPostgres.open(owned, ServerSettings.small(), _ -> {
                })) {
            postgres.watch();
            try (var run = new NodesRun(plan, postgres.address(), directory, seed)) {
                NodesVerdict verdict = run.run(home);
                verdict.figures().forEach(line -> System.out.println("nodes: " + line));
                List<String> breaches = verdict.breaches();
                breaches.stream().limit(20).forEach(line -> System.out.println("nodes: " + line));
                return breaches;
            }
        }
    }

    private static long seed() {
        long seed = Long.getLong("carillon.nodes.seed", Chance.secure().nextLong());
        System.out.println("nodes: -Dcarillon.nodes.seed=" + seed);
        return seed;
    }
}
