package dev.carillon.dial;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import dev.carillon.Law;
import dev.carillon.call.Outcome;

/**
 * Two nodes, three organisations and whatever can go wrong, drawn from a seed. The fakes check after every
 * step what can be seen in the rows; a failure names its seed, which repeats it.
 */
class RandomRunTest {

    private static final Duration TROUBLE = Duration.ofSeconds(90);
    private static final Duration ENOUGH = Duration.ofHours(3);

    private static RandomWorld run(long seed) {
        var random = new RandomWorld(seed);
        try {
            random.misbehave(TROUBLE);
            assertTrue(random.recovers(ENOUGH), "something never came to its end");
            for (DialWorld.Node node : random.world.nodes) {
                assertNull(node.failure, () -> "a step failed: " + node.failure);
            }
        } catch (RuntimeException | AssertionError e) {
            throw new AssertionError("seed " + seed + ": " + e.getMessage(), e);
        }
        return random;
    }

    @ParameterizedTest
    @ValueSource(longs = {101, 102, 103, 104, 105, 106, 107, 108, 109, 110, 111, 112})
    @Law({"Ledger", "Single dial", "Capacity", "Budget", "Progress"})
    void the_laws_hold_whatever_goes_wrong_and_every_task_ends_when_it_no_longer_does(long seed) {
        RandomWorld random = run(seed);
        for (Usage usage : random.world.tables.usage.values()) {
            assertEquals(0, usage.live(), () -> "seed " + seed + ": " + usage);
            if (usage.key().scope() == UsageKey.Scope.TRUNK) {
                random.world.carrier.checkPace(Long.parseLong(usage.key().id()),
                        FakeTables.present(usage.callsPerSecond()), 2 * usage.burst() + 4);
            }
        }
    }

    @Test
    void every_kind_of_end_is_met_in_these_runs() {
        RandomWorld random = run(103);
        for (Outcome outcome : List.of(Outcome.COMPLETED, Outcome.NO_ANSWER, Outcome.LOST,
                Outcome.NOT_PLACED)) {
            assertTrue(random.world.count(outcome) > 0, "none is " + outcome);
        }
        assertTrue(random.world.nodes.getFirst().failures > 0);
    }

    @Test
    void the_same_seed_gives_the_same_trace_and_another_one_another() {
        List<String> trace = run(201).trace();
        assertEquals(trace, run(201).trace());
        assertFalse(trace.equals(run(202).trace()));
    }
}
