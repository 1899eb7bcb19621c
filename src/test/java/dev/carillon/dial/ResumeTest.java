package dev.carillon.dial;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Set;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import dev.carillon.Law;
import dev.carillon.call.AttemptState;
import dev.carillon.call.CarrierEvent.Kind;
import dev.carillon.call.Outcome;
import dev.carillon.dial.FakeCarrier.Script;
import dev.carillon.dial.FakeTables.Attempt;
import dev.carillon.dial.FakeTables.Batch;

/** A node comes back, and the calls of its former process are still up. */
class ResumeTest {

    private final DialWorld world = new DialWorld();
    private final Batch batch = world.batch(1);

    @BeforeEach
    void carriersCanGoOn() {
        world.ledger().resumable = true;
        world.carrier.keeps = "state";
    }

    private Attempt attempt() {
        return world.attempt(batch, 0, 1);
    }

    /** While its own node has no lease. */
    private void anotherNodeClosesItAsLost() {
        world.node().leaseHeld = false;
        DialWorld.Node other = world.addNode();
        other.ledger.dead.add(world.node().ledger.node);
        world.runMillis(1_000);
        assertEquals(Outcome.LOST, attempt().outcome);
        other.ledger.dead.clear();
    }

    private void itsNodeComesBack() {
        world.node().leaseHeld = true;
        restartAfter(0);
        world.runMillis(1_000);
    }

    private void restartAfter(long millis) {
        world.runMillis(millis);
        world.node().restart();
    }

    @Test
    @Law("Single dial")
    void a_joined_call_goes_on_and_its_end_is_recorded() {
        world.script(Script.talks(Duration.ofSeconds(20)));
        restartAfter(5_000);
        world.runMillis(2_000);
        Adopted adopted = world.carrier.adopted.getFirst();
        assertEquals(AttemptState.JOINED, adopted.state());
        assertEquals("state", adopted.resume());
        assertEquals(AttemptState.JOINED, attempt().state);
        assertEquals(1, world.dialer().liveCalls());
        world.run(Duration.ofSeconds(20));
        assertEquals(Outcome.COMPLETED, attempt().outcome);
        assertTrue(attempt().slotsFree);
        assertEquals(1, world.placed());
        assertEquals(0, world.dialer().liveCalls());
        assertEquals(0, world.dialer().watched());
        assertEquals("completed", batch.status);
    }

    @Test
    void nothing_new_is_opened_while_its_carrier_is_still_taking_it_over() {
        world.script(Script.talks(Duration.ofSeconds(60)));
        world.runMillis(5_000);
        world.carrier.asking = true;
        restartAfter(0);
        world.batch(1);
        int before = world.node().steps;
        world.runMillis(2_000);
        assertEquals(1, world.placed());
        assertTrue(world.node().steps - before < 500, "it looks now and then, and rests in between");
        world.carrier.asking = false;
        world.runMillis(250);
        assertEquals(2, world.placed());
    }

    @Test
    @Law("Progress")
    void a_carrier_that_never_comes_to_it_holds_up_what_is_new_for_some_seconds_only() {
        world.script(Script.talks(Duration.ofSeconds(60)));
        world.runMillis(5_000);
        world.carrier.asking = true;
        restartAfter(0);
        world.batch(1);
        world.runMillis(5_250);
        assertEquals(2, world.placed());
    }

    @Test
    @Law("Progress")
    void a_call_that_its_carrier_is_still_asking_about_is_not_given_up_before_its_last_deadline() {
        world.script(Script.only(Kind.RINGING));
        world.runMillis(1_000);
        world.carrier.line = _ -> {
        };
        world.carrier.asking = true;
        restartAfter(0);
        world.run(Duration.ofMinutes(30));
        assertEquals(AttemptState.RINGING, attempt().state);
        world.carrier.asking = false;
        world.run(Duration.ofSeconds(11));
        assertEquals(Outcome.LOST, attempt().outcome);
        world.carrier.asking = true;
        world.run(Duration.ofMinutes(31));
        assertTrue(attempt().slotsFree);
    }

    @Test
    @Law("Progress")
    void nor_is_one_that_it_never_comes_to_held_beyond_that() {
        world.script(Script.only(Kind.RINGING));
        world.runMillis(1_000);
        world.carrier.line = _ -> {
        };
        world.carrier.asking = true;
        restartAfter(0);
        world.run(Duration.ofHours(1).plusMinutes(2));
        assertEquals(Outcome.LOST, attempt().outcome);
        assertEquals(0, world.dialer().liveCalls());
    }

    @Test
    @Law("Progress")
    void its_deadline_goes_on_from_its_answer() {
        world.script(Script.only(Kind.RINGING, Kind.ANSWERED, Kind.JOINED));
        restartAfter(1_000);
        world.run(Duration.ofHours(1));
        assertEquals(Outcome.COMPLETED, attempt().outcome);
        assertEquals("call_limit", attempt().note);
    }

    @Test
    void a_call_that_rang_is_ended_as_its_carrier_says() {
        world.script(Script.only(Kind.RINGING));
        restartAfter(1_000);
        world.runMillis(1_000);
        assertEquals(Outcome.NO_ANSWER, attempt().outcome);
        assertTrue(attempt().slotsFree);
        assertEquals(0, world.dialer().liveCalls());
    }

    @Test
    @Law("Obedience")
    void a_call_that_rang_and_was_to_be_hung_up_is_cancelled() {
        world.script(Script.only(Kind.RINGING));
        world.runMillis(1_000);
        world.ledger().ending.add(attempt().key());
        restartAfter(0);
        world.runMillis(1_000);
        assertEquals(Outcome.CANCELLED, attempt().outcome);
        assertEquals("hang_up", attempt().note);
        assertTrue(attempt().slotsFree);
        assertEquals(1, world.placed());
    }

    @Test
    @Law("Obedience")
    void a_call_that_rang_is_cancelled_with_its_batch() {
        world.script(Script.only(Kind.RINGING));
        world.runMillis(1_000);
        batch.hangUp = true;
        restartAfter(0);
        world.runMillis(1_000);
        assertEquals(Outcome.CANCELLED, attempt().outcome);
        assertTrue(attempt().slotsFree);
    }

    @Test
    void who_had_answered_is_abandoned_whoever_asked_for_the_end() {
        world.script(Script.only(Kind.RINGING, Kind.ANSWERED));
        world.runMillis(1_000);
        world.ledger().ending.add(attempt().key());
        restartAfter(0);
        world.runMillis(1_000);
        assertEquals(Outcome.ABANDONED, attempt().outcome);
    }

    @Test
    void what_was_to_be_hung_up_and_its_carrier_does_not_know_is_lost() {
        world.script(Script.only(Kind.RINGING));
        world.runMillis(1_000);
        world.ledger().ending.add(attempt().key());
        world.carrier.vanish(Set.of(attempt().key()));
        restartAfter(0);
        world.runMillis(1_000);
        assertEquals(Outcome.LOST, attempt().outcome);
        assertFalse(attempt().slotsFree);
    }

    @Test
    @Law("Obedience")
    void a_joined_call_that_was_to_be_hung_up_is_so_when_its_node_is_back() {
        world.script(Script.talks(Duration.ofSeconds(60)));
        world.runMillis(5_000);
        world.ledger().ending.add(attempt().key());
        restartAfter(0);
        world.runMillis(1_000);
        assertEquals(Outcome.COMPLETED, attempt().outcome);
        assertEquals("hang_up", attempt().note);
    }

    @Test
    void a_call_that_was_answered_and_not_joined_is_abandoned() {
        world.script(Script.only(Kind.RINGING, Kind.ANSWERED));
        restartAfter(1_000);
        world.runMillis(1_000);
        assertEquals(Outcome.ABANDONED, attempt().outcome);
        assertTrue(attempt().slotsFree);
    }

    @Test
    @Law("Capacity")
    void what_its_carrier_does_not_know_either_is_lost_and_keeps_its_places() {
        world.script(Script.only(Kind.RINGING));
        world.runMillis(1_000);
        world.carrier.vanish(Set.of(attempt().key()));
        restartAfter(0);
        world.runMillis(1_000);
        assertEquals(Outcome.LOST, attempt().outcome);
        assertFalse(attempt().slotsFree);
        assertTrue(world.dialer().idle());
        world.run(Duration.ofHours(1).plusMinutes(1));
        assertTrue(attempt().slotsFree);
        assertEquals(0, world.dialer().liveCalls());
        assertEquals("completed", batch.status);
    }

    @Test
    @Law("Capacity")
    void a_call_that_others_have_closed_as_lost_goes_on_and_its_end_frees_its_places() {
        world.script(Script.talks(Duration.ofSeconds(20)));
        world.runMillis(5_000);
        assertEquals(AttemptState.JOINED, attempt().state);
        anotherNodeClosesItAsLost();
        itsNodeComesBack();
        assertEquals(AttemptState.JOINED, world.carrier.adopted.getFirst().state());
        assertEquals(1, world.dialer().liveCalls());
        assertTrue(world.dialer().idle());
        assertFalse(attempt().slotsFree);
        world.run(Duration.ofSeconds(20));
        assertTrue(attempt().slotsFree);
        assertEquals(Outcome.LOST, attempt().outcome);
        assertEquals(0, world.dialer().liveCalls());
        assertEquals(1, world.placed());
    }

    @Test
    @Law("Obedience")
    void one_that_others_have_closed_as_lost_is_hung_up_on_request_and_stays_lost() {
        world.script(Script.talks(Duration.ofMinutes(20)));
        world.runMillis(5_000);
        anotherNodeClosesItAsLost();
        itsNodeComesBack();
        world.ledger().ending.add(attempt().key());
        world.node().nudge();
        world.runMillis(1_000);
        assertEquals(List.of(attempt().key()), world.carrier.hungUp);
        assertEquals(Outcome.LOST, attempt().outcome);
        assertTrue(attempt().slotsFree);
        assertEquals(0, world.dialer().liveCalls());
        assertEquals("completed", batch.status);
    }

    @Test
    @Law("Obedience")
    void it_is_hung_up_with_its_batch_too() {
        world.script(Script.talks(Duration.ofMinutes(20)));
        world.batch(1);
        world.runMillis(5_000);
        anotherNodeClosesItAsLost();
        itsNodeComesBack();
        batch.hangUp = true;
        world.node().nudge();
        world.runMillis(1_000);
        assertEquals(List.of(attempt().key()), world.carrier.hungUp, "and no other batch's");
        assertEquals(Outcome.LOST, attempt().outcome);
        assertTrue(attempt().slotsFree);
    }

    @Test
    @Law("Obedience")
    void so_is_one_whose_end_was_asked_for_before_its_node_came_back() {
        world.script(Script.talks(Duration.ofMinutes(20)));
        world.runMillis(5_000);
        anotherNodeClosesItAsLost();
        world.ledger().ending.add(attempt().key());
        itsNodeComesBack();
        assertEquals(Outcome.LOST, attempt().outcome);
        assertTrue(attempt().slotsFree);
    }

    @Test
    void it_is_hung_up_on_request_as_any_other() {
        world.script(Script.talks(Duration.ofSeconds(60)));
        restartAfter(5_000);
        world.runMillis(500);
        world.ledger().ending.add(attempt().key());
        world.node().nudge();
        world.runMillis(500);
        assertEquals(Outcome.COMPLETED, attempt().outcome);
        assertEquals("hang_up", attempt().note);
        assertTrue(attempt().slotsFree);
    }

    @Test
    void a_drain_leaves_joined_calls_to_the_next_process_and_hangs_up_the_others() {
        Batch ringing = world.batch(1);
        String talks = batch.tasks.getFirst().number;
        world.carrier.scripts = number -> number.equals(talks)
                ? Script.talks(Duration.ofSeconds(20))
                : Script.only(Kind.RINGING);
        world.runMillis(5_000);
        world.dialer().drain();
        assertFalse(world.dialer().idle());
        world.dialer().hangUpAll(world.timeline.now());
        world.runMillis(500);
        assertTrue(world.dialer().idle());
        assertEquals(Outcome.CANCELLED, world.attempt(ringing, 0, 1).outcome);
        assertEquals(AttemptState.JOINED, attempt().state);
        restartAfter(0);
        world.run(Duration.ofSeconds(20));
        assertEquals(Outcome.COMPLETED, attempt().outcome);
    }

    @Test
    void what_is_to_be_kept_is_recorded_at_once_and_again_when_it_changes() {
        world.script(Script.only(Kind.RINGING, Kind.ANSWERED, Kind.JOINED));
        world.runMillis(350);
        assertEquals(AttemptState.JOINED, attempt().state);
        assertEquals("state", attempt().resume);
        world.carrier.keeps = "other";
        world.carrier.say(attempt().key(), Kind.ANSWERED);
        world.runMillis(10);
        assertEquals("state", attempt().resume, "a word that is late");
        world.carrier.say(attempt().key(), Kind.JOINED);
        world.runMillis(10);
        assertEquals("other", attempt().resume);
        assertNull(attempt().outcome);
    }
}
