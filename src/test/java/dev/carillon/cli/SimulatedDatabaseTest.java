package dev.carillon.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.List;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import dev.carillon.db.Database;
import dev.carillon.db.DatabaseAddress;
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
    void a_world_finds_nothing_of_the_one_before() {
        DatabaseAddress address = TestPostgres.database();
        try (var database = new SimulatedDatabaseSql(address)) {
            var simulation = new Simulation(database::world);
            for (long seed = 1; seed <= 8; seed++) {
                simulation.run(seed);
            }
            assertNotEquals(List.of(), filled(address));
            database.world().close();
            assertEquals(List.of(), filled(address));
        }
    }

    /** The tables with rows, but for those that a migration fills. */
    private static List<String> filled(DatabaseAddress address) {
        try (Database database = Database.open(address, "test", 1)) {
            return database.read(h -> h.createQuery("""
                    select tablename from pg_tables
                    where schemaname = current_schema()
                        and tablename not in ('flyway_schema_history', 'installation')
                        and (xpath('/row/n/text()', query_to_xml(
                            format('select count(*) as n from %I', tablename), false, true, '')))[1]::text <> '0'
                    order by 1""").mapTo(String.class).list());
        }
    }

    @Test
    void a_world_goes_as_it_goes_in_memory() {
        try (var database = new SimulatedDatabaseSql(TestPostgres.database())) {
            long seed = 3;
            assertEquals(new Simulation().run(seed).hash(), new Simulation(database::uncut).run(seed).hash());
        }
    }
}
