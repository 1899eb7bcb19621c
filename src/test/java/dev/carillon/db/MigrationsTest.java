package dev.carillon.db;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import org.junit.jupiter.api.Test;

class MigrationsTest {

    private final DatabaseAddress address = TestPostgres.emptyDatabase();

    @Test
    void an_empty_database_gets_the_schema_once() {
        assertTrue(new Migrations(address).run() >= 1);
        assertEquals(0, new Migrations(address).run());
        try (Database database = Database.open(address, "test", 1)) {
            assertEquals(0, database.read(
                    handle -> handle.select("select count(*) from batch_call").mapTo(Integer.class).one())
                    .intValue());
        }
    }

    @Test
    void a_schema_that_nobody_has_prepared_is_not_used() {
        assertThrows(StartRefused.class, () -> new Migrations(address).check());
        new Migrations(address).run();
        new Migrations(address).check();
    }

    @Test
    void nodes_that_start_together_migrate_once() throws Exception {
        Callable<Integer> node = () -> new Migrations(address).run();
        List<Integer> applied = new ArrayList<>();
        try (var nodes = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<Integer> each : nodes.invokeAll(List.of(node, node, node, node))) {
                applied.add(each.get());
            }
        }
        int inAll = applied.stream().mapToInt(Integer::intValue).sum();
        assertEquals(inAll, applied.stream().mapToInt(Integer::intValue).max().orElseThrow(),
                applied::toString);
    }

    @Test
    void a_schema_newer_than_the_program_is_refused() {
        new Migrations(address).run();
        try (Database database = Database.open(address, "test", 1)) {
            database.perform(handle -> handle.execute("""
                    insert into flyway_schema_history (installed_rank, version, description, type, script,
                        checksum, installed_by, installed_on, execution_time, success)
                    select max(installed_rank) + 1, '9999', 'later', 'SQL', 'V9999__later.sql', 1, 'x', now(),
                        1, true
                    from flyway_schema_history"""));
        }
        var refused = assertThrows(StartRefused.class, () -> new Migrations(address).run());
        assertTrue(String.valueOf(refused.getMessage()).contains("9999"));
    }

    @Test
    void a_database_that_is_away_is_not_a_broken_schema() throws IOException {
        var nobody = new DatabaseAddress("jdbc:postgresql://127.0.0.1:" + TestPostgres.freePort() + "/x", "x",
                "x");
        assertThrows(DatabaseAway.class, () -> new Migrations(nobody).run());
    }
}
