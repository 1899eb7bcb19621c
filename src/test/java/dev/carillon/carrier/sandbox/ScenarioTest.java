package dev.carillon.carrier.sandbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import dev.carillon.base.Refusal;
import dev.carillon.call.Outcome;

class ScenarioTest {

    @Test
    void empty_settings_are_the_lively_scenario() {
        assertEquals(Scenario.LIVELY, Scenario.parse("{}"));
    }

    @Test
    void every_setting_is_read() {
        Scenario scenario = Scenario.parse("""
                {"seed": -7, "setup_millis": 0, "ring_seconds": [0.5, 1.5], "join_millis": [10, 20],
                 "talk_seconds": 60, "no_answer_seconds": [20, 25],
                 "outcomes": {"busy": 1, "completed": 3}}""");
        assertEquals(new Scenario(-7, new Span(0, 0), Span.millis(500, 1500), Span.millis(10, 20),
                Span.millis(60_000, 60_000), Span.millis(20_000, 25_000),
                List.of(new Scenario.Share(Outcome.COMPLETED, 3), new Scenario.Share(Outcome.BUSY, 1))),
                scenario);
    }

    @Test
    void speed_winds_the_clock() {
        Scenario fast = Scenario.parse("""
                {"speed": 10, "talk_seconds": [1, 2]}""");
        assertEquals(Span.millis(100, 200), fast.talk());
        assertEquals(Span.millis(600, 600), fast.noAnswer());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            []                                    | settings: must be an object
            {"seed": 1.5}                         | settings.seed: not a whole number of 64 bits
            {"seed": "1"}                         | settings.seed: not a whole number of 64 bits
            {"speed": 0}                          | settings.speed: not a number in its bounds
            {"ring_seconds": [3, 1]}              | settings.ring_seconds: the least is more than the most
            {"ring_seconds": [1, 2, 3]}           | settings.ring_seconds: not a length of time
            {"talk_millis": -1}                   | settings.talk_millis: not a length of time
            {"talk_seconds": 1e99}                | settings.talk_seconds: not a length of time
            {"ring_seconds": 1, "ring_millis": 1} | settings.ring_millis: ring_seconds is there, too
            {"outcomes": {}}                      | settings.outcomes: no outcome has a weight
            {"outcomes": {"busy": -1}}            | settings.outcomes.busy: not a weight
            """)
    void a_wrong_setting_is_refused_with_what_is_allowed(String settings, String text) {
        String said = assertThrows(Refusal.class, () -> Scenario.parse(settings)).text();
        assertTrue(said.startsWith(text + "; allowed: "), said);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {"sped": 2}                    | settings.sped
            {"outcomes": {"cancelled": 1}} | settings.outcomes
            {"outcomes": {"not_placed": 1}} | settings.outcomes
            {"seed": 1, "seed": 2}         | settings
            {"seed": 1} {}                 | settings
            {                              | settings
            """)
    void what_is_not_a_setting_is_refused(String settings, String field) {
        Refusal refusal = assertThrows(Refusal.class, () -> Scenario.parse(settings));
        assertEquals(Refusal.Code.INVALID, refusal.code());
        assertEquals(field, refusal.field());
    }

    @Test
    void a_run_can_be_repeated_whatever_the_order_of_its_calls() {
        Scenario scenario = Scenario.parse("{\"seed\": 42}");
        var numbers = new ArrayList<String>();
        var first = new HashMap<String, Script>();
        for (int i = 0; i < 500; i++) {
            String number = "+4915" + (100_000_000 + i * 7919);
            numbers.add(number);
            first.put(number, scenario.script(Plans.to(number)));
        }
        Collections.reverse(numbers);
        numbers.forEach(
                n -> assertEquals(first.get(n), Scenario.parse("{\"seed\": 42}").script(Plans.to(n))));
    }

    @Test
    void the_seed_the_number_and_the_attempt_each_change_the_draw() {
        Scenario scenario = Scenario.parse("{\"seed\": 1, \"outcomes\": {\"completed\": 1}}");
        Scenario other = Scenario.parse("{\"seed\": 2, \"outcomes\": {\"completed\": 1}}");
        Script script = scenario.script(Plans.to("+4915112340000"));
        assertNotEquals(script, other.script(Plans.to("+4915112340000")));
        assertNotEquals(script, scenario.script(Plans.to("+4915112340011")));
        assertNotEquals(script, scenario.script(Plans.attempt("+4915112340000", 2)));
    }

    @Test
    void outcomes_come_in_their_shares() {
        Map<Outcome, Integer> seen = new EnumMap<>(Outcome.class);
        int calls = 50_000;
        for (int i = 0; i < calls; i++) {
            Outcome outcome = Scenario.LIVELY.script(Plans.to("+49151" + (10_000_000 + i) + "0000"))
                    .outcome();
            seen.merge(outcome, 1, Integer::sum);
        }
        for (Scenario.Share share : Scenario.LIVELY.shares()) {
            double expected = calls * share.weight() / 100;
            double found = seen.getOrDefault(share.outcome(), 0);
            assertTrue(Math.abs(found - expected) < 5 * Math.sqrt(expected),
                    share + " came " + found + " times");
        }
    }

    @Test
    void an_outcome_without_weight_never_comes() {
        Scenario scenario = Scenario.parse("{\"outcomes\": {\"busy\": 0, \"declined\": 1, \"lost\": 0}}");
        for (int i = 0; i < 1_000; i++) {
            assertEquals(Outcome.DECLINED,
                    scenario.script(Plans.to("+4915" + (10_000_000 + i) + "0000")).outcome());
        }
    }

    @ParameterizedTest
    @CsvSource({"0001,NO_ANSWER", "0002,BUSY", "0003,DECLINED", "0004,INVALID_NUMBER", "0005,VOICEMAIL",
            "0006,ABANDONED", "0007,AGENT_FAILED", "0008,CONGESTION", "0009,LOST", "0010,COMPLETED"})
    void ten_numbers_always_give_the_same(String digits, Outcome outcome) {
        for (int no = 1; no <= 3; no++) {
            for (String begin : List.of("+4915112", "+1212555", "+4420794")) {
                assertEquals(outcome, Scenario.LIVELY.script(Plans.attempt(begin + digits, no)).outcome());
            }
        }
    }
}
