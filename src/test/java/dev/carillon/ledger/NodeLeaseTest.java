package dev.carillon.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.carillon.Law;
import dev.carillon.base.Patience;
import dev.carillon.base.SystemTimeline;
import dev.carillon.db.DatabaseAway;

@Tag("database")
class NodeLeaseTest {

    private static final PostgresWorld.Pools POOLS = PostgresWorld.Pools.open();
    private static final Duration LONG = Duration.ofSeconds(30);

    private final SystemTimeline timeline = new SystemTimeline(NodeLease.LENGTH);
    private final AtomicBoolean away = new AtomicBoolean();

    @TempDir
    Path directory;

    @AfterEach
    void closeTimeline() {
        timeline.close();
    }

    @AfterAll
    static void close() {
        POOLS.close();
    }

    private Connection connection() {
        if (away.get()) {
            throw new DatabaseAway(new IllegalStateException("away"));
        }
        return POOLS.engine().connection();
    }

    private NodeLease start() {
        return NodeLease.start(this::connection, timeline, directory, true);
    }

    private static boolean inForce(long node) {
        return POOLS.requests().read(h -> h
                .createQuery("select lease_until > clock_timestamp() from node where node_id = :n")
                .bind("n", node)
                .mapTo(Boolean.class).one());
    }

    /** The server ends every session of the ledger; a new one is refused while the database is away. */
    private static void cut() {
        POOLS.requests().read(h -> h.createQuery("""
                select count(pg_terminate_backend(pid, 5000)) from pg_stat_activity
                where application_name = 'carillon ledger' and datname = current_database()""")
                .mapTo(Integer.class).one());
    }

    @Test
    void a_started_lease_holds_at_once_and_is_in_the_database() {
        try (NodeLease lease = start()) {
            assertTrue(Patience.until(LONG, lease::held));
            assertTrue(inForce(lease.nodeId()));
        }
    }

    @Test
    @Law("Single dial")
    void a_lease_that_cannot_be_renewed_ends_here_before_it_ends_for_others() {
        try (NodeLease lease = start()) {
            assertTrue(Patience.until(LONG, lease::held));
            away.set(true);
            cut();
            assertTrue(Patience.until(LONG, () -> !lease.held() || !inForce(lease.nodeId())));
            assertFalse(lease.held());
            away.set(false);
            assertTrue(Patience.until(LONG, lease::held), "it goes on when the database is back");
        }
    }

    @Test
    void a_node_keeps_its_id_over_restarts() {
        long first;
        try (NodeLease lease = start()) {
            first = lease.nodeId();
        }
        try (NodeLease lease = start()) {
            assertEquals(first, lease.nodeId());
        }
    }

    @Test
    @Law("Single dial")
    void two_processes_are_never_one_node() {
        try (NodeLease lease = start()) {
            assertTrue(lease.nodeId() > 0);
            assertThrows(IllegalStateException.class, this::start);
        }
    }

    @Test
    void a_file_of_another_database_or_of_nonsense_makes_a_new_node() throws Exception {
        long first;
        try (NodeLease lease = start()) {
            first = lease.nodeId();
        }
        Files.writeString(directory.resolve("node-id"), first + " 2001-01-01T00:00:00Z\n");
        try (NodeLease lease = start()) {
            assertNotEquals(first, lease.nodeId());
        }
        Files.writeString(directory.resolve("node-id"), "nonsense");
        try (NodeLease lease = start()) {
            assertTrue(lease.nodeId() > first);
        }
    }

    @Test
    void a_closed_lease_does_not_hold() {
        NodeLease lease = start();
        lease.close();
        assertFalse(lease.held());
    }
}
