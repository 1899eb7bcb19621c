package dev.carillon.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

import org.junit.jupiter.api.Test;

import dev.carillon.Law;
import dev.carillon.base.LawBroken;
import dev.carillon.call.Outcome;
import dev.carillon.call.RetryRule;
import dev.carillon.call.StopLoss;
import dev.carillon.dial.Claim;
import dev.carillon.dial.Claim.Candidate;
import dev.carillon.dial.Look;
import dev.carillon.dial.Survey.Prospect;
import dev.carillon.dial.Usage;
import dev.carillon.dial.UsageKey;
import dev.carillon.dial.UsageKey.Scope;

/** What every ledger keeps of the rules that people set beyond a batch's own. */
abstract class RulesContract extends NodesContract {

    private static final UsageKey CALLER_ID =
            new UsageKey(LedgerWorld.ORGANIZATION, Scope.CALLER_ID, LedgerWorld.FROM);
    private static final UsageKey ALL =
            new UsageKey(LedgerWorld.ORGANIZATION, Scope.ORGANIZATION, LedgerWorld.ORGANIZATION);

    private Map<UsageKey, Usage> usage(long batch, Instant now) {
        try (Claim claim = Calls.claim(ledger, batch, 1, now)) {
            return claim.usage();
        }
    }

    private Usage all(long batch, Instant now) {
        return Objects.requireNonNull(usage(batch, now).get(ALL));
    }

    private int recent(long batch, Instant now) {
        try (Claim claim = Calls.claim(ledger, batch, 1, now)) {
            return claim.candidates().getFirst().task().facts().recentAttempts();
        }
    }

    @Test
    @Law("Capacity")
    void a_caller_id_has_limits_only_where_somebody_set_them() {
        long before = world.batch(LedgerWorld.Sketch.of(1));
        assertNull(usage(before, NOW).get(CALLER_ID));
        Calls.open(ledger, before, 1, NOW);
        world.limitCallerId(2);
        assertEquals(1, world.live(CALLER_ID));
        long batch = world.batch(LedgerWorld.Sketch.of(LedgerWorld.numbers(10, 3)));
        try (Claim claim = Calls.claim(ledger, batch, 3, NOW)) {
            List<Candidate> c = claim.candidates();
            assertThrows(LawBroken.class, () -> claim.open(List.of(Calls.open(c.get(0), NOW),
                    Calls.open(c.get(1), NOW)), Map.of()));
        }
        Candidate last = Calls.open(ledger, batch, 1, NOW).getFirst();
        assertEquals(2, world.live(CALLER_ID));
        ledger.record(List.of(Calls.completed(last, NOW)));
        assertEquals(1, world.live(CALLER_ID));
    }

    @Test
    void attempts_to_a_person_are_counted_over_all_batches_for_as_long_as_the_cap_looks_back() {
        world.cap(2, 7);
        List<String> person = LedgerWorld.numbers(5, 1);
        long first = world.batch(LedgerWorld.Sketch.of(person));
        long second = world.batch(LedgerWorld.Sketch.of(person));
        assertEquals(0, recent(second, NOW));
        Candidate c = Calls.open(ledger, first, 1, NOW).getFirst();
        ledger.record(List.of(Calls.again(c, Outcome.BUSY, NOW, NOW.plusSeconds(60))));
        assertEquals(1, recent(second, NOW.plusSeconds(1)));
        assertEquals(1, recent(second, NOW.plus(Duration.ofDays(7)).minusSeconds(1)));
        assertEquals(0, recent(second, NOW.plus(Duration.ofDays(7)).plusSeconds(1)));
    }

    @Test
    void what_was_not_placed_rang_nobody_and_counts_against_no_cap() {
        world.cap(2, 7);
        List<String> person = LedgerWorld.numbers(5, 1);
        long batch = world.batch(LedgerWorld.Sketch.of(person));
        Candidate c = Calls.open(ledger, batch, 1, NOW).getFirst();
        ledger.record(List.of(Calls.again(c, Outcome.NOT_PLACED, NOW, NOW)));
        assertEquals(0, recent(batch, NOW.plusSeconds(1)));
    }

    @Test
    @Law("Capacity")
    void what_is_reserved_of_a_limit_is_nothing_that_batches_may_have() {
        long batch = world.batch(LedgerWorld.Sketch.of(1));
        world.limit(ALL, 10);
        world.reserve(ALL, 4);
        assertEquals(Integer.valueOf(6), all(batch, NOW).maxLive());
    }

    @Test
    void live_calls_of_a_day_are_counted_and_the_next_day_begins_anew() {
        long batch = world.batch(LedgerWorld.Sketch.of(5));
        world.goLive(batch, 100);
        assertEquals(Integer.valueOf(100), all(batch, NOW).leftToday());
        Calls.open(ledger, batch, 3, NOW);
        assertEquals(Integer.valueOf(97), all(batch, NOW.plusSeconds(60)).leftToday());
        assertEquals(Integer.valueOf(100), all(batch, NOW.plus(Duration.ofDays(1))).leftToday());
    }

    @Test
    void a_batch_that_breaks_a_rule_of_its_own_pauses_and_says_with_which_figures() {
        long batch = world.batch(LedgerWorld.Sketch.of(5));
        world.stopLoss(batch, List.of(
                new StopLoss(StopLoss.Measure.DECLINE_RATE, 50, 3, Duration.ofMinutes(10))));
        List<Candidate> c = Calls.open(ledger, batch, 4, NOW);
        ledger.record(List.of(Calls.failed(c.get(0), Outcome.DECLINED, NOW),
                Calls.completed(c.get(1), NOW)));
        ledger.stopBatches(NOW.plusSeconds(1));
        assertEquals("sent", world.figures(batch).status());
        ledger.record(List.of(Calls.failed(c.get(2), Outcome.DECLINED, NOW)));
        ledger.record(List.of(Calls.failed(c.get(2), Outcome.DECLINED, NOW)));
        ledger.stopBatches(NOW.plusSeconds(1));
        assertEquals("paused", world.figures(batch).status());
        assertEquals("stop_loss: decline rate 66.7 %: 2 of 3 calls within 10 minutes; 50 % is the most",
                world.pausedBecause(batch));
        assertTrue(world.events(batch).contains("batch_paused stop_loss"));
    }

    @Test
    void calls_before_the_window_of_a_rule_count_no_more() {
        long batch = world.batch(LedgerWorld.Sketch.of(5));
        world.stopLoss(batch, List.of(
                new StopLoss(StopLoss.Measure.DECLINE_RATE, 50, 1, Duration.ofMinutes(10))));
        Candidate c = Calls.open(ledger, batch, 1, NOW).getFirst();
        ledger.record(List.of(Calls.failed(c, Outcome.DECLINED, NOW)));
        ledger.stopBatches(NOW.plus(Duration.ofMinutes(12)));
        assertEquals("sent", world.figures(batch).status());
    }

    @Test
    @Law("Single dial")
    void a_lost_attempt_is_followed_by_another_only_by_name_and_after_its_last_deadline() {
        long plain = world.batch(LedgerWorld.Sketch.of(1));
        long named = world.batch(LedgerWorld.Sketch.of(LedgerWorld.numbers(10, 1)));
        world.retryRules(named, List.of(
                new RetryRule(Outcome.LOST, new RetryRule.Timing.After(Duration.ofMinutes(5)))));
        Calls.open(world.ledger(2), plain, 1, NOW);
        Calls.open(world.ledger(2), named, 1, NOW);
        world.leaseEnds(2, NOW);
        assertEquals(2, ledger.takeOver(NOW.plusSeconds(1)));
        assertEquals("failed", world.task(plain, 0).status());
        assertEquals(List.of(new LedgerWorld.Due(NOW.plus(Calls.LONGEST).plus(Duration.ofMinutes(5)), 0, 2, 1,
                "retry_wait")), world.due(named));
        assertEquals(world.recount(named), world.figures(named));
    }

    @Test
    void a_survey_of_some_sees_those_it_asks_for_and_those_that_changed() {
        long asked = world.batch(LedgerWorld.Sketch.of(1));
        world.batch(LedgerWorld.Sketch.of(1));
        assertEquals(List.of(asked), batches(new Look(Set.of(), false, Set.of(asked), NOW)));
        long changed = world.batch(LedgerWorld.Sketch.of(1).scheduled(NOW));
        ledger.turnBatches(NOW);
        assertEquals(List.of(asked, changed), batches(new Look(Set.of(), false, Set.of(asked), NOW)));
        assertEquals(List.of(), batches(new Look(Set.of(), false, Set.of(), NOW.plusSeconds(1))));
        assertFalse(batches(Look.atAll(Set.of())).size() < 3);
    }

    private List<Long> batches(Look look) {
        return ledger.survey(NOW, look).prospects().stream().map(Prospect::batch).map(b -> b.batchId())
                .sorted().toList();
    }
}
