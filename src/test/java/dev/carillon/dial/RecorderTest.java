package dev.carillon.dial;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayDeque;
import java.util.Objects;
import java.util.Queue;

import org.junit.jupiter.api.Test;

import dev.carillon.dial.FakeLedger.Fault;
import dev.carillon.dial.FakeTables.Batch;

/** What carriers told is recorded beside the step, one transaction after the other. */
class RecorderTest {

    private final Queue<Runnable> handed = new ArrayDeque<>();
    private final DialWorld world = new DialWorld();

    RecorderTest() {
        world.recording = handed::add;
        world.node().restart();
    }

    @Test
    void what_is_told_while_a_record_is_on_its_way_is_recorded_by_the_next() {
        Batch batch = world.batch(1);
        world.runMillis(20_000);
        assertEquals(1, handed.size(), "one at a time, whatever was told meanwhile");
        assertEquals(0, batch.completed);
        assertEquals(1, world.dialer().liveCalls(), "a call is there until its end is in the ledger");
        while (!handed.isEmpty()) {
            Objects.requireNonNull(handed.poll()).run();
            world.node().nudge();
            world.runMillis(10);
        }
        assertEquals(1, batch.completed);
        assertEquals(0, world.dialer().liveCalls());
        assertTrue(world.dialer().idle());
    }

    @Test
    void a_record_that_failed_is_handed_over_again_with_what_was_told_since() {
        Batch batch = world.batch(1);
        world.runMillis(20_000);
        world.ledger().faults = name -> name.equals("record") ? Fault.AWAY : Fault.NONE;
        Objects.requireNonNull(handed.poll()).run();
        world.node().nudge();
        world.runMillis(300);
        world.ledger().faults = _ -> Fault.NONE;
        assertEquals(1, world.node().failures);
        assertFalse(world.dialer().idle());
        while (!handed.isEmpty()) {
            Objects.requireNonNull(handed.poll()).run();
            world.node().nudge();
            world.runMillis(10);
        }
        assertEquals(1, batch.completed);
    }
}
