package dev.carillon.call;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

import org.junit.jupiter.api.Test;

import dev.carillon.call.StopLoss.Measure;

class StopLossTest {

    private static final Duration HOUR = Duration.ofHours(1);

    private static StopLoss rule(Measure measure, double percent, int minimum) {
        return new StopLoss(measure, percent, minimum, HOUR);
    }

    @Test
    void too_many_abandoned_of_enough_calls_break_the_rule_and_the_figures_are_told() {
        StopLoss rule = rule(Measure.ABANDON_RATE, 3, 300);
        assertEquals(Optional.empty(), rule.broken(new CallTally(900, 400, 299, 299, 0, 0)));
        assertEquals(Optional.empty(), rule.broken(new CallTally(900, 400, 300, 9, 0, 0)));
        assertEquals(Optional.of("abandon rate 3.3 %: 10 of 300 calls answered by a person within 60 minutes;"
                + " 3 % is the most"), rule.broken(new CallTally(900, 400, 300, 10, 0, 0)));
    }

    @Test
    void failures_and_declines_count_against_all_calls() {
        var tally = new CallTally(200, 100, 90, 0, 41, 20);
        assertEquals(Optional.of("failure rate 20.5 %: 41 of 200 calls within 60 minutes; 20 % is the most"),
                rule(Measure.FAILURE_RATE, 20, 100).broken(tally));
        assertEquals(Optional.empty(), rule(Measure.DECLINE_RATE, 10, 100).broken(tally));
        assertEquals(Optional.of("decline rate 10.0 %: 20 of 200 calls within 60 minutes; 9.9 % is the most"),
                rule(Measure.DECLINE_RATE, 9.9, 100).broken(tally));
    }

    @Test
    void too_few_answers_break_the_rule_of_the_answer_seizure_ratio() {
        StopLoss rule = rule(Measure.ASR_BELOW, 30, 50);
        assertEquals(Optional.empty(), rule.broken(new CallTally(49, 0, 0, 0, 0, 0)));
        assertEquals(Optional.empty(), rule.broken(new CallTally(50, 15, 15, 0, 0, 0)));
        assertEquals(
                Optional.of(
                        "answer-seizure ratio 28.0 %: 14 of 50 calls within 60 minutes; 30 % is the least"),
                rule.broken(new CallTally(50, 14, 14, 0, 0, 0)));
    }

    @Test
    void live_batches_have_the_rule_of_the_law() {
        assertEquals(List.of(new StopLoss(Measure.ABANDON_RATE, 3, 300, Duration.ofDays(30))),
                StopLoss.DEFAULT_LIVE);
    }

    @Test
    void rules_are_kept_as_they_were() {
        List<StopLoss> rules = List.of(rule(Measure.ABANDON_RATE, 2.5, 30), rule(Measure.ASR_BELOW, 10, 1));
        assertEquals(rules, RuleText.stopLoss(RuleText.ofStopLoss(rules)));
    }
}
