package dev.carillon.dial;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import dev.carillon.Law;
import dev.carillon.base.Ids.CallKey;
import dev.carillon.call.CarrierEvent;
import dev.carillon.call.CarrierEvent.Kind;
import dev.carillon.call.Outcome;
import dev.carillon.call.TaskStatus;
import dev.carillon.dial.FakeCarrier.Script;
import dev.carillon.dial.FakeTables.Attempt;
import dev.carillon.dial.FakeTables.Batch;

/** A missing word of a carrier never holds a call past its deadline. */
@Law("Progress")
class DeadlinesTest {

    private final DialWorld world = new DialWorld();
    private final Batch batch = world.batch(1);

    private Attempt attempt() {
        return world.attempt(batch, 0, 1);
    }

    @Test
    void a_call_that_rings_too_long_is_hung_up_and_was_not_answered() {
        world.script(Script.only(Kind.RINGING));
        world.run(Duration.ofSeconds(30));
        assertEquals(0, world.carrier.hungUp.size());
        world.run(Duration.ofSeconds(2));
        assertEquals(1, world.carrier.hungUp.size());
        assertEquals(Outcome.NO_ANSWER, attempt().outcome);
        assertTrue(attempt().slotsFree);
        assertEquals("completed", batch.status);
    }

    @Test
    @Law("Capacity")
    void a_hang_up_that_nobody_confirms_loses_the_call_and_keeps_its_places() {
        world.script(Script.only(Kind.RINGING));
        world.carrier.confirms = null;
        world.run(Duration.ofSeconds(37));
        assertEquals(Outcome.LOST, attempt().outcome);
        assertFalse(attempt().slotsFree);
        assertEquals(TaskStatus.FAILED, batch.tasks.getFirst().status);
        assertEquals("completed", batch.status);
        assertEquals(1, world.tables.onLine.size());
    }

    @Test
    @Law("Capacity")
    void the_late_confirmation_of_a_lost_call_frees_its_places_and_changes_nothing_else() {
        world.script(Script.only(Kind.RINGING));
        world.carrier.confirms = null;
        world.run(Duration.ofSeconds(37));
        world.carrier.end(attempt().key(), Outcome.COMPLETED);
        world.run(Duration.ofSeconds(1));
        assertEquals(Outcome.LOST, attempt().outcome);
        assertTrue(attempt().slotsFree);
        assertEquals(0, world.tables.onLine.size());
        assertEquals(0, batch.completed);
        assertEquals(0, world.dialer().liveCalls());
        assertEquals(0, world.dialer().watched());
    }

    @Test
    @Law("Capacity")
    void the_places_of_a_lost_call_are_free_after_its_last_deadline() {
        world.script(Script.only());
        world.carrier.confirms = null;
        world.run(Duration.ofMinutes(60));
        assertFalse(attempt().slotsFree);
        world.run(Duration.ofMinutes(2));
        assertTrue(attempt().slotsFree);
        assertEquals(0, world.dialer().liveCalls());
    }

    @Test
    void an_answered_call_without_its_agent_is_hung_up() {
        world.script(Script.only(Kind.RINGING, Kind.ANSWERED));
        world.run(Duration.ofSeconds(6));
        assertEquals(Outcome.AGENT_FAILED, attempt().outcome);
        assertEquals(1, batch.pickedUp);
        assertEquals(0, batch.completed);
    }

    @Test
    void it_goes_on_without_its_agent_for_as_long_as_its_carrier_has_said() {
        world.script(Script.only(Kind.RINGING));
        world.run(Duration.ofSeconds(2));
        Instant now = world.timeline.now();
        world.node().inbox.accept(
                CarrierEvent.of(attempt().key(), Kind.ANSWERED, now).lastingUntil(now.plusSeconds(65)));
        world.run(Duration.ofSeconds(64));
        assertEquals(0, world.carrier.hungUp.size());
        assertFalse(attempt().slotsFree);
        world.run(Duration.ofSeconds(2));
        assertEquals(1, world.carrier.hungUp.size());
        assertEquals(Outcome.AGENT_FAILED, attempt().outcome);
    }

    @Test
    void the_longest_call_is_ended_and_completed_with_its_note() {
        world.script(Script.only(Kind.RINGING, Kind.ANSWERED, Kind.JOINED));
        world.run(Duration.ofMinutes(59));
        assertEquals(0, world.carrier.hungUp.size());
        world.run(Duration.ofMinutes(2));
        assertEquals(Outcome.COMPLETED, attempt().outcome);
        assertEquals("call_limit", attempt().note);
        assertEquals(1, batch.completed);
    }

    @ParameterizedTest
    @CsvSource({"ANSWERED,ABANDONED", "JOINED,FAILED"})
    void an_answer_that_crosses_our_hang_up_is_no_missed_call(Kind kind, Outcome outcome) {
        world.script(Script.only(Kind.RINGING));
        world.carrier.confirms = Duration.ofSeconds(1);
        world.run(Duration.ofMillis(30_600));
        assertEquals(1, world.carrier.hungUp.size());
        Instant now = world.timeline.now();
        world.node().inbox.accept(CarrierEvent.of(attempt().key(), kind, now));
        world.run(Duration.ofSeconds(2));
        assertEquals(outcome, attempt().outcome);
        assertEquals(1, batch.pickedUp);
    }

    @Test
    @Law("Obedience")
    void the_calls_of_a_cancelled_batch_are_hung_up_once_when_that_is_asked() {
        Batch other = world.batch(1);
        world.script(Script.talks(Duration.ofMinutes(5)));
        world.carrier.confirms = Duration.ofSeconds(2);
        world.run(Duration.ofSeconds(3));
        batch.status = "cancelled";
        batch.hangUp = true;
        world.node().nudge();
        world.runMillis(30);
        assertEquals(1, world.carrier.hungUp.size());
        world.run(Duration.ofSeconds(3));
        assertEquals(1, world.carrier.hungUp.size());
        assertEquals(Outcome.CANCELLED, attempt().outcome);
        assertEquals(1, other.sent);
        assertEquals(1, world.carrier.live());
    }

    @ParameterizedTest
    @CsvSource({"RINGING,CANCELLED", "ANSWERED,CANCELLED", "JOINED,COMPLETED"})
    @Law("Obedience")
    void a_call_that_somebody_asked_to_hang_up_is_hung_up_once_and_ends_by_how_far_it_had_come(Kind kind,
            Outcome outcome) {
        world.script(Script.only(kind));
        world.carrier.confirms = Duration.ofMillis(500);
        world.run(Duration.ofMillis(600));
        Batch other = world.batch(1);
        world.run(Duration.ofSeconds(1));
        world.ledger().ending.add(attempt().key());
        world.node().nudge();
        world.runMillis(30);
        assertEquals(List.of(attempt().key()), world.carrier.hungUp);
        world.run(Duration.ofSeconds(2));
        assertEquals(outcome, attempt().outcome);
        assertEquals("hang_up", attempt().note);
        assertEquals(1, world.carrier.hungUp.size());
        assertEquals("sent", other.status);
    }

    @Test
    @Law("Obedience")
    void a_call_that_was_to_be_hung_up_before_it_was_placed_is_not_dialled_again() {
        Batch many = world.batch(10);
        world.pace(world.key(many, UsageKey.Scope.TRUNK), 20, 1);
        world.runMillis(1);
        int placed = world.placed();
        assertTrue(world.tables.attempts.size() > placed);
        world.ledger().ending.addAll(world.tables.attempts.keySet());
        world.node().nudge();
        world.run(Duration.ofMillis(40));
        int asked = world.ledger().ending.size();
        assertEquals(asked, world.count(Outcome.CANCELLED) + world.count(Outcome.COMPLETED));
        assertEquals(0, world.count(Outcome.NOT_PLACED));
        world.run(Duration.ofMinutes(1));
        assertEquals(many.tasks.size() + 1, world.tables.attempts.size(), "one attempt a task");
    }

    @Test
    @Law("Obedience")
    void what_waits_for_its_moment_is_not_placed_after_its_batch_was_to_be_hung_up() {
        Batch many = world.batch(10);
        world.pace(world.key(many, UsageKey.Scope.TRUNK), 20, 1);
        world.runMillis(1);
        int placed = world.placed();
        many.status = "cancelled";
        batch.status = "cancelled";
        many.hangUp = true;
        batch.hangUp = true;
        world.node().nudge();
        world.timeline.advance(Duration.ofMillis(19));
        assertTrue(world.tables.attempts.size() > placed);
        world.run(Duration.ofSeconds(2));
        assertEquals(placed, world.placed());
        assertTrue(world.count(Outcome.NOT_PLACED) > 0);
        assertEquals(0, world.tables.onLine.size());
    }

    @Test
    void words_about_calls_that_nobody_knows_or_that_come_twice_change_nothing() {
        world.script(Script.ends(Duration.ofMillis(10), Outcome.BUSY));
        world.run(Duration.ofSeconds(1));
        for (Kind kind : Kind.values()) {
            world.node().inbox.accept(CarrierEvent.of(attempt().key(), kind, world.timeline.now()));
            world.node().inbox.accept(CarrierEvent.of(new CallKey(77, 1, 1), kind,
                    world.timeline.now()));
        }
        world.run(Duration.ofSeconds(1));
        assertEquals(Outcome.BUSY, attempt().outcome);
        assertEquals(0, batch.pickedUp);
        assertEquals(0, world.node().failures);
    }
}
