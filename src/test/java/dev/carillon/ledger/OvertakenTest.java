package dev.carillon.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import dev.carillon.Law;
import dev.carillon.call.Outcome;
import dev.carillon.dial.Claim.Candidate;
import dev.carillon.ledger.LedgerWorld.Sketch;
import dev.carillon.ledger.LedgerWorld.Task;

/** What happens between two statements of one transaction. */
@Tag("database")
class OvertakenTest {

    private static final PostgresWorld.Pools POOLS = PostgresWorld.Pools.open();
    private static final Instant NOW = LedgerContract.NOW;

    @AfterAll
    static void close() {
        POOLS.close();
    }

    /** A connection that does something else once, right before the given statement. */
    private static Connection meanwhile(String before, Runnable other) {
        Connection real = POOLS.engine().connection();
        var done = new AtomicBoolean();
        return (Connection) Proxy.newProxyInstance(Connection.class.getClassLoader(),
                new Class<?>[]{Connection.class},
                (self, method, arguments) -> {
                    if (arguments != null && before.equals(arguments[0]) && !done.getAndSet(true)) {
                        other.run();
                    }
                    try {
                        return method.invoke(real, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause() == null ? e : e.getCause();
                    }
                });
    }

    @Test
    @Law("Obedience")
    void a_batch_that_is_cancelled_while_a_retry_is_recorded_is_not_tried_again() {
        try (var world = new PostgresWorld(POOLS)) {
            long batch = world.batch(Sketch.of(1));
            Candidate c = Calls.open(world.ledger(1), batch, 1, NOW).getFirst();
            var ledger = world.ledger(1,
                    () -> meanwhile(RecordSql.LOCK_BATCHES, () -> world.cancel(batch, false)));
            try (ledger) {
                ledger.record(List.of(Calls.again(c, Outcome.BUSY, NOW, NOW)));
            }
            assertEquals(new Task("skipped", "batch_cancelled", false), world.task(batch, 0));
            assertTrue(world.due(batch).isEmpty());
            assertEquals(world.recount(batch), world.figures(batch));
        }
    }

    @Test
    @Law("Progress")
    void tasks_appended_while_a_claim_waits_are_not_passed_by_the_cursor() {
        try (var world = new PostgresWorld(POOLS)) {
            long batch = world.batch(Sketch.of(2));
            var known = Calls.batch(world.ledger(1), batch, NOW);
            var ledger = world.ledger(1,
                    () -> meanwhile(ClaimSql.LOCK_BATCHES,
                            () -> world.append(batch, LedgerWorld.numbers(50, 3))));
            try (ledger; var claim = ledger.claim(Calls.request(known, 9, NOW))) {
                assertEquals(5, claim.candidates().size());
            }
        }
    }
}
