package dev.carillon.ledger;

import static dev.carillon.ledger.LedgerWorld.AGENT;
import static dev.carillon.ledger.LedgerWorld.ORGANIZATION;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import dev.carillon.Law;
import dev.carillon.base.Ids.CallKey;
import dev.carillon.base.LawBroken;
import dev.carillon.call.BatchCall;
import dev.carillon.call.Outcome;
import dev.carillon.call.Reason;
import dev.carillon.dial.Claim;
import dev.carillon.dial.Claim.Candidate;
import dev.carillon.dial.Claim.Decision;
import dev.carillon.dial.ClaimRequest;
import dev.carillon.dial.ClaimRequest.Share;
import dev.carillon.dial.DialLedger;
import dev.carillon.dial.Look;
import dev.carillon.dial.Usage;
import dev.carillon.dial.UsageKey;
import dev.carillon.dial.UsageKey.Scope;
import dev.carillon.ledger.LedgerWorld.Due;
import dev.carillon.ledger.LedgerWorld.Figures;
import dev.carillon.ledger.LedgerWorld.Sketch;
import dev.carillon.ledger.LedgerWorld.Task;

/**
 * What every ledger keeps when tasks are claimed and opened. One class an implementation extends each
 * contract.
 */
abstract class LedgerContract {

    static final Instant NOW = Instant.parse("2026-03-01T09:00:00Z");

    LedgerWorld world;
    DialLedger ledger;

    /** A world with nothing in it. */
    abstract LedgerWorld newWorld();

    abstract void end(LedgerWorld world);

    @BeforeEach
    void begin() {
        world = newWorld();
        ledger = world.ledger(1);
    }

    @AfterEach
    void end() {
        assertEquals(0, world.deadlocks());
        end(world);
    }

    void figuresAreTrue(long batch) {
        Figures told = world.figures(batch);
        assertEquals(world.recount(batch), told);
        assertEquals(told.calling(),
                world.live(new UsageKey(ORGANIZATION, Scope.BATCH, Long.toString(batch))));
    }

    List<Integer> seqs(List<Candidate> candidates) {
        return candidates.stream().map(c -> c.task().call().seq()).toList();
    }

    @Test
    void the_cursor_hands_out_every_task_once_and_in_its_order() {
        long batch = world.batch(Sketch.of(5));
        assertEquals(List.of(0, 1), seqs(Calls.open(ledger, batch, 2, NOW)));
        assertEquals(List.of(2, 3, 4), seqs(Calls.open(ledger, batch, 9, NOW)));
        assertTrue(ledger.survey(NOW, Look.atAll(Set.of())).prospects().isEmpty());
        figuresAreTrue(batch);
    }

    @Test
    @Law("Single dial")
    void an_opened_attempt_is_durable_and_its_number_is_on_the_line() {
        long batch = world.batch(Sketch.of(1));
        Candidate c = Calls.open(ledger, batch, 1, NOW).getFirst();
        assertEquals(new CallKey(batch, 0, 1), c.task().call());
        assertEquals(new LedgerWorld.Attempt(0, 1, null, null), world.attempt(c.task().call()));
        assertEquals(1, world.onLine());
        assertEquals(new Figures("sent", 1, 1, 1, 1, 0, 0, 1, 0, 0), world.figures(batch));
        figuresAreTrue(batch);
    }

    @Test
    void a_claim_that_is_closed_gives_everything_back() {
        long batch = world.batch(Sketch.of(3));
        try (Claim claim = Calls.claim(ledger, batch, 3, NOW)) {
            assertEquals(3, claim.candidates().size());
        }
        assertEquals(new Figures("sent", 3, 0, 3, 0, 0, 0, 0, 0, 0), world.figures(batch));
        assertEquals(3, Calls.open(ledger, batch, 3, NOW).size());
    }

    @Test
    @Law("Single dial")
    void a_node_whose_lease_has_ended_claims_nothing() {
        long batch = world.batch(Sketch.of(3));
        world.leaseEnds(1, NOW);
        try (Claim claim = Calls.claim(ledger, batch, 3, NOW)) {
            assertTrue(claim.candidates().isEmpty());
        }
    }

    @Test
    @Law("Obedience")
    void a_batch_that_was_paused_after_the_survey_gives_nothing() {
        long batch = world.batch(Sketch.of(3));
        BatchCall known = Calls.batch(ledger, batch, NOW);
        world.pause(batch);
        try (Claim claim = ledger.claim(Calls.request(known, 3, NOW))) {
            assertTrue(claim.candidates().isEmpty());
        }
    }

    @Test
    void what_is_due_comes_first_and_both_together_are_bounded() {
        long batch = world.batch(Sketch.of(5));
        try (Claim claim = Calls.claim(ledger, batch, 3, NOW)) {
            List<Candidate> c = claim.candidates();
            claim.open(List.of(Calls.later(c.get(0), NOW.plusSeconds(9), Reason.OUTSIDE_WINDOW),
                    Calls.later(c.get(1), NOW.plusSeconds(5), Reason.NUMBER_BUSY),
                    Calls.later(c.get(2), NOW.plusSeconds(60), Reason.NOT_BEFORE)), Map.of());
        }
        assertEquals(List.of(new Due(NOW.plusSeconds(5), 1, 1, 0, "number_busy"),
                new Due(NOW.plusSeconds(9), 0, 1, 0, "outside_window"),
                new Due(NOW.plusSeconds(60), 2, 1, 0, "not_before")), world.due(batch));
        assertEquals(List.of(1, 0, 3), seqs(Calls.open(ledger, batch, 3, NOW.plusSeconds(9))));
        assertEquals(1, world.due(batch).size());
        assertEquals(new Figures("sent", 5, 4, 5, 3, 0, 0, 3, 0, 0), world.figures(batch));
        figuresAreTrue(batch);
    }

    @Test
    @Law("Suppression")
    void a_number_on_the_do_not_call_list_is_flagged_and_never_opened() {
        long batch = world.batch(Sketch.of(2));
        world.doNotCall(LedgerWorld.numbers(1, 1).getFirst());
        try (Claim claim = Calls.claim(ledger, batch, 2, NOW)) {
            List<Candidate> c = claim.candidates();
            assertEquals(List.of(false, true), c.stream().map(x -> x.task().facts().suppressed()).toList());
            assertThrows(LawBroken.class, () -> claim.open(List.of(Calls.open(c.get(0), NOW),
                    Calls.open(c.get(1), NOW)), Map.of()));
        }
        assertEquals(0, world.figures(batch).sent());
        try (Claim claim = Calls.claim(ledger, batch, 2, NOW)) {
            List<Candidate> c = claim.candidates();
            claim.open(List.of(Calls.open(c.get(0), NOW), Calls.never(c.get(1), Reason.DO_NOT_CALL)),
                    Map.of());
        }
        assertEquals(new Task("skipped", "do_not_call", false), world.task(batch, 1));
        figuresAreTrue(batch);
    }

    @Test
    @Law("Single dial")
    void a_number_that_another_batch_has_on_the_line_is_flagged_and_never_opened() {
        long first = world.batch(Sketch.of(1));
        long second = world.batch(Sketch.of(1));
        Calls.open(ledger, first, 1, NOW);
        try (Claim claim = Calls.claim(ledger, second, 1, NOW)) {
            Candidate c = claim.candidates().getFirst();
            assertTrue(c.task().facts().busy());
            assertThrows(LawBroken.class, () -> claim.open(List.of(Calls.open(c, NOW)), Map.of()));
        }
        assertEquals(1, world.onLine());
    }

    @Test
    @Law("Single dial")
    void a_number_that_comes_twice_in_one_claim_is_opened_once() {
        long batch = world.batch(Sketch.of(List.of("+4911111111", "+4911111111")));
        try (Claim claim = Calls.claim(ledger, batch, 2, NOW)) {
            List<Decision> both = claim.candidates().stream().map(c -> Calls.open(c, NOW)).toList();
            assertThrows(LawBroken.class, () -> claim.open(both, Map.of()));
        }
        assertEquals(0, world.onLine());
    }

    @Test
    @Law("Capacity")
    void every_limit_of_a_candidate_is_shown_and_none_can_be_exceeded() {
        long batch = world.batch(Sketch.of(3));
        var agent = new UsageKey(ORGANIZATION, Scope.AGENT, AGENT);
        world.limit(agent, 2);
        try (Claim claim = Calls.claim(ledger, batch, 3, NOW)) {
            assertEquals(4, claim.usage().size());
            Usage usage = claim.usage().get(agent);
            assertEquals(Integer.valueOf(2), usage == null ? null : usage.maxLive());
            List<Decision> all = claim.candidates().stream().map(c -> Calls.open(c, NOW)).toList();
            assertThrows(LawBroken.class, () -> claim.open(all, Map.of()));
        }
        try (Claim claim = Calls.claim(ledger, batch, 3, NOW)) {
            claim.open(claim.candidates().stream().limit(2).map(c -> Calls.open(c, NOW)).toList(), Map.of());
        }
        assertEquals(2, world.live(agent));
        figuresAreTrue(batch);
    }

    @Test
    void an_agent_nobody_has_limited_gets_its_row_when_it_is_first_claimed() {
        long batch = world.batch(Sketch.of(1).agent("agent_new"));
        try (Claim claim = Calls.claim(ledger, batch, 1, NOW)) {
            Usage usage = claim.usage().get(new UsageKey(ORGANIZATION, Scope.AGENT, "agent_new"));
            assertEquals(Integer.valueOf(500), usage == null ? null : usage.maxLive());
        }
    }

    @Test
    void the_pace_is_kept_with_the_usage_that_was_claimed() {
        long batch = world.batch(Sketch.of(2));
        var key = new UsageKey(ORGANIZATION, Scope.ORGANIZATION, ORGANIZATION);
        Instant free = NOW.plusNanos(123_456_000);
        try (Claim claim = Calls.claim(ledger, batch, 1, NOW)) {
            claim.open(List.of(Calls.open(claim.candidates().getFirst(), NOW)), Map.of(key, free));
        }
        try (Claim claim = Calls.claim(ledger, batch, 1, NOW)) {
            Usage usage = claim.usage().get(key);
            assertEquals(free, usage == null ? null : usage.freeAt());
        }
    }

    @Test
    @Law("Progress")
    void the_cursor_stops_before_the_first_undecided_task() {
        long batch = world.batch(Sketch.of(4));
        try (Claim claim = Calls.claim(ledger, batch, 4, NOW)) {
            List<Candidate> c = claim.candidates();
            assertThrows(LawBroken.class,
                    () -> claim.open(List.of(Calls.open(c.get(0), NOW), Calls.open(c.get(2), NOW)),
                            Map.of()));
        }
        try (Claim claim = Calls.claim(ledger, batch, 4, NOW)) {
            List<Candidate> c = claim.candidates();
            claim.open(List.of(Calls.open(c.get(0), NOW), Calls.open(c.get(1), NOW)), Map.of());
        }
        assertEquals(2, world.figures(batch).nextSeq());
        assertEquals(List.of(2, 3), seqs(Calls.open(ledger, batch, 4, NOW)));
    }

    @Test
    @Law("Progress")
    void tasks_that_ended_before_they_were_dialled_are_passed_over() {
        long batch = world.batch(Sketch.of(6));
        for (int seq : List.of(0, 1, 2, 4)) {
            world.skipBefore(batch, seq);
        }
        try (Claim claim = Calls.claim(ledger, batch, 3, NOW)) {
            assertTrue(claim.candidates().isEmpty());
        }
        assertEquals(3, world.figures(batch).nextSeq());
        assertEquals(List.of(3, 5), seqs(Calls.open(ledger, batch, 3, NOW)));
        figuresAreTrue(batch);
    }

    @Test
    @Law("Progress")
    void a_claim_that_skips_the_last_task_ends_the_batch() {
        long batch = world.batch(Sketch.of(2));
        try (Claim claim = Calls.claim(ledger, batch, 2, NOW)) {
            claim.open(claim.candidates().stream().map(c -> Calls.never(c, Reason.EXPIRED)).toList(),
                    Map.of());
        }
        assertEquals(new Figures("failed", 2, 2, 0, 0, 0, 2, 0, 0, 0), world.figures(batch));
        assertEquals(List.of("batch_failed"), world.events(batch));
    }

    @Test
    void appended_tasks_are_claimed_after_the_others() {
        long batch = world.batch(Sketch.of(2));
        Calls.open(ledger, batch, 9, NOW);
        world.append(batch, LedgerWorld.numbers(100, 2));
        assertEquals(List.of(2, 3), seqs(Calls.open(ledger, batch, 9, NOW)));
        figuresAreTrue(batch);
    }

    @Test
    void several_batches_are_claimed_together_each_within_its_share() {
        long a = world.batch(Sketch.of(LedgerWorld.numbers(0, 5)));
        long b = world.batch(Sketch.of(LedgerWorld.numbers(100, 5)));
        var shares = List.of(new Share(Calls.batch(ledger, b, NOW), 1),
                new Share(Calls.batch(ledger, a, NOW), 2));
        try (Claim claim = ledger.claim(new ClaimRequest(NOW, shares, false))) {
            assertEquals(List.of(b, a, a),
                    claim.candidates().stream().map(c -> c.batch().batchId()).toList());
            var decisions = new ArrayList<Decision>();
            claim.candidates().forEach(c -> decisions.add(Calls.open(c, NOW)));
            claim.open(decisions, Map.of());
        }
        figuresAreTrue(a);
        figuresAreTrue(b);
    }

    @Test
    @Law("Budget")
    void no_attempt_is_opened_beyond_the_budget() {
        long batch = world.batch(Sketch.of(1).budget(1));
        Candidate c = Calls.open(ledger, batch, 1, NOW).getFirst();
        ledger.record(List.of(Calls.again(c, Outcome.BUSY, NOW, NOW)));
        Instant later = NOW.plus(Duration.ofMinutes(1));
        try (Claim claim = Calls.claim(ledger, batch, 1, later)) {
            Candidate again = claim.candidates().getFirst();
            assertEquals(2, again.task().call().no());
            assertThrows(LawBroken.class, () -> claim.open(List.of(Calls.open(again, later)), Map.of()));
        }
    }
}
