package dev.carillon.db;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import dev.carillon.base.Patience;

class NotificationsTest {

    private static final Duration LONG = Duration.ofSeconds(30);

    private final DatabaseAddress address = TestPostgres.emptyDatabase();
    private final Database database = Database.open(address, "test", 2);
    private final Notifications notifications = new Notifications(address);
    private final AtomicInteger told = new AtomicInteger();

    @BeforeEach
    void listens() {
        notifications.onNotify(told::incrementAndGet);
        awaitListener();
    }

    @AfterEach
    void close() {
        notifications.close();
        database.close();
    }

    @Test
    void what_is_committed_is_heard_and_what_is_rolled_back_is_not() {
        int before = told.get();
        assertThrows(IllegalStateException.class, () -> database.perform(handle -> {
            Notifications.announce(handle);
            throw new IllegalStateException("no");
        }));
        database.perform(Notifications::announce);
        assertTrue(Patience.until(LONG, () -> told.get() > before));
        assertEquals(before + 1, told.get());
    }

    @Test
    void a_listener_that_throws_does_not_end_the_listening() {
        notifications.onNotify(() -> {
            throw new IllegalStateException("a listener's defect");
        });
        for (int round = 0; round < 2; round++) {
            int before = told.get();
            database.perform(Notifications::announce);
            assertTrue(Patience.until(LONG, () -> told.get() > before));
        }
    }

    @Test
    void after_a_lost_connection_it_listens_again_and_says_that_something_may_have_been_missed() {
        int before = told.get();
        database.perform(handle -> handle.execute("""
                select pg_terminate_backend(pid) from pg_stat_activity
                where datname = current_database() and application_name = 'carillon listener'"""));
        assertTrue(Patience.until(LONG, () -> told.get() > before));
        awaitListener();
        int again = told.get();
        database.perform(Notifications::announce);
        assertTrue(Patience.until(LONG, () -> told.get() > again));
    }

    private void awaitListener() {
        assertTrue(Patience.until(LONG,
                () -> database.read(handle -> handle
                        .select("""
                select exists (select from pg_stat_activity where datname = current_database()
                    and application_name = 'carillon listener' and query = 'listen carillon'
                    and state = 'idle')""")
                        .mapTo(Boolean.class).one())));
    }
}
