package dev.carillon.ledger;

import static dev.carillon.ledger.LedgerWorld.ORGANIZATION;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;

import org.junit.jupiter.api.Test;

import dev.carillon.Law;
import dev.carillon.base.Ids.CallKey;
import dev.carillon.call.AttemptState;
import dev.carillon.call.Outcome;
import dev.carillon.call.Trunk;
import dev.carillon.dial.Claim.Candidate;
import dev.carillon.dial.DialLedger;
import dev.carillon.dial.Look;
import dev.carillon.dial.Resumed;
import dev.carillon.dial.Survey.Prospect;
import dev.carillon.dial.UsageKey;
import dev.carillon.dial.UsageKey.Scope;
import dev.carillon.ledger.LedgerWorld.Due;
import dev.carillon.ledger.LedgerWorld.Figures;
import dev.carillon.ledger.LedgerWorld.Sketch;

/** What every ledger keeps when nodes die, when COMMITs are lost, and when batches turn by the clock. */
abstract class NodesContract extends RecordContract {

    private final UsageKey organization = new UsageKey(ORGANIZATION, Scope.ORGANIZATION, ORGANIZATION);

    @Test
    @Law("Obedience")
    void a_call_that_is_to_be_hung_up_is_told_to_its_node_until_it_has_ended() {
        long batch = world.batch(Sketch.of(3));
        DialLedger other = world.ledger(2);
        List<Candidate> c = Calls.open(ledger, batch, 2, NOW);
        CallKey its = Calls.open(other, batch, 1, NOW).getFirst().task().call();
        CallKey key = c.get(1).task().call();
        var look = Look.atAll(Set.of(batch));
        assertEquals(Set.of(), ledger.survey(NOW, look).ending());
        world.hangUp(key);
        assertEquals(Set.of(key), ledger.survey(NOW, look).ending());
        assertEquals(Set.of(key), ledger.survey(NOW, look).ending(), "an answer may be lost");
        assertEquals(Set.of(), other.survey(NOW, look).ending());
        world.hangUp(its);
        assertEquals(Set.of(its), other.survey(NOW, look).ending());
        assertEquals(Set.of(), other.survey(NOW, look).hangUp(), "the other calls of the batch go on");
        ledger.record(List.of(Calls.failed(c.get(1), Outcome.CANCELLED, NOW)));
        assertEquals(Set.of(), ledger.survey(NOW, look).ending());
    }

    @Test
    @Law("Obedience")
    void so_is_one_that_others_have_closed_as_lost_until_its_places_are_free() {
        long batch = world.batch(Sketch.of(2));
        List<Candidate> c = Calls.open(ledger, batch, 2, NOW);
        world.goLive(batch, 100);
        ledger.record(List.of(Calls.keeping(c.get(0), AttemptState.JOINED, "kept")));
        CallKey key = c.get(0).task().call();
        world.leaseEnds(1, NOW.minusSeconds(1));
        assertEquals(2, world.ledger(2).takeOver(NOW));
        world.hangUp(key);
        assertEquals(Set.of(key), ledger.survey(NOW, Look.atAll(Set.of(batch))).ending());
        ledger.record(List.of(Calls.over(Calls.keeping(c.get(0), AttemptState.ENDED, "kept"), NOW)));
        assertEquals(Set.of(), ledger.survey(NOW, Look.atAll(Set.of(batch))).ending());
        assertEquals("lost", Objects.requireNonNull(world.attempt(key)).outcome());
    }

    @Test
    @Law("Single dial")
    void the_open_attempts_of_a_dead_node_are_lost_and_never_placed_again() {
        long batch = world.batch(Sketch.of(3));
        DialLedger dead = world.ledger(2);
        List<Candidate> c = Calls.open(dead, batch, 3, NOW);
        dead.record(List.of(Calls.answered(c.get(0), NOW), Calls.failed(c.get(1), Outcome.BUSY, NOW)));
        assertEquals(0, ledger.takeOver(NOW));
        world.leaseEnds(2, NOW.minusMillis(1));
        assertEquals(2, ledger.takeOver(NOW));
        assertEquals(0, ledger.takeOver(NOW));
        assertEquals(new Figures("completed", 3, 3, 0, 0, 3, 0, 3, 1, 0), world.figures(batch));
        assertTrue(world.due(batch).isEmpty());
        assertEquals(2, world.live(organization));
        assertEquals(world.recount(batch), world.figures(batch));
        assertEquals(List.of("attempt_ended 1/1 busy", "attempt_ended 0/1 lost", "attempt_ended 2/1 lost",
                "batch_completed"),
                world.events(batch));
    }

    @Test
    @Law("Capacity")
    void the_slots_of_a_dead_node_stay_taken_until_the_last_deadline() {
        long batch = world.batch(Sketch.of(2));
        Calls.open(world.ledger(2), batch, 2, NOW);
        world.leaseEnds(2, NOW.minusMillis(1));
        ledger.takeOver(NOW);
        assertEquals(2, world.onLine());
        ledger.takeOver(NOW.plus(Calls.LONGEST).plusMillis(1));
        assertEquals(0, world.onLine());
        assertEquals(0, world.live(organization));
    }

    @Test
    void what_a_woken_node_says_of_calls_that_were_taken_over_is_late() {
        long batch = world.batch(Sketch.of(2));
        DialLedger frozen = world.ledger(2);
        List<Candidate> c = Calls.open(frozen, batch, 2, NOW);
        world.leaseEnds(2, NOW.minusMillis(1));
        ledger.takeOver(NOW);
        world.leaseEnds(2, NOW.plusSeconds(60));
        frozen.record(List.of(Calls.completed(c.get(0), NOW), Calls.answered(c.get(1), NOW)));
        assertEquals(new Figures("completed", 2, 2, 0, 0, 2, 0, 2, 0, 0), world.figures(batch));
        assertEquals(1, world.live(organization), "the end of the first was confirmed");
    }

    @Test
    @Law("Single dial")
    void a_node_that_starts_again_loses_what_it_had_open_and_frees_its_slots() {
        long batch = world.batch(Sketch.of(700));
        List<Candidate> c = Calls.open(ledger, batch, 700, NOW);
        ledger.record(List.of(Calls.failed(c.get(0), Outcome.LOST, NOW)));
        assertEquals(699, ledger.takeOverSelf(NOW));
        assertEquals(0, world.onLine());
        assertEquals(0, world.live(organization));
        assertEquals("completed", world.figures(batch).status());
        figuresAreTrue(batch);
    }

    @Test
    void a_node_that_starts_again_is_given_what_its_carriers_can_go_on_with() {
        long batch = world.batch(Sketch.of(5));
        List<Candidate> c = Calls.open(ledger, batch, 4, NOW);
        Calls.open(world.ledger(2), batch, 1, NOW);
        world.goLive(batch, 100);
        ledger.record(List.of(Calls.ringing(c.get(1)), Calls.answered(c.get(2), NOW),
                Calls.keeping(c.get(3), AttemptState.JOINED, "kept")));
        assertEquals(1, ledger.takeOverSelf(NOW), "answered, and nothing was kept");
        assertEquals(5, world.onLine(), "it may still be up");
        assertEquals("lost", Objects.requireNonNull(world.attempt(c.get(2).task().call())).outcome());
        List<Resumed> resumed = ledger.resume();
        assertEquals(List.of(AttemptState.PLACING, AttemptState.RINGING, AttemptState.JOINED),
                resumed.stream().map(Resumed::state).toList());
        assertEquals(Arrays.asList(null, null, "kept"), resumed.stream().map(Resumed::resume).toList());
        Resumed joined = resumed.getLast();
        assertEquals(c.get(3).task().call(), joined.open().candidate().task().call());
        assertEquals(c.get(3).task().toNumber(), joined.open().candidate().task().toNumber());
        assertEquals(c.get(3).task().budget(), joined.open().candidate().task().budget());
        assertEquals(0, joined.open().candidate().task().spent());
        assertEquals(Trunk.Kind.SIP,
                Objects.requireNonNull(joined.open().candidate().batch().trunk()).kind());
        assertEquals(NOW.plus(Calls.LONGEST), joined.open().lastDeadline());
        assertEquals(NOW, joined.answeredAt());
        assertEquals(0, ledger.takeOverSelf(NOW));
        assertEquals(3, ledger.resume().size(), "until they have ended");
        assertEquals(List.of(), world.ledger(3).resume());
        assertEquals(world.recount(batch), world.figures(batch));
    }

    @Test
    @Law("Capacity")
    void what_others_have_closed_as_lost_is_still_its_nodes_own_until_its_slots_are_free() {
        long batch = world.batch(Sketch.of(3));
        List<Candidate> c = Calls.open(ledger, batch, 3, NOW);
        world.goLive(batch, 100);
        ledger.record(List.of(Calls.ringing(c.get(0)), Calls.answered(c.get(1), NOW),
                Calls.keeping(c.get(2), AttemptState.JOINED, "kept")));
        world.leaseEnds(1, NOW.minusSeconds(1));
        assertEquals(3, world.ledger(2).takeOver(NOW));
        assertEquals(0, ledger.takeOverSelf(NOW));
        List<Resumed> resumed = ledger.resume();
        assertEquals(List.of(true, true), resumed.stream().map(Resumed::lost).toList());
        assertEquals(List.of(AttemptState.PLACING, AttemptState.JOINED),
                resumed.stream().map(Resumed::state).toList());
        assertEquals(Arrays.asList(null, "kept"), resumed.stream().map(Resumed::resume).toList());
        ledger.record(List.of(Calls.over(Calls.keeping(c.get(2), AttemptState.ENDED, "kept"), NOW)));
        assertEquals(2, world.onLine());
        assertEquals(1, ledger.resume().size());
        assertEquals("lost", Objects.requireNonNull(world.attempt(c.get(2).task().call())).outcome());
        world.ledger(2).takeOver(NOW.plus(Calls.LONGEST).plusMillis(1));
        assertEquals(List.of(), ledger.resume());
    }

    @Test
    @Law("Obedience")
    void what_a_node_is_given_back_tells_whether_its_end_was_asked_for() {
        long batch = world.batch(Sketch.of(2));
        List<Candidate> c = Calls.open(ledger, batch, 2, NOW);
        world.goLive(batch, 100);
        world.hangUp(c.getFirst().task().call());
        assertEquals(List.of(Resumed.Asked.CALL, Resumed.Asked.NOTHING),
                ledger.resume().stream().map(Resumed::asked).toList());
        world.cancel(batch, true);
        assertEquals(List.of(Resumed.Asked.BATCH, Resumed.Asked.BATCH),
                ledger.resume().stream().map(Resumed::asked).toList());
    }

    @Test
    void a_sandbox_leaves_nothing_to_go_on_with() {
        long batch = world.batch(Sketch.of(2));
        Calls.open(ledger, batch, 2, NOW);
        assertEquals(List.of(), ledger.resume());
        assertEquals(2, ledger.takeOverSelf(NOW));
    }

    @Test
    @Law("Single dial")
    void attempts_that_no_carrier_was_told_of_are_disowned_and_tried_again() {
        long batch = world.batch(Sketch.of(4));
        List<Candidate> c = Calls.open(ledger, batch, 3, NOW);
        Calls.open(world.ledger(2), batch, 1, NOW);
        ledger.record(List.of(Calls.ringing(c.get(1))));
        assertEquals(1, ledger.disown(Set.of(c.get(0).task().call()), NOW));
        assertEquals(List.of(new Due(NOW, 2, 2, 0, "retry_wait")), world.due(batch));
        assertEquals(3, world.live(organization));
        assertEquals(0, ledger.disown(Set.of(c.get(0).task().call()), NOW));
        figuresAreTrue(batch);
        assertEquals(2, Calls.open(ledger, batch, 1, NOW).getFirst().task().call().no());
    }

    @Test
    void a_scheduled_batch_starts_when_its_time_has_come() {
        long batch = world.batch(Sketch.of(2).scheduled(NOW));
        ledger.turnBatches(NOW.minusMillis(1));
        assertEquals("scheduled", world.figures(batch).status());
        ledger.turnBatches(NOW.plusSeconds(1));
        assertEquals("sent", world.figures(batch).status());
        assertEquals(List.of("batch_sent"), world.events(batch));
        assertEquals(2, Calls.open(ledger, batch, 2, NOW).size());
    }

    @Test
    void a_batch_that_starts_too_late_is_paused_so_that_nobody_is_surprised() {
        long late = world.batch(Sketch.of(2).scheduled(NOW));
        ledger.turnBatches(NOW.plus(Duration.ofHours(6)).plusMillis(1));
        assertEquals("paused", world.figures(late).status());
        assertEquals(List.of("batch_paused missed_start"), world.events(late));
    }

    @Test
    void batches_without_a_usable_trunk_are_paused() {
        long running = world.batch(Sketch.of(2));
        long scheduled = world.batch(Sketch.of(2).scheduled(NOW));
        world.pauseTrunk(true);
        assertNull(Calls.batch(ledger, running, NOW).trunk());
        ledger.turnBatches(NOW);
        ledger.stopBatches(NOW);
        assertEquals(List.of("batch_paused no_trunk"), world.events(running));
        assertEquals(List.of("batch_paused no_trunk"), world.events(scheduled));
        world.pauseTrunk(false);
        world.resume(running);
        ledger.stopBatches(NOW);
        assertEquals("sent", world.figures(running).status());
        assertTrue(Calls.batch(ledger, running, NOW).trunk() != null);
    }

    @Test
    @Law("Progress")
    void a_batch_with_nothing_left_ends_by_itself() {
        long batch = world.batch(Sketch.of(1));
        world.skipBefore(batch, 0);
        ledger.stopBatches(NOW);
        assertEquals("failed", world.figures(batch).status());
        assertEquals(List.of("batch_failed"), world.events(batch));
    }

    @Test
    void more_batches_than_fit_into_one_piece_turn_in_one_call() {
        List<Long> batches = java.util.stream.IntStream.range(0, 230)
                .mapToObj(i -> world.batch(Sketch.of(1).scheduled(NOW))).toList();
        ledger.turnBatches(NOW);
        batches.forEach(b -> assertEquals("sent", world.figures(b).status()));
    }

    @Test
    void a_survey_tells_what_is_queued_and_what_is_due_next() {
        long batch = world.batch(Sketch.of(5));
        List<Candidate> c = Calls.open(ledger, batch, 2, NOW);
        ledger.record(List.of(Calls.again(c.get(0), Outcome.BUSY, NOW, NOW.plusSeconds(90)),
                Calls.again(c.get(1), Outcome.BUSY, NOW, NOW.plusSeconds(30))));
        Prospect prospect = ledger.survey(NOW, Look.atAll(Set.of())).prospects().getFirst();
        assertEquals(3, prospect.queued());
        assertEquals(NOW.plusSeconds(30), prospect.nextDue());
        assertTrue(prospect.batch().rules().retryPlan().enabled());
        assertTrue(ledger.survey(NOW, Look.atAll(Set.of(batch))).hangUp().isEmpty());
    }
}
