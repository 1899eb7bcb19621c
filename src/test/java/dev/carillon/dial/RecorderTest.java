package dev.carillon.dial;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Queue;

import org.junit.jupiter.api.Test;

import dev.carillon.call.CarrierEvent.Kind;
import dev.carillon.call.Outcome;
import dev.carillon.dial.FakeCarrier.Script;
import dev.carillon.dial.FakeLedger.Fault;
import dev.carillon.dial.FakeTables.Batch;
import dev.carillon.dial.UsageKey.Scope;

/** What carriers told is recorded beside the step, one transaction after the other. */
class RecorderTest {

    private final Queue<Runnable> handed = new ArrayDeque<>();
    private final DialWorld world = new DialWorld();

    RecorderTest() {
        world.recording = handed::add;
        world.node().restart();
    }

    /** Within the step, as nodes of the simulator do. */
    private void recordAtOnce() {
        world.recording = Runnable::run;
        world.node().restart();
    }

    private void recordAll() {
        while (!handed.isEmpty()) {
            Objects.requireNonNull(handed.poll()).run();
            world.node().nudge();
            world.runMillis(10);
        }
    }

    @Test
    void what_is_told_while_a_record_is_on_its_way_is_recorded_by_the_next() {
        Batch batch = world.batch(1);
        world.runMillis(20_000);
        assertEquals(1, handed.size(), "one at a time, whatever was told meanwhile");
        assertEquals(0, batch.completed);
        assertEquals(1, world.dialer().liveCalls(), "a call is there until its end is in the ledger");
        recordAll();
        assertEquals(1, batch.completed);
        assertEquals(0, world.dialer().liveCalls());
        assertTrue(world.dialer().idle());
    }

    @Test
    void a_change_that_is_refused_alone_keeps_nothing_from_being_dialled() {
        recordAtOnce();
        Batch refused = world.batch(1);
        world.ledger().refused = change -> change.call().batchId() == refused.call.batchId();
        world.runMillis(20_000);
        assertTrue(world.node().failures > 0);
        Batch other = world.batch(1);
        world.runMillis(20_000);
        assertEquals(1, other.completed);
    }

    @Test
    void while_records_fail_nothing_is_opened() {
        Batch first = world.batch(1);
        world.runMillis(1_000);
        world.ledger().faults = name -> name.equals("record") ? Fault.AWAY : Fault.NONE;
        Objects.requireNonNull(handed.poll()).run();
        Batch second = world.batch(1);
        for (int i = 0; i < 20; i++) {
            world.node().nudge();
            world.runMillis(300);
            handed.forEach(Runnable::run);
            handed.clear();
        }
        assertEquals(1, first.sent);
        assertEquals(0, second.sent);
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
        recordAll();
        assertEquals(1, batch.completed);
    }

    /** Everything that happens to one call, and how many records it takes. */
    private int records(Script script) {
        recordAtOnce();
        world.script(script);
        Batch batch = world.batch(1);
        int before = world.ledger().records;
        world.runMillis(20_000);
        assertEquals(1, batch.completed);
        return world.ledger().records - before;
    }

    @Test
    void an_answer_and_the_agent_who_joins_right_after_it_are_one_record() {
        assertEquals(3, records(Script.talks(Duration.ofSeconds(3))), "it rings; it is answered; its end");
    }

    @Test
    void a_short_call_is_one_record() {
        assertEquals(1, records(new Script(List.of(new Script.Step(Duration.ofMillis(5), Kind.RINGING, null),
                new Script.Step(Duration.ofMillis(9), Kind.ANSWERED, null),
                new Script.Step(Duration.ofMillis(12), Kind.JOINED, null),
                new Script.Step(Duration.ofMillis(115), Kind.ENDED, Outcome.COMPLETED)))));
    }

    @Test
    void an_answer_is_recorded_soon_however_long_the_call_is() {
        recordAtOnce();
        world.script(Script.only(Kind.RINGING, Kind.ANSWERED));
        Batch batch = world.batch(1);
        world.runMillis(200);
        assertEquals(0, batch.pickedUp, "it was told within the last moment");
        world.run(Unrecorded.LINGER.plusMillis(100));
        assertEquals(1, batch.pickedUp);
        assertEquals(Optional.empty(), world.node().inbox.oldest());
    }

    @Test
    void calls_that_end_within_a_moment_share_a_record() {
        recordAtOnce();
        world.script(Script.ends(Duration.ofMillis(5), Outcome.BUSY));
        Batch batch = world.batch(100);
        world.pace(world.key(batch, Scope.TRUNK), 1_000, 1);
        world.run(Duration.ofSeconds(1));
        assertEquals(100, batch.sent);
        assertTrue(world.ledger().records < 20, world.ledger().records + " records");
        assertTrue(world.dialer().idle());
    }

    @Test
    void a_progress_that_is_refused_is_set_aside_however_many_calls_end_meanwhile() {
        recordAtOnce();
        world.script(Script.only(Kind.RINGING, Kind.ANSWERED));
        Batch refused = world.batch(1);
        Batch behind = world.batch(1);
        world.ledger().refused = change -> change.call().batchId() == refused.call.batchId();
        world.runMillis(100);
        for (int i = 0; i < 40; i++) {
            world.script(Script.ends(Duration.ofMillis(5), Outcome.COMPLETED));
            world.batch(3);
            world.runMillis(240);
        }
        assertEquals(0, refused.pickedUp);
        assertEquals(1, behind.pickedUp, "its answer waits for nobody's refusal");
    }
}
