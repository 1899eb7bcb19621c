package dev.carillon.db;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.JdbiException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

import dev.carillon.base.Patience;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DatabaseTest {

    private final DatabaseAddress address = TestPostgres.emptyDatabase();
    private final Database database = Database.open(address, "test", 4);

    @BeforeAll
    void table() {
        database.transaction(handle -> handle.execute("create table t (id int primary key, n int not null)"));
    }

    @BeforeEach
    void rows() {
        database.transaction(handle -> handle.execute("truncate t; insert into t values (1, 0), (2, 0)"));
    }

    @AfterAll
    void close() {
        database.close();
    }

    @Test
    void a_transaction_that_throws_leaves_nothing() {
        assertThrows(IllegalStateException.class, () -> database.transaction(handle -> {
            handle.execute("update t set n = 7");
            throw new IllegalStateException("no");
        }));
        assertEquals(0, sum());
    }

    @Test
    void a_snapshot_sees_nothing_that_is_committed_after_its_first_read() {
        int second = database.snapshot(handle -> {
            int first = sum(handle);
            database.transaction(other -> other.execute("update t set n = n + 1"));
            return sum(handle) - first;
        });
        assertEquals(0, second);
        assertEquals(2, sum());
    }

    @Test
    void a_snapshot_cannot_write() {
        var refused = assertThrows(JdbiException.class,
                () -> database.snapshot(handle -> handle.execute("update t set n = 1")));
        assertEquals("25006", SqlState.of(refused));
        int changed = database.transaction(handle -> handle.execute("update t set n = 1 where id = 1"));
        assertEquals(1, changed);
    }

    @Test
    void of_two_transactions_in_a_deadlock_one_is_done_again() throws Exception {
        long before = database.lockRetries();
        var bothHoldOne = new CountDownLatch(2);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<?> one = threads.submit(() -> addInOrder(bothHoldOne, 1, 2));
            Future<?> other = threads.submit(() -> addInOrder(bothHoldOne, 2, 1));
            one.get(30, TimeUnit.SECONDS);
            other.get(30, TimeUnit.SECONDS);
        }
        assertEquals(4, sum());
        assertEquals(before + 1, database.lockRetries());
    }

    private void addInOrder(CountDownLatch bothHoldOne, int first, int second) {
        database.transaction(handle -> {
            handle.execute("update t set n = n + 1 where id = ?", first);
            bothHoldOne.countDown();
            awaitQuietly(bothHoldOne);
            return handle.execute("update t set n = n + 1 where id = ?", second);
        });
    }

    private static void awaitQuietly(CountDownLatch latch) {
        Patience.until(Duration.ofSeconds(20), () -> latch.getCount() == 0);
    }

    @Test
    void an_error_of_a_statement_is_not_a_database_that_is_away() {
        var error = assertThrows(JdbiException.class,
                () -> database.transaction(handle -> handle.execute("insert into t values (1, 1)")));
        assertEquals(SqlState.UNIQUE_VIOLATION, SqlState.of(error));
    }

    @Test
    void a_connection_that_the_server_ends_is_a_database_that_is_away_and_the_next_one_works() {
        assertThrows(DatabaseAway.class, () -> database.transaction(handle -> {
            int pid = handle.select("select pg_backend_pid()").mapTo(Integer.class).one();
            database.transaction(
                    other -> other.select("select pg_terminate_backend(?)", pid).mapTo(Boolean.class).one());
            return sum(handle);
        }));
        assertEquals(0, sum());
    }

    @Test
    void a_pool_opens_while_the_database_is_away_and_says_so_at_each_use() throws IOException {
        var nobody = new DatabaseAddress("jdbc:postgresql://127.0.0.1:" + TestPostgres.freePort() + "/x", "x",
                "x");
        try (Database away = Database.open(nobody, "away", 1)) {
            assertThrows(DatabaseAway.class, () -> away.transaction(handle -> 1));
            assertThrows(DatabaseAway.class, away::connection);
        }
    }

    @Test
    void a_pool_with_no_free_connection_is_a_database_that_is_away() throws SQLException {
        try (Database small = Database.open(address, "small", 1); Connection taken = small.connection()) {
            assertFalse(taken.getAutoCommit());
            assertThrows(DatabaseAway.class, () -> small.transaction(handle -> 1));
        }
    }

    @Test
    void a_connection_that_is_given_back_has_rolled_back() throws SQLException {
        try (Connection connection = database.connection();
                Statement statement = connection.createStatement()) {
            statement.executeUpdate("update t set n = 9");
        }
        assertEquals(0, sum());
    }

    @Test
    void a_frozen_transaction_loses_its_locks_within_a_lease() throws SQLException {
        try (Connection frozen = database.connection(); Statement statement = frozen.createStatement()) {
            statement.executeUpdate("update t set n = 9");
            database.transaction(handle -> handle.execute("update t set n = 1"));
            assertEquals(2, sum());
            var lost = assertThrows(SQLException.class, frozen::commit);
            assertTrue(SqlState.away(lost), lost.toString());
        }
    }

    @Test
    void the_engine_plans_once_and_only_walks_indices() {
        try (Database engine = Database.openForEngine(address, "engine", 1)) {
            for (String name : new String[]{"seqscan", "hashjoin", "mergejoin"}) {
                assertEquals("off", engine.read(handle -> show(handle, "enable_" + name)));
            }
            assertEquals("force_generic_plan", engine.read(handle -> show(handle, "plan_cache_mode")));
            assertEquals("5s", engine.read(handle -> show(handle, "idle_in_transaction_session_timeout")));
            assertEquals("read committed", engine.read(handle -> show(handle, "transaction_isolation")));
        }
    }

    @Test
    void an_address_never_prints_its_password() {
        assertEquals("jdbc:postgresql://h/d as u",
                new DatabaseAddress("jdbc:postgresql://h/d", "u", "s").toString());
        assertEquals("jdbc:postgresql://h/d?password=***&user=u",
                new DatabaseAddress("jdbc:postgresql://h/d?password=s&user=u", "", "").toString());
    }

    @Test
    void a_retry_happens_once() {
        var tries = new AtomicInteger();
        assertThrows(JdbiException.class, () -> database.transaction(handle -> {
            tries.incrementAndGet();
            return handle.execute("do $$ begin raise exception using errcode = '40P01'; end $$");
        }));
        assertEquals(2, tries.get());
    }

    private static String show(Handle handle, String setting) {
        return handle.select("show " + setting).mapTo(String.class).one();
    }

    private int sum() {
        return database.read(DatabaseTest::sum);
    }

    private static int sum(Handle handle) {
        return handle.select("select sum(n) from t").mapTo(Integer.class).one();
    }
}
