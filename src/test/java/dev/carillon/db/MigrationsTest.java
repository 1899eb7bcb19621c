package dev.carillon.db;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import javax.sql.DataSource;

import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MigrationsTest {

    private static final Pattern ALTERED =
            Pattern.compile("(?m)^alter table (event|batch_call|task|usage)\\b");

    /** A running batch call of 3 attempts a task, and one that has ended. */
    private static final String BEFORE = """
            insert into organization values ('aaaaaaaaaaaaaaaaaaaa', '2026-03-01Z');
            insert into batch_call (organization_id, public_id, from_number, status, total, sandbox,
                max_attempts, duplicates, created_at, updated_at)
            select 'aaaaaaaaaaaaaaaaaaaa', gen_random_uuid(), '+14155550100', s, 4, true, 3, 'skip',
                '2026-03-01Z', '2026-03-01Z'
            from unnest(array['sent', 'completed']) s;
            insert into batch_progress (batch_id, status, total, open, completed, picked_up, sent)
            values (1, 'sent', 4, 3, 1, 1, 1), (2, 'completed', 4, 0, 4, 4, 4);
            insert into task (batch_id, seq, to_number, status, budget, created_at)
            select b, s, '+1415555020' || s, case when b = 2 or s = 0 then 'completed' else 'pending' end,
                case when s = 1 then 3 else 5 end, '2026-03-01Z'
            from generate_series(1, 2) b, generate_series(0, 3) s;
            """;

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
    void a_schema_that_is_as_the_program_brings_it_is_known_without_flyway() {
        DataSource source = Pools.source(address, "test", Pools.MIGRATION_SILENCE);
        assertFalse(Scripts.allApplied(source));
        new Migrations(address).run();
        assertTrue(Scripts.allApplied(source));
    }

    @ParameterizedTest
    @ValueSource(strings = {"update flyway_schema_history set checksum = 1 where version = '3'",
            "delete from flyway_schema_history where version = '3'",
            "update flyway_schema_history set success = false where version = '3'",
            "update flyway_schema_history set type = 'DELETE' where version = '3'",
            "update flyway_schema_history set script = 'V3__else.sql' where version = '3'",
            "drop table flyway_schema_history"})
    void a_history_that_differs_is_left_to_flyway(String change) {
        new Migrations(address).run();
        try (Database database = Database.open(address, "test", 1)) {
            database.perform(handle -> handle.execute(change));
        }
        assertFalse(Scripts.allApplied(Pools.source(address, "test", Pools.MIGRATION_SILENCE)));
    }

    @Test
    void a_migration_that_was_changed_after_it_was_applied_stops_the_start() {
        new Migrations(address).run();
        try (Database database = Database.open(address, "test", 1)) {
            database.perform(handle -> handle
                    .execute("update flyway_schema_history set checksum = 1 where version = '3'"));
        }
        assertThrows(FlywayException.class, () -> new Migrations(address).run());
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
    void what_ended_before_there_were_seals_is_left_to_upkeep_and_tasks_keep_a_number_of_their_own() {
        migrateTo("1");
        try (Database database = Database.open(address, "test", 1)) {
            database.perform(handle -> handle.createScript(BEFORE).execute());
            new Migrations(address).run();
            assertEquals("2 {2,3}", database.read(handle -> handle.select("""
                    select (select string_agg(batch_id::text, ',') from unsealed_batch) || ' '
                        || (select array_agg(seq order by seq) from task where own_budget)::text""")
                    .mapTo(String.class).one()));
        }
    }

    @Test
    void a_user_who_may_not_add_the_index_of_parts_of_names_gets_the_schema_without_it() {
        String user = "plain_" + address.url().substring(address.url().lastIndexOf('/') + 1);
        try (Database database = Database.open(address, "test", 1)) {
            database.perform(handle -> handle.execute(
                    "create role " + user + " login password 'plain'; grant create on schema public to "
                            + user));
            new Migrations(new DatabaseAddress(address.url(), user, "plain")).run();
            assertEquals("batch_call_by_agent",
                    database.read(handle -> handle
                            .select("""
                    select concat(to_regclass('batch_call_by_agent'), to_regclass('batch_call_by_part_of_name'))""")
                            .mapTo(String.class).one()));
        }
    }

    @Test
    void the_index_of_parts_of_names_is_there_where_the_user_may_add_it() {
        new Migrations(address).run();
        try (Database database = Database.open(address, "test", 1)) {
            assertEquals("batch_call_by_part_of_name", database.read(handle -> handle
                    .select("select to_regclass('batch_call_by_part_of_name')::text").mapTo(String.class)
                    .one()));
        }
    }

    private void migrateTo(String version) {
        Flyway.configure().dataSource(address.url(), address.user(), address.password())
                .locations("classpath:db/migration").target(version).load().migrate();
    }

    /** A node that runs meanwhile may hold one of these and wait for another. */
    @Test
    void no_migration_locks_two_tables_that_are_written_together() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("src/main/resources/db/migration"))) {
            for (Path file : files.filter(f -> !f.endsWith("V1__carillon.sql")).toList()) {
                Set<String> altered = ALTERED.matcher(Files.readString(file)).results()
                        .map(found -> found.group(1)).collect(Collectors.toSet());
                assertTrue(altered.size() <= 1, () -> file + " alters " + altered);
            }
        }
    }

    @Test
    void a_database_that_is_away_is_not_a_broken_schema() throws IOException {
        var nobody = new DatabaseAddress("jdbc:postgresql://127.0.0.1:" + TestPostgres.freePort() + "/x", "x",
                "x");
        assertThrows(DatabaseAway.class, () -> new Migrations(nobody).run());
    }
}
