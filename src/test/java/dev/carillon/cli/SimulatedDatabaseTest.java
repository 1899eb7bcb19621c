package dev.carillon.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import dev.carillon.db.TestPostgres;
import dev.carillon.simulate.Simulation;

@Tag("database")
class SimulatedDatabaseTest {

    private static final int SEEDS = Integer.getInteger("carillon.simulate.database.seeds", 50);

    @Test
    void every_law_holds_in_fifty_worlds_on_postgresql() {
        try (var database = new SimulatedDatabaseSql(TestPostgres.database())) {
            var simulation = new Simulation(database::world);
            for (long seed = 1; seed <= SEEDS; seed++) {
                Simulation.Outcome outcome = simulation.run(seed);
                assertNull(outcome.broken(), () -> "seed " + outcome.seed() + ": " + outcome.broken() + "\n"
                        + String.join("\n", outcome.trace()));
            }
        }
    }

    @Test
    void a_world_goes_as_it_goes_in_memory() {
        try (var database = new SimulatedDatabaseSql(TestPostgres.database())) {
            long seed = 3;
            assertEquals(new Simulation().run(seed).hash(), new Simulation(database::world).run(seed).hash());
        }
    }
}
