package dev.carillon.dial;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import dev.carillon.call.Cause;
import dev.carillon.call.Outcome;

class TrunkHealthTest extends SickTrunk {

    @Test
    void a_trunk_rests_when_so_many_calls_in_a_row_have_failed_and_not_before() {
        fails(TrunkHealth.IN_A_ROW - 1);
        assertEquals(Set.of(), health.resting(now));
        fails(1);
        assertEquals(Set.of(7L), health.resting(now));
        assertEquals(List.of("trunk_unreachable 10"), said);
        assertEquals(Set.of(7L), health.resting(now.plus(TrunkHealth.FIRST_REST).minusNanos(1)));
        assertEquals(Set.of(), health.resting(now.plus(TrunkHealth.FIRST_REST)));
        assertEquals("is tried", said.getLast());
    }

    @ParameterizedTest
    @EnumSource(names = {"BUSY", "NO_ANSWER", "CONGESTION", "INVALID_NUMBER", "COMPLETED", "FAILED"})
    void any_answer_of_the_trunk_begins_the_count_anew(Outcome outcome) {
        fails(TrunkHealth.IN_A_ROW - 1);
        ended(SICK, outcome, now);
        fails(TrunkHealth.IN_A_ROW - 1);
        assertEquals(Set.of(), health.resting(now));
        fails(1);
        rings(now);
        assertEquals(Set.of(), health.resting(now));
    }

    @ParameterizedTest
    @EnumSource(names = {"CANCELLED", "LOST", "NOT_PLACED", "FAILED"})
    void what_says_nothing_of_the_trunk_changes_nothing(Outcome outcome) {
        fails(TrunkHealth.IN_A_ROW - 1);
        ended(SICK, outcome, now, OURS);
        fails(1);
        assertEquals(Set.of(7L), health.resting(now));
    }

    @Test
    void as_long_as_it_does_not_work_it_rests_ever_longer() {
        fails(TrunkHealth.IN_A_ROW);
        for (int i = 0; i < 6; i++) {
            now = now.plus(TrunkHealth.LONGEST_REST);
            health.resting(now);
            fails(1);
        }
        assertEquals(List.of(10, 20, 40, 80, 160, 300, 300), said.stream().filter(s -> !s.equals("is tried"))
                .map(s -> Integer.valueOf(s.replaceFirst(".* ", ""))).toList());
        rings(now);
        said.clear();
        fails(TrunkHealth.IN_A_ROW);
        assertEquals(List.of("trunk_unreachable 10"), said);
    }

    @Test
    void calls_that_were_under_way_when_it_began_to_rest_say_nothing_new() {
        Instant before = now;
        fails(TrunkHealth.IN_A_ROW);
        now = now.plus(TrunkHealth.FIRST_REST).plusSeconds(1);
        for (int i = 0; i < 50; i++) {
            ended(SICK, Outcome.TRUNK_UNREACHABLE, before);
        }
        assertEquals(Set.of(), health.resting(now));
    }

    @Test
    void a_sandbox_never_rests() {
        for (int i = 0; i < 10; i++) {
            ended(SANDBOX, Outcome.TRUNK_UNREACHABLE, now);
        }
        assertEquals(Set.of(), health.resting(now));
    }

    @Test
    void one_that_its_carrier_finds_away_rests_at_once_and_no_more_when_it_is_back() {
        learns(TrunkNews.Kind.AWAY);
        learns(TrunkNews.Kind.AWAY);
        assertEquals(Set.of(7L), health.resting(now));
        assertEquals("no answer to OPTIONS", health.rests().getFirst().words());
        learns(TrunkNews.Kind.BACK);
        assertEquals(Set.of(), health.resting(now));
        assertEquals(List.of("trunk_unreachable 300", "works"), said);
        assertEquals(List.of(), health.rests());
    }

    @Test
    void that_one_is_there_says_nothing_of_whether_it_takes_calls_but_new_settings_may_help() {
        for (int i = 0; i < TrunkHealth.IN_A_ROW; i++) {
            ended(SICK, Outcome.TRUNK_CONFIG, now);
        }
        learns(TrunkNews.Kind.BACK);
        assertEquals(Set.of(7L), health.resting(now));
        learns(TrunkNews.Kind.CHANGED);
        assertEquals(Set.of(), health.resting(now));
    }

    @Test
    void what_rests_is_told_once_with_why_and_since_when() {
        assertTrue(health.hasChanged(), "an earlier process may have left something");
        health.kept();
        Instant first = now;
        fails(1);
        assertFalse(health.hasChanged());
        now = now.plusSeconds(3);
        fails(TrunkHealth.IN_A_ROW - 1);
        assertTrue(health.hasChanged());
        assertEquals(List.of(new TrunkRest(SICK, Outcome.TRUNK_UNREACHABLE, "who are you?", first,
                now.plus(TrunkHealth.FIRST_REST))), health.rests());
        health.kept();
        health.resting(now.plus(TrunkHealth.FIRST_REST));
        assertTrue(health.hasChanged());
        assertEquals(List.of(), health.rests());
    }

    @Test
    void whom_nobody_has_tried_for_long_begins_anew() {
        fails(TrunkHealth.IN_A_ROW);
        now = now.plus(TrunkHealth.FORGOTTEN).plus(TrunkHealth.FIRST_REST).plusSeconds(1);
        health.resting(now);
        fails(TrunkHealth.IN_A_ROW - 1);
        assertEquals(Set.of(), health.resting(now));
    }

    @Test
    void what_was_placed_before_it_fell_ill_ends_no_rest_and_what_was_placed_since_does() {
        Instant before = now.minusSeconds(1);
        fails(TrunkHealth.IN_A_ROW);
        rings(before);
        ended(SICK, Outcome.BUSY, before);
        assertEquals(Set.of(7L), health.resting(now));
        now = now.plus(TrunkHealth.FIRST_REST);
        health.resting(now);
        rings(before);
        fails(1);
        assertEquals("trunk_unreachable 20", said.getLast(), "it was not taken for mended");
        rings(before.plusSeconds(1));
        assertEquals(Set.of(), health.resting(now));
        assertEquals("works", said.getLast());
    }

    @Test
    void that_we_waited_for_it_in_vain_is_no_word_of_the_trunk() {
        fails(TrunkHealth.IN_A_ROW);
        ended(SICK, Outcome.NO_ANSWER, now, new Cause(0, 0, "ring timeout"));
        assertEquals(Set.of(7L), health.resting(now));
        ended(SICK, Outcome.NO_ANSWER, now, new Cause(0, 19, ""));
        assertEquals(Set.of(), health.resting(now));
    }

    @Test
    void what_was_placed_before_it_was_mended_says_nothing_of_it_any_more() {
        Instant before = now;
        fails(TrunkHealth.IN_A_ROW);
        now = now.plusSeconds(5);
        learns(TrunkNews.Kind.CHANGED);
        for (int i = 0; i < TrunkHealth.IN_A_ROW; i++) {
            ended(SICK, Outcome.TRUNK_UNREACHABLE, before);
        }
        assertEquals(Set.of(), health.resting(now));
        fails(TrunkHealth.IN_A_ROW);
        assertEquals(Set.of(7L), health.resting(now));
        before = now;
        now = now.plus(TrunkHealth.FIRST_REST);
        rings(before);
        for (int i = 0; i < TrunkHealth.IN_A_ROW; i++) {
            ended(SICK, Outcome.TRUNK_UNREACHABLE, before);
        }
        assertEquals(Set.of(), health.resting(now));
    }

    @Test
    void one_that_is_away_is_tried_after_its_longest_rest_and_rests_as_long_when_that_fails() {
        fails(TrunkHealth.IN_A_ROW);
        learns(TrunkNews.Kind.AWAY);
        assertEquals("trunk_unreachable 300", said.getLast(), "a short rest was under way");
        for (int i = 0; i < 3; i++) {
            assertEquals(Set.of(7L), health.resting(now.plus(TrunkHealth.LONGEST_REST).minusSeconds(1)));
            now = now.plus(TrunkHealth.LONGEST_REST);
            assertEquals(Set.of(), health.resting(now));
            fails(1);
            assertEquals("trunk_unreachable 300", said.getLast());
            assertEquals(Set.of(7L), health.resting(now));
        }
        learns(TrunkNews.Kind.BACK);
        assertEquals(Set.of(), health.resting(now));
        assertEquals("works", said.getLast());
    }

    @Test
    void one_that_is_gone_rests_no_more_though_it_was_away() {
        learns(TrunkNews.Kind.AWAY);
        health.kept();
        learns(TrunkNews.Kind.GONE);
        assertTrue(health.hasChanged());
        assertEquals(List.of(), health.rests());
        assertEquals("is tried", said.getLast());
        learns(TrunkNews.Kind.GONE);
        assertEquals(0, health.remembered());
    }

    @Test
    void failures_that_lie_far_apart_are_not_in_a_row_and_nothing_is_remembered_for_ever() {
        for (int week = 0; week < 2 * TrunkHealth.IN_A_ROW; week++) {
            fails(1);
            now = now.plus(Duration.ofDays(7));
        }
        assertEquals(List.of(), said);
        health.resting(now);
        assertEquals(0, health.remembered());
        fails(TrunkHealth.IN_A_ROW);
        rings(now);
        learns(TrunkNews.Kind.CHANGED);
        assertEquals(1, health.remembered());
        health.resting(now.plus(TrunkHealth.FORGOTTEN).plusSeconds(1));
        assertEquals(0, health.remembered());
    }
}
