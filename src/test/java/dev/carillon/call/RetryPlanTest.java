package dev.carillon.call;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import dev.carillon.base.Chance;
import dev.carillon.call.RetryPlan.Budget;
import dev.carillon.call.RetryRule.Timing;

class RetryPlanTest {

    private static final Instant ENDED = Instant.parse("2026-03-01T12:00:00Z");
    private static final EnumSet<Outcome> TRIED_AGAIN = EnumSet.of(Outcome.NO_ANSWER, Outcome.BUSY,
            Outcome.VOICEMAIL, Outcome.CONGESTION);

    private static final ZoneId UTC = ZoneId.of("UTC");

    private final RetryPlan on = new RetryPlan(true);
    private final RetryPlan off = new RetryPlan(false);

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NOT_PLACED")
    void without_rules_four_outcomes_are_tried_again_after_half_an_hour(Outcome outcome) {
        Optional<Instant> expected = TRIED_AGAIN.contains(outcome)
                ? Optional.of(ENDED.plus(Duration.ofMinutes(30)))
                : Optional.empty();
        assertEquals(expected, on.next(outcome, ENDED, () -> UTC, new Budget(1, 3)));
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NOT_PLACED")
    void a_plan_that_is_off_tries_nothing_again(Outcome outcome) {
        assertEquals(Optional.empty(), off.next(outcome, ENDED, () -> UTC, new Budget(1, 3)));
    }

    @Test
    void what_was_not_placed_is_tried_again_at_once_even_when_the_plan_is_off() {
        assertEquals(Optional.of(ENDED), off.next(Outcome.NOT_PLACED, ENDED, () -> UTC, new Budget(0, 1)));
        assertEquals(Optional.of(ENDED), on.next(Outcome.NOT_PLACED, ENDED, () -> UTC, new Budget(2, 3)));
    }

    @ParameterizedTest
    @EnumSource
    void the_budget_is_never_exceeded(Outcome outcome) {
        assertEquals(Optional.empty(), on.next(outcome, ENDED, () -> UTC, new Budget(3, 3)));
        assertEquals(Optional.empty(), on.next(outcome, ENDED, () -> UTC, new Budget(4, 3)));
    }

    private static Optional<Instant> next(RetryPlan plan, Outcome outcome, String endedAt, ZoneId zone) {
        return plan.next(outcome, Instant.parse(endedAt), () -> zone, new Budget(1, 3));
    }

    private static RetryPlan plan(boolean spread, RetryRule... rules) {
        return new RetryPlan(true, List.of(rules), spread);
    }

    @Test
    void rules_of_its_own_take_the_place_of_the_default() {
        RetryPlan plan = plan(false,
                new RetryRule(Outcome.DECLINED, new Timing.After(Duration.ofMinutes(5))));
        assertEquals(Optional.of(Instant.parse("2026-03-01T12:05:00Z")),
                next(plan, Outcome.DECLINED, "2026-03-01T12:00:00Z", UTC));
        assertEquals(Optional.empty(), next(plan, Outcome.NO_ANSWER, "2026-03-01T12:00:00Z", UTC));
    }

    @Test
    void a_time_of_day_is_the_next_one_by_the_clock_on_the_wall() {
        RetryPlan plan = plan(false, new RetryRule(Outcome.BUSY, new Timing.At(LocalTime.of(13, 0))));
        ZoneId vienna = ZoneId.of("Europe/Vienna");
        assertEquals(Optional.of(Instant.parse("2026-03-01T12:00:00Z")),
                next(plan, Outcome.BUSY, "2026-03-01T11:59:59Z", vienna));
        assertEquals(Optional.of(Instant.parse("2026-03-02T12:00:00Z")),
                next(plan, Outcome.BUSY, "2026-03-01T12:00:00Z", vienna));
        assertEquals(Optional.of(Instant.parse("2026-03-29T11:00:00Z")),
                next(plan, Outcome.BUSY, "2026-03-28T12:30:00Z", vienna));
    }

    @Test
    void a_time_that_a_night_skips_is_as_much_later() {
        RetryPlan plan = plan(false, new RetryRule(Outcome.BUSY, new Timing.At(LocalTime.of(2, 30))));
        assertEquals(Optional.of(Instant.parse("2026-03-29T01:30:00Z")),
                next(plan, Outcome.BUSY, "2026-03-28T22:00:00Z", ZoneId.of("Europe/Vienna")));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void spread_attempts_never_fall_into_the_same_part_of_the_day_twice_in_a_row(long seed) {
        RandomGenerator random = Chance.seeded(seed);
        List<String> zones = ZoneId.getAvailableZoneIds().stream().sorted().toList();
        RetryPlan plan = plan(true,
                new RetryRule(Outcome.NO_ANSWER, new Timing.After(Duration.ofMinutes(90))));
        for (int i = 0; i < 2_000; i++) {
            ZoneId zone = ZoneId.of(zones.get(random.nextInt(zones.size())));
            Instant ended = ENDED.plus(Duration.ofMinutes(random.nextInt(500_000)));
            Instant again = plan.next(Outcome.NO_ANSWER, ended, () -> zone, new Budget(1, 3)).orElseThrow();
            Optional<PartOfDay> part = PartOfDay.of(again.atZone(zone).toLocalTime());
            assertTrue(part.isPresent(), () -> again.atZone(zone).toString());
            assertNotEquals(PartOfDay.of(ended.atZone(zone).toLocalTime()), part);
            assertFalse(again.isBefore(ended.plus(Duration.ofMinutes(90))));
            assertTrue(again.isBefore(ended.plus(Duration.ofHours(36))));
        }
    }

    @ParameterizedTest
    @EnumSource
    void only_what_may_be_retried_can_be_named(Outcome outcome) {
        if (outcome.mayBeRetried()) {
            assertEquals(outcome, new RetryRule(outcome, new Timing.At(LocalTime.NOON)).condition());
        } else {
            assertThrows(IllegalArgumentException.class,
                    () -> new RetryRule(outcome, new Timing.At(LocalTime.NOON)));
        }
    }

    @Test
    void rules_are_kept_as_they_were() {
        List<RetryRule> rules = List.of(new RetryRule(Outcome.LOST, new Timing.After(Duration.ofHours(2))),
                new RetryRule(Outcome.VOICEMAIL, new Timing.At(LocalTime.of(9, 5))));
        assertEquals(rules, RuleText.retryRules(RuleText.ofRetryRules(rules)));
    }
}
