package dev.carillon.dial;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import dev.carillon.call.Outcome;
import dev.carillon.call.Trunk;

class TrunkHealthTest {

    private static final Trunk SICK = new Trunk(7, "organization", Trunk.Kind.SIP, "{}");
    private static final Trunk SANDBOX = new Trunk(8, "organization", Trunk.Kind.SANDBOX, "{}");

    private final List<String> said = new ArrayList<>();
    private final TrunkHealth health = new TrunkHealth(new Said());
    private Instant now = Instant.parse("2026-03-01T12:00:00Z");

    private final class Said implements DialObserver {

        @Override
        public void opened(Trunk trunk) {
        }

        @Override
        public void placed(Trunk trunk) {
        }

        @Override
        public void ended(Trunk trunk, Outcome outcome) {
        }

        @Override
        public void left(Trunk trunk) {
        }

        @Override
        public void rests(Trunk trunk, @Nullable Outcome why, @Nullable Instant until) {
            said.add(why == null || until == null
                    ? "works"
                    : why.word() + " " + Duration.between(now, until).toSeconds());
        }
    }

    private void fails(int times) {
        for (int i = 0; i < times; i++) {
            health.ended(SICK, Outcome.TRUNK_UNREACHABLE, now, now);
        }
    }

    @Test
    void a_trunk_rests_when_so_many_calls_in_a_row_have_failed_and_not_before() {
        fails(TrunkHealth.IN_A_ROW - 1);
        assertEquals(Set.of(), health.resting(now));
        fails(1);
        assertEquals(Set.of(7L), health.resting(now));
        assertEquals(List.of("trunk_unreachable 10"), said);
        assertEquals(Set.of(7L), health.resting(now.plus(TrunkHealth.FIRST_REST).minusNanos(1)));
        assertEquals(Set.of(), health.resting(now.plus(TrunkHealth.FIRST_REST)));
        assertEquals("works", said.getLast());
    }

    @ParameterizedTest
    @EnumSource(names = {"BUSY", "NO_ANSWER", "CONGESTION", "INVALID_NUMBER", "COMPLETED"})
    void any_answer_of_the_trunk_begins_the_count_anew(Outcome outcome) {
        fails(TrunkHealth.IN_A_ROW - 1);
        health.ended(SICK, outcome, now, now);
        fails(TrunkHealth.IN_A_ROW - 1);
        assertEquals(Set.of(), health.resting(now));
        fails(1);
        health.works(SICK);
        assertEquals(Set.of(), health.resting(now));
    }

    @ParameterizedTest
    @EnumSource(names = {"CANCELLED", "LOST", "NOT_PLACED", "FAILED"})
    void what_says_nothing_of_the_trunk_changes_nothing(Outcome outcome) {
        fails(TrunkHealth.IN_A_ROW - 1);
        health.ended(SICK, outcome, now, now);
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
        assertEquals(List.of(10, 20, 40, 80, 160, 300, 300), said.stream().filter(s -> !s.equals("works"))
                .map(s -> Integer.valueOf(s.replaceFirst(".* ", ""))).toList());
        health.works(SICK);
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
            health.ended(SICK, Outcome.TRUNK_UNREACHABLE, before, now);
        }
        assertEquals(Set.of(), health.resting(now));
    }

    @Test
    void a_sandbox_never_rests() {
        for (int i = 0; i < 10; i++) {
            health.ended(SANDBOX, Outcome.TRUNK_UNREACHABLE, now, now);
        }
        assertEquals(Set.of(), health.resting(now));
    }
}
