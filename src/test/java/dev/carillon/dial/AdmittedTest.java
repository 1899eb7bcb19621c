package dev.carillon.dial;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;

import org.junit.jupiter.api.Test;

import dev.carillon.Law;
import dev.carillon.call.CarrierEvent.Kind;
import dev.carillon.call.Outcome;
import dev.carillon.call.QuietHours;
import dev.carillon.call.Reason;
import dev.carillon.call.TaskStatus;
import dev.carillon.dial.FakeCarrier.Script;
import dev.carillon.dial.FakeTables.Batch;
import dev.carillon.dial.FakeTables.Line;
import dev.carillon.dial.FakeTables.TaskRow;

/** Who is dialled when, who is not, and why; and how often. */
@Law("Explained")
class AdmittedTest {

    private static final ZoneId UTC = ZoneId.of("UTC");

    private final DialWorld world = new DialWorld();

    @Test
    @Law("Ledger")
    void a_batch_of_talks_is_completed_in_one_pass() {
        Batch batch = world.batch(100);
        world.run(Duration.ofSeconds(5));
        assertEquals("completed", batch.status);
        assertEquals(100, batch.completed);
        assertEquals(100, world.placed());
        assertTrue(world.dialer().idle());
    }

    @Test
    @Law("Window")
    void nothing_is_placed_in_quiet_hours_nor_across_their_beginning() {
        Batch batch = world.batch(2);
        DialWorld.quiet(batch, new QuietHours(LocalTime.of(9, 0), LocalTime.of(9, 10), UTC));
        world.run(Duration.ofSeconds(2));
        assertEquals(0, world.placed());
        assertEquals(2, batch.due.size());
        assertEquals(Reason.OUTSIDE_WINDOW, batch.due.first().reason());
        assertEquals(DialWorld.START.plus(Duration.ofMinutes(10)), batch.due.first().at());
        world.run(Duration.ofMinutes(11));
        assertEquals(2, world.placed());
        Batch late = world.batch(1);
        DialWorld.quiet(late, new QuietHours(LocalTime.of(9, 12), LocalTime.of(9, 14), UTC));
        world.timeline.advanceTo(DialWorld.START.plus(Duration.ofMinutes(12)).minusMillis(300));
        world.run(Duration.ofSeconds(2));
        assertEquals(0, late.sent);
        assertEquals(Reason.OUTSIDE_WINDOW, late.due.first().reason());
    }

    @Test
    void a_task_is_not_dialled_before_its_time() {
        Batch batch = world.batch(2);
        batch.tasks.getFirst().notBefore = DialWorld.START.plusSeconds(30);
        world.run(Duration.ofSeconds(29));
        assertEquals(1, world.placed());
        assertEquals(Reason.NOT_BEFORE, batch.due.first().reason());
        world.run(Duration.ofSeconds(2));
        assertEquals(2, world.placed());
        assertTrue(!world.carrier.placed.getLast().at().isBefore(DialWorld.START.plusSeconds(30)));
    }

    @Test
    void what_would_wait_beyond_the_end_of_its_batch_is_expired() {
        Batch batch = world.batch(2);
        DialWorld.expires(batch, DialWorld.START.plusSeconds(20));
        batch.tasks.get(1).notBefore = DialWorld.START.plusSeconds(30);
        world.run(Duration.ofSeconds(5));
        TaskRow skipped = batch.tasks.get(1);
        assertEquals(TaskStatus.SKIPPED, skipped.status);
        assertEquals(Reason.EXPIRED, skipped.reason);
        assertEquals("completed", batch.status);
    }

    @Test
    @Law("Suppression")
    void a_number_on_the_do_not_call_list_is_skipped_and_its_batch_fails_when_that_was_all() {
        Batch batch = world.batch(1);
        world.tables.doNotCall.add(new Line(DialWorld.ORGANIZATION, batch.tasks.getFirst().number));
        world.run(Duration.ofSeconds(1));
        assertEquals(Reason.DO_NOT_CALL, batch.tasks.getFirst().reason);
        assertEquals("failed", batch.status);
        assertEquals(0, world.placed());
    }

    @Test
    @Law("Single dial")
    void a_number_that_is_on_the_line_waits_and_is_dialled_when_it_is_free() {
        Batch first = world.batch(1);
        Batch second = world.batch(0);
        second.tasks.add(new TaskRow(first.tasks.getFirst().number));
        Batch third = world.batch(0);
        third.tasks.add(new TaskRow(first.tasks.getFirst().number));
        world.runMillis(500);
        assertEquals(1, world.placed());
        assertEquals(Reason.NUMBER_BUSY, second.due.first().reason());
        assertEquals(Reason.NUMBER_BUSY, third.due.first().reason());
        world.run(Duration.ofSeconds(30));
        assertEquals(3, world.placed());
        assertEquals("completed", third.status);
    }

    @Test
    @Law("Budget")
    void no_answer_is_tried_again_after_half_an_hour_and_never_beyond_the_budget() {
        Batch batch = world.batch(1);
        DialWorld.retries(batch, 3);
        world.script(Script.ends(Duration.ofSeconds(5), Outcome.NO_ANSWER));
        world.run(Duration.ofSeconds(10));
        assertEquals(Reason.RETRY_WAIT, batch.due.first().reason());
        assertEquals(1, batch.due.first().spent());
        world.run(Duration.ofMinutes(29));
        assertEquals(1, world.placed());
        world.run(Duration.ofMinutes(2));
        assertEquals(2, world.placed());
        world.run(Duration.ofMinutes(200));
        assertEquals(3, world.placed());
        assertEquals(TaskStatus.FAILED, batch.tasks.getFirst().status);
        assertEquals("completed", batch.status);
    }

    @Test
    @Law("Budget")
    void what_no_rule_names_is_not_tried_again() {
        Batch batch = world.batch(1);
        DialWorld.retries(batch, 3);
        world.script(Script.ends(Duration.ofSeconds(1), Outcome.DECLINED));
        world.run(Duration.ofMinutes(40));
        assertEquals(1, world.placed());
        assertEquals(TaskStatus.FAILED, batch.tasks.getFirst().status);
    }

    @Test
    void a_retry_that_would_come_after_the_end_of_its_batch_does_not_come() {
        Batch batch = world.batch(1);
        DialWorld.retries(batch, 3);
        DialWorld.expires(batch, DialWorld.START.plus(Duration.ofMinutes(30)));
        world.script(Script.ends(Duration.ofSeconds(1), Outcome.BUSY));
        world.run(Duration.ofSeconds(5));
        assertEquals(TaskStatus.FAILED, batch.tasks.getFirst().status);
        assertEquals(Outcome.BUSY, world.outcome(batch, 0));
        assertEquals("completed", batch.status);
    }

    @Test
    @Law("Budget")
    void what_was_not_placed_costs_nothing_and_comes_again_at_once() {
        Batch batch = world.batch(1);
        world.carrier.beforePlacing = () -> {
            if (world.tables.attempts.size() <= 2) {
                world.timeline.advance(Duration.ofMillis(600));
            }
        };
        world.run(Duration.ofSeconds(8));
        assertEquals(Outcome.NOT_PLACED, world.attempt(batch, 0, 1).outcome);
        assertEquals(Outcome.NOT_PLACED, world.attempt(batch, 0, 2).outcome);
        assertEquals(Outcome.COMPLETED, world.attempt(batch, 0, 3).outcome);
        assertEquals(1, world.placed());
    }

    @Test
    void what_was_not_placed_before_its_batch_expired_says_so() {
        Batch batch = world.batch(1);
        DialWorld.expires(batch, DialWorld.START.plusMillis(300));
        world.carrier.beforePlacing = () -> world.timeline.advance(Duration.ofMillis(600));
        world.run(Duration.ofSeconds(3));
        assertEquals(Reason.EXPIRED, batch.tasks.getFirst().reason);
        assertEquals(0, world.placed());
    }

    @Test
    @Law("Budget")
    void what_rang_costs_budget_even_when_the_carrier_then_says_that_it_was_not_placed() {
        Batch batch = world.batch(1);
        world.script(new Script(List.of(Script.only(Kind.RINGING)
                .steps().getFirst(),
                Script.ends(Duration.ofSeconds(1), Outcome.NOT_PLACED).steps()
                        .getFirst())));
        world.run(Duration.ofSeconds(5));
        assertEquals(Outcome.FAILED, world.outcome(batch, 0));
        assertEquals(1, world.placed());
    }

    @Test
    @Law("Ledger")
    void a_call_that_completes_without_a_word_before_was_picked_up() {
        Batch batch = world.batch(1);
        world.script(Script.ends(Duration.ZERO, Outcome.COMPLETED));
        world.run(Duration.ofSeconds(1));
        assertEquals(1, batch.pickedUp);
        assertEquals(1, batch.completed);
    }

    @Test
    void a_batch_that_waits_for_tomorrow_costs_no_claims() {
        Batch batch = world.batch(50);
        DialWorld.quiet(batch, new QuietHours(LocalTime.of(8, 0), LocalTime.of(20, 0), UTC));
        world.run(Duration.ofSeconds(2));
        int claims = world.ledger().claims;
        world.run(Duration.ofSeconds(10));
        assertEquals(claims, world.ledger().claims);
        assertTrue(world.node().steps < 120, "steps " + world.node().steps);
    }
}
