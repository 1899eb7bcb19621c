package dev.carillon.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import dev.carillon.base.Ids.CallKey;
import dev.carillon.call.AttemptState;
import dev.carillon.call.Cause;
import dev.carillon.call.Outcome;
import dev.carillon.call.Trunk;
import dev.carillon.dial.AttemptChange;
import dev.carillon.dial.AttemptChange.End;
import dev.carillon.dial.AttemptChange.Next;

class BlockAlertTest {

    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
    private static final Cause REJECTED = new Cause(608, 0, "Rejected", "https://redress.example.com/");

    private final List<String> said = new ArrayList<>();
    private final BlockAlert alert = new BlockAlert(said::add);

    private void blocked(long trunk, Instant at, @Nullable Cause cause) {
        var end = new End(Outcome.BLOCKED_BY_NETWORK, null, cause, at,
                new Next.Done(Outcome.BLOCKED_BY_NETWORK.taskStatus()), true, () -> {
                    throw new AssertionError("no machine has answered");
                });
        alert.blocked(new Trunk(trunk, "organization", Trunk.Kind.SIP, "{}"),
                new AttemptChange(new CallKey(1, 2, 3), "organization", "+4930123456", "+4915110000001",
                        AttemptState.ENDED, null, null, null, end));
    }

    @Test
    void the_first_blocked_call_of_a_trunk_is_said_at_once_with_where_objections_are_heard() {
        blocked(7, NOON, REJECTED);
        blocked(8, NOON, null);
        assertEquals(2, said.size());
        assertTrue(said.getFirst().contains("https://redress.example.com/"), said.getFirst());
        assertTrue(said.getFirst().contains("trunk 7 "), said.getFirst());
        assertTrue(said.getLast().contains("it says no more"), said.getLast());
    }

    @Test
    void thousands_are_said_once_an_hour_with_their_number() {
        for (int i = 0; i < 3_600; i++) {
            blocked(7, NOON.plusSeconds(i), REJECTED);
        }
        assertEquals(1, said.size());
        blocked(7, NOON.plusSeconds(3_600), REJECTED);
        assertEquals(2, said.size());
        assertTrue(said.getLast().contains("3599 more"), said.getLast());
    }

    @Test
    void no_whole_number_is_said() {
        blocked(7, NOON, REJECTED);
        assertFalse(said.getFirst().contains("123456"), said.getFirst());
        assertFalse(said.getFirst().contains("4915110000001"), said.getFirst());
    }
}
