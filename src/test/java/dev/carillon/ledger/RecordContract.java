package dev.carillon.ledger;

import static dev.carillon.ledger.LedgerWorld.ORGANIZATION;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.List;
import java.util.Set;

import org.junit.jupiter.api.Test;

import dev.carillon.Law;
import dev.carillon.call.Outcome;
import dev.carillon.call.Reason;
import dev.carillon.call.Task.Facts;
import dev.carillon.dial.AttemptChange;
import dev.carillon.dial.AttemptChange.Next;
import dev.carillon.dial.Claim;
import dev.carillon.dial.Claim.Candidate;
import dev.carillon.dial.Look;
import dev.carillon.dial.UsageKey;
import dev.carillon.dial.UsageKey.Scope;
import dev.carillon.ledger.LedgerWorld.Attempt;
import dev.carillon.ledger.LedgerWorld.Due;
import dev.carillon.ledger.LedgerWorld.Figures;
import dev.carillon.ledger.LedgerWorld.Sketch;
import dev.carillon.ledger.LedgerWorld.Task;

/** What every ledger keeps when it is told how calls went on. */
abstract class RecordContract extends LedgerContract {

    private final UsageKey organization = new UsageKey(ORGANIZATION, Scope.ORGANIZATION, ORGANIZATION);

    private List<Candidate> opened(int tasks) {
        return Calls.open(ledger, world.batch(Sketch.of(tasks)), tasks, NOW);
    }

    private static long batch(Candidate c) {
        return c.batch().batchId();
    }

    @Test
    @Law("Ledger")
    void an_answer_counts_at_once_and_the_end_when_it_comes() {
        Candidate c = opened(2).getFirst();
        ledger.record(List.of(Calls.ringing(c)));
        assertEquals(new Figures("sent", 2, 2, 2, 2, 0, 0, 2, 0, 0), world.figures(batch(c)));
        ledger.record(List.of(Calls.answered(c, NOW.plusSeconds(2))));
        assertEquals(new Figures("sent", 2, 2, 2, 2, 0, 0, 2, 1, 0), world.figures(batch(c)));
        assertEquals(new Task("pending", null, true), world.task(batch(c), 0));
        ledger.record(List.of(Calls.completed(c, NOW.plusSeconds(9))));
        assertEquals(new Figures("sent", 2, 2, 1, 1, 0, 0, 2, 1, 1), world.figures(batch(c)));
        assertEquals(new Attempt(4, 1, "completed", NOW.plusSeconds(2)), world.attempt(c.task().call()));
        assertEquals(new Task("completed", null, true), world.task(batch(c), 0));
        assertEquals(List.of("attempt_ended 0/1 completed"), world.events(batch(c)));
        figuresAreTrue(batch(c));
    }

    @Test
    @Law("Ledger")
    void states_may_be_jumped_over() {
        List<Candidate> c = opened(2);
        ledger.record(List.of(Calls.completed(c.get(0), NOW), Calls.failed(c.get(1), Outcome.DECLINED, NOW)));
        assertEquals(new Figures("completed", 2, 2, 0, 0, 1, 0, 2, 1, 1), world.figures(batch(c.get(0))));
        assertEquals(0, world.onLine());
        assertEquals(0, world.live(organization));
        figuresAreTrue(batch(c.get(0)));
    }

    @Test
    @Law("Progress")
    void the_last_task_ends_its_batch_in_the_same_transaction() {
        Candidate c = opened(1).getFirst();
        ledger.record(List.of(Calls.completed(c, NOW)));
        assertEquals("completed", world.figures(batch(c)).status());
        assertEquals(List.of("attempt_ended 0/1 completed", "batch_completed"), world.events(batch(c)));
        assertTrue(ledger.survey(NOW, Look.atAll(Set.of())).prospects().isEmpty());
    }

    @Test
    @Law("Ledger")
    void recording_the_same_twice_changes_nothing() {
        List<Candidate> c = opened(4);
        List<AttemptChange> changes = List.of(Calls.completed(c.get(0), NOW), Calls.answered(c.get(1), NOW),
                Calls.again(c.get(2), Outcome.BUSY, NOW, NOW.plusSeconds(60)), Calls.ringing(c.get(3)));
        ledger.record(changes);
        Figures once = world.figures(batch(c.getFirst()));
        ledger.record(changes);
        assertEquals(once, world.figures(batch(c.getFirst())));
        assertEquals(1, world.due(batch(c.getFirst())).size());
        assertEquals(2, world.events(batch(c.getFirst())).size());
        assertEquals(2, world.live(organization));
        figuresAreTrue(batch(c.getFirst()));
    }

    @Test
    @Law("Ledger")
    void what_comes_late_or_backwards_changes_nothing() {
        List<Candidate> c = opened(2);
        ledger.record(List.of(Calls.failed(c.get(0), Outcome.BUSY, NOW)));
        ledger.record(List.of(Calls.answered(c.get(0), NOW), Calls.ringing(c.get(0))));
        ledger.record(List.of(Calls.completed(c.get(0), NOW)));
        assertEquals(new Attempt(4, 1, "busy", null), world.attempt(c.get(0).task().call()));
        assertEquals(new Figures("sent", 2, 2, 1, 1, 1, 0, 2, 0, 0), world.figures(batch(c.get(0))));
    }

    @Test
    void several_words_on_one_call_in_one_record_are_one() {
        Candidate c = opened(2).getFirst();
        ledger.record(
                List.of(Calls.completed(c, NOW.plusSeconds(8)), Calls.ringing(c), Calls.answered(c, NOW)));
        assertEquals(4, java.util.Objects.requireNonNull(world.attempt(c.task().call())).phase());
        figuresAreTrue(batch(c));
    }

    @Test
    @Law("Budget")
    void a_task_that_is_tried_again_is_due_with_its_number_and_what_it_has_spent() {
        Candidate first = opened(1).getFirst();
        Instant dueAt = NOW.plusSeconds(1800);
        ledger.record(List.of(Calls.again(first, Outcome.NO_ANSWER, NOW, dueAt)));
        assertEquals(List.of(new Due(dueAt, 0, 2, 1, "retry_wait")), world.due(batch(first)));
        assertEquals(new Figures("sent", 1, 1, 1, 0, 0, 0, 1, 0, 0), world.figures(batch(first)));
        Candidate second = Calls.open(ledger, batch(first), 1, dueAt).getFirst();
        assertEquals(new Attempt(0, 2, null, null), world.attempt(second.task().call()));
        assertEquals(1, world.figures(batch(first)).sent());
        ledger.record(List.of(Calls.completed(second, dueAt)));
        assertEquals(new Figures("completed", 1, 1, 0, 0, 0, 0, 1, 1, 1), world.figures(batch(first)));
        figuresAreTrue(batch(first));
    }

    @Test
    @Law("Ledger")
    void a_task_that_is_answered_twice_was_picked_up_once() {
        Candidate first = opened(1).getFirst();
        ledger.record(List.of(Calls.answered(first, NOW)));
        ledger.record(List.of(Calls.again(first, Outcome.VOICEMAIL, NOW, NOW)));
        Candidate second = Calls.open(ledger, batch(first), 1, NOW).getFirst();
        assertTrue(second.task().pickedUp());
        ledger.record(List.of(Calls.completed(second, NOW)));
        assertEquals(1, world.figures(batch(first)).pickedUp());
        figuresAreTrue(batch(first));
    }

    @Test
    void an_attempt_that_was_not_placed_costs_no_budget() {
        Candidate first = opened(1).getFirst();
        ledger.record(List.of(Calls.again(first, Outcome.NOT_PLACED, NOW, NOW)));
        assertEquals(List.of(new Due(NOW, 0, 2, 0, "retry_wait")), world.due(batch(first)));
        Candidate second = Calls.open(ledger, batch(first), 1, NOW).getFirst();
        assertEquals(new Attempt(0, 1, null, null), world.attempt(second.task().call()));
    }

    @Test
    @Law("Capacity")
    void a_lost_attempt_keeps_its_slots_until_its_end_is_confirmed() {
        List<Candidate> c = opened(2);
        ledger.record(List.of(Calls.failed(c.get(0), Outcome.LOST, NOW)));
        assertEquals(new Figures("sent", 2, 2, 1, 1, 1, 0, 2, 0, 0), world.figures(batch(c.get(0))));
        assertEquals(2, world.live(organization));
        ledger.record(List.of(Calls.confirmed(c.get(0), NOW.plusSeconds(60))));
        assertEquals(1, world.live(organization));
        assertEquals(1, world.onLine());
        ledger.record(List.of(Calls.confirmed(c.get(0), NOW.plusSeconds(60))));
        assertEquals(1, world.live(organization));
        assertEquals("lost",
                java.util.Objects.requireNonNull(world.attempt(c.get(0).task().call())).outcome());
    }

    @Test
    @Law("Capacity")
    void a_lost_attempt_frees_its_slots_when_its_last_deadline_has_passed() {
        List<Candidate> c = opened(2);
        ledger.record(List.of(Calls.failed(c.get(0), Outcome.LOST, NOW)));
        assertEquals(0, ledger.takeOver(NOW.plus(Calls.LONGEST)));
        assertEquals(2, world.onLine());
        assertEquals(0, ledger.takeOver(NOW.plus(Calls.LONGEST).plusMillis(1)));
        assertEquals(1, world.onLine());
        assertEquals(1, world.live(organization));
    }

    @Test
    @Law("Progress")
    void a_call_that_everybody_forgot_is_given_up_long_after_its_last_deadline() {
        Candidate c = opened(1).getFirst();
        assertEquals(1, ledger.takeOver(NOW.plus(Calls.LONGEST).plusSeconds(31)));
        assertEquals(0, world.onLine());
        assertEquals("completed", world.figures(batch(c)).status());
        figuresAreTrue(batch(c));
    }

    @Test
    @Law("Suppression")
    void whoever_does_not_want_a_call_gets_no_other_from_the_record_on_that_says_so() {
        String number = LedgerWorld.numbers(7, 1).getFirst();
        long batch = world.batch(Sketch.of(List.of(number, number)));
        Candidate first = Calls.open(ledger, batch, 1, NOW).getFirst();
        ledger.record(List.of(Calls.failed(first, Outcome.BLOCKED_BY_CALLEE, NOW)));
        try (Claim claim = Calls.claim(ledger, batch, 1, NOW)) {
            assertEquals(new Facts(true, false, 0), claim.candidates().getFirst().task().facts());
        }
    }

    @Test
    @Law("Acknowledged")
    void a_call_of_which_it_was_said_that_a_machine_answered_ends_so_and_never_as_completed() {
        List<Candidate> c = opened(3);
        assertTrue(world.saidVoicemail(c.get(0).task().call()));
        assertTrue(world.saidVoicemail(c.get(1).task().call()));
        Instant dueAt = NOW.plusSeconds(1800);
        AttemptChange again = Calls.completed(c.get(0), NOW, new Next.Again(dueAt, 1, Reason.RETRY_WAIT));
        List<AttemptChange> otherwise = ledger.record(List.of(again, Calls.completed(c.get(1), NOW),
                Calls.completed(c.get(2), NOW)));
        assertEquals(List.of(c.get(0).task().call(), c.get(1).task().call()),
                otherwise.stream().map(AttemptChange::call).toList());
        assertEquals(new Attempt(4, 1, "voicemail", NOW), world.attempt(c.get(0).task().call()));
        assertEquals(new Attempt(4, 1, "completed", NOW), world.attempt(c.get(2).task().call()));
        assertEquals(List.of(new Due(dueAt, 0, 2, 1, "retry_wait")), world.due(batch(c.get(0))));
        assertEquals(new Task("pending", null, true), world.task(batch(c.get(0)), 0));
        assertEquals(new Task("failed", null, true), world.task(batch(c.get(1)), 1));
        assertEquals(new Figures("sent", 3, 3, 1, 0, 1, 0, 3, 3, 1), world.figures(batch(c.get(0))));
        assertEquals("attempt_ended 0/1 voicemail", world.events(batch(c.get(0))).getFirst());
        assertEquals(0, world.onLine());
        figuresAreTrue(batch(c.get(0)));
    }

    @Test
    @Law("Monotone")
    void what_is_said_after_the_end_changes_nothing() {
        Candidate c = opened(2).getFirst();
        ledger.record(List.of(Calls.completed(c, NOW)));
        assertFalse(world.saidVoicemail(c.task().call()));
        assertEquals(List.of(), ledger.record(List.of(Calls.completed(c, NOW))));
        assertEquals(new Attempt(4, 1, "completed", NOW), world.attempt(c.task().call()));
        assertEquals(new Figures("sent", 2, 2, 1, 1, 0, 0, 2, 1, 1), world.figures(batch(c)));
    }

    @Test
    void a_machine_changes_no_other_end_than_completed() {
        List<Candidate> c = opened(2);
        assertTrue(world.saidVoicemail(c.get(0).task().call()));
        assertTrue(world.saidVoicemail(c.get(1).task().call()));
        assertEquals(List.of(), ledger.record(List.of(Calls.failed(c.get(0), Outcome.CANCELLED, NOW),
                Calls.failed(c.get(1), Outcome.LOST, NOW))));
        assertEquals(new Attempt(4, 1, "cancelled", null), world.attempt(c.get(0).task().call()));
        assertEquals(new Attempt(4, 1, "lost", null), world.attempt(c.get(1).task().call()));
    }

    @Test
    @Law("Obedience")
    void a_task_of_a_cancelled_batch_is_not_tried_again() {
        List<Candidate> c = opened(2);
        world.cancel(batch(c.get(0)), true);
        assertEquals(Set.of(batch(c.get(0))),
                ledger.survey(NOW, Look.atAll(Set.of(batch(c.get(0))))).hangUp());
        ledger.record(List.of(Calls.again(c.get(0), Outcome.BUSY, NOW, NOW), Calls.completed(c.get(1), NOW)));
        assertEquals(new Task("skipped", "batch_cancelled", false), world.task(batch(c.get(0)), 0));
        assertEquals(new Figures("cancelled", 2, 2, 0, 0, 0, 1, 2, 1, 1), world.figures(batch(c.get(0))));
        assertTrue(world.due(batch(c.get(0))).isEmpty());
        figuresAreTrue(batch(c.get(0)));
    }

    @Test
    void a_paused_batch_whose_last_call_ends_stays_paused_and_ends_when_it_is_resumed() {
        Candidate c = opened(1).getFirst();
        world.pause(batch(c));
        ledger.record(List.of(Calls.completed(c, NOW)));
        assertEquals("paused", world.figures(batch(c)).status());
        world.resume(batch(c));
        ledger.stopBatches(NOW);
        assertEquals("completed", world.figures(batch(c)).status());
    }
}
