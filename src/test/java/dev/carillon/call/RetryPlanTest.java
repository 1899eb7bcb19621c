package dev.carillon.call;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.EnumSet;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import dev.carillon.call.RetryPlan.Budget;

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
}
