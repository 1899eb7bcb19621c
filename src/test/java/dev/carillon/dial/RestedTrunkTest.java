package dev.carillon.dial;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import dev.carillon.call.Again;
import dev.carillon.call.CarrierEvent;
import dev.carillon.call.Cause;
import dev.carillon.call.Outcome;
import dev.carillon.call.Trunk;

/** How a trunk comes back that has rested, and one that has asked for its rest. */
class RestedTrunkTest extends SickTrunk {

    private TrunkHealth.Way way() {
        return health.way(SICK, now);
    }

    private void asksForRest(int seconds, Instant placedAt) {
        health.answers(SICK,
                CarrierEvent.ended(CALL, now, Outcome.CONGESTION, new Cause(503, 0, "busy hour"), Again.NO)
                        .askingForRest(Duration.ofSeconds(seconds)),
                placedAt);
    }

    /** It has rested, and a call tries it. */
    private void isTried() {
        fails(TrunkHealth.IN_A_ROW);
        now = now.plus(TrunkHealth.FIRST_REST);
        assertEquals(TrunkHealth.Way.ONE, way());
        assertEquals(Set.of(), health.resting(now));
        health.opened(SICK, now);
    }

    @Test
    void after_its_rest_one_call_tries_it_and_all_follow_when_it_was_answered() {
        assertEquals(TrunkHealth.Way.ALL, way());
        fails(TrunkHealth.IN_A_ROW - 1);
        assertEquals(TrunkHealth.Way.ALL, way());
        fails(1);
        assertEquals(TrunkHealth.Way.NONE, way());
        now = now.plus(TrunkHealth.FIRST_REST);
        assertEquals(TrunkHealth.Way.ONE, way());
        health.opened(SICK, now);
        assertEquals(TrunkHealth.Way.NONE, way());
        assertEquals(Set.of(7L), health.resting(now), "new calls take another trunk meanwhile");
        rings(now);
        assertEquals(TrunkHealth.Way.ALL, way());
        assertEquals(Set.of(), health.resting(now));
    }

    @Test
    void a_call_that_tries_it_in_vain_makes_it_rest_for_twice_as_long() {
        isTried();
        fails(1);
        assertEquals("trunk_unreachable 20", said.getLast());
        now = now.plusSeconds(20).minusNanos(1);
        assertEquals(TrunkHealth.Way.NONE, way());
        now = now.plusNanos(1);
        assertEquals(TrunkHealth.Way.ONE, way());
    }

    @ParameterizedTest
    @EnumSource(names = {"CANCELLED", "LOST", "NOT_PLACED", "FAILED"})
    void a_call_that_shows_nothing_is_followed_by_another(Outcome outcome) {
        isTried();
        ended(SICK, outcome, now.minusSeconds(1), OURS);
        assertEquals(TrunkHealth.Way.NONE, way(), "it was not the one");
        ended(SICK, outcome, now, OURS);
        assertEquals(TrunkHealth.Way.ONE, way());
    }

    @Test
    void so_is_one_of_which_nothing_is_heard_for_long() {
        isTried();
        now = now.plus(TrunkHealth.TRIAL).minusNanos(1);
        assertEquals(TrunkHealth.Way.NONE, way());
        now = now.plusNanos(1);
        assertEquals(TrunkHealth.Way.ONE, way());
        assertEquals(Set.of(), health.resting(now));
    }

    @Test
    void it_is_known_when_the_next_rest_of_an_organisations_trunks_is_over() {
        assertEquals(Map.of(), health.rested(now));
        fails(TrunkHealth.IN_A_ROW);
        var other = new Trunk(9, "organization", Trunk.Kind.SIP, "{}");
        health.learn(new TrunkNews(other, TrunkNews.Kind.AWAY, ""), now);
        assertEquals(Map.of("organization", now.plus(TrunkHealth.FIRST_REST)), health.rested(now));
        rings(now);
        assertEquals(Map.of("organization", now.plus(TrunkHealth.LONGEST_REST)), health.rested(now));
    }

    @Test
    void what_nobody_has_tried_since_its_rest_is_waited_for_no_longer() {
        fails(TrunkHealth.IN_A_ROW);
        now = now.plus(TrunkHealth.FIRST_REST).plus(TrunkHealth.TRIAL).minusNanos(1);
        assertEquals(Set.of("organization"), health.rested(now).keySet());
        now = now.plusNanos(1);
        assertEquals(Map.of(), health.rested(now));
        assertEquals(TrunkHealth.Way.ONE, way());
    }

    @Test
    void after_a_rest_of_an_hour_one_call_tries_it_too() {
        asksForRest(3_600, now);
        now = now.plusSeconds(3_600);
        assertEquals(Set.of(), health.resting(now));
        assertEquals(TrunkHealth.Way.ONE, way());
    }

    @Test
    void one_that_was_away_and_is_back_is_not_away_whatever_else_it_rests_for() {
        learns(TrunkNews.Kind.AWAY);
        asksForRest(600, now);
        learns(TrunkNews.Kind.BACK);
        now = now.plusSeconds(600);
        assertEquals(Set.of(), health.resting(now));
        fails(1);
        assertEquals(Set.of(7L), health.resting(now));
        assertTrue(health.rests().getFirst().until().isBefore(now.plus(TrunkHealth.LONGEST_REST)),
                "a rest as of one that is there");
    }

    @Test
    void one_that_asks_for_a_rest_has_it_at_once_and_as_long_as_it_asks() {
        asksForRest(120, now);
        assertEquals(Set.of(7L), health.resting(now.plusSeconds(119)));
        assertEquals(List.of(new TrunkRest(SICK, Outcome.CONGESTION, "busy hour, no calls wanted for 120 s",
                now, now.plusSeconds(120))), health.rests());
        now = now.plusSeconds(120);
        assertEquals(Set.of(), health.resting(now));
        rings(now);
        assertEquals(List.of("congestion 120", "is tried", "works"), said);
    }

    @Test
    void what_it_asked_for_is_not_cut_short_by_calls_or_by_its_being_there_but_by_new_settings() {
        asksForRest(120, now);
        rings(now);
        ended(SICK, Outcome.BUSY, now);
        learns(TrunkNews.Kind.AWAY);
        learns(TrunkNews.Kind.BACK);
        assertEquals(Set.of(7L), health.resting(now.plusSeconds(119)));
        assertEquals(Outcome.CONGESTION, health.rests().getFirst().why());
        learns(TrunkNews.Kind.CHANGED);
        assertEquals(Set.of(), health.resting(now));
    }

    @Test
    void calls_that_were_under_way_ask_for_longer_and_one_that_tries_it_for_twice_as_long_at_least() {
        Instant before = now;
        asksForRest(5, before);
        now = now.plusSeconds(1);
        asksForRest(3, before);
        asksForRest(6, before);
        asksForRest(6, before);
        assertEquals(List.of("congestion 5", "congestion 6"), said);
        now = now.plusSeconds(6);
        assertEquals(Set.of(), health.resting(now));
        said.clear();
        asksForRest(5, now);
        assertEquals(List.of("congestion 20"), said);
        now = now.plusSeconds(20);
        health.resting(now);
        fails(1);
        assertEquals("trunk_unreachable 40", said.getLast());
    }

    @Test
    void nobody_is_left_alone_for_more_than_an_hour_and_a_sandbox_not_at_all() {
        asksForRest(1_000_000, now);
        assertEquals(List.of("congestion 3600"), said);
        health.answers(SANDBOX, CarrierEvent.ended(CALL, now, Outcome.CONGESTION)
                .askingForRest(Duration.ofSeconds(9)), now);
        assertEquals(Set.of(7L), health.resting(now));
    }

    @Test
    void a_trunk_that_has_asked_and_then_fails_rests_as_long_as_it_asked_at_least() {
        asksForRest(600, now);
        learns(TrunkNews.Kind.AWAY);
        assertEquals(now.plusSeconds(600), health.rests().getFirst().until());
    }
}
