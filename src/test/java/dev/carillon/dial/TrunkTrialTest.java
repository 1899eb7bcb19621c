package dev.carillon.dial;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.junit.jupiter.api.Test;

import dev.carillon.Law;
import dev.carillon.call.CarrierEvent.Kind;
import dev.carillon.call.Destinations;
import dev.carillon.call.Outcome;
import dev.carillon.call.Reason;
import dev.carillon.call.Trunk;
import dev.carillon.dial.FakeCarrier.Script;
import dev.carillon.dial.FakeTables.Batch;

/** How calls come back to a trunk that has rested. */
class TrunkTrialTest {

    private static final Trunk TRUNK = new Trunk(1, DialWorld.ORGANIZATION, Trunk.Kind.SIP, "{}");
    private static final Trunk OTHER = new Trunk(2, DialWorld.ORGANIZATION, Trunk.Kind.SIP, "{}");
    private static final Script FAILS = Script.ends(Duration.ofMillis(50), Outcome.TRUNK_UNREACHABLE);
    private static final Duration A_MOMENT = Duration.ofSeconds(1);

    private final DialWorld world = new DialWorld();
    private final Map<String, Script> scripts = new HashMap<>();

    TrunkTrialTest() {
        world.carrier.scripts = number -> scripts.getOrDefault(number, FAILS);
    }

    private Batch batch(int tasks, Trunk trunk, Script script) {
        Batch batch = world.batch(tasks);
        DialWorld.trunk(batch, trunk);
        batch.tasks.forEach(task -> scripts.put(task.number, script));
        world.node().nudge();
        return batch;
    }

    private Batch batch(int tasks, Script script) {
        return batch(tasks, TRUNK, script);
    }

    /** It rests, and this is how many were placed by then. */
    private int rests() {
        batch(TrunkHealth.IN_A_ROW, FAILS);
        world.run(A_MOMENT);
        return world.placed();
    }

    @Test
    void nothing_is_opened_over_a_trunk_that_rests_by_whoever_still_has_it() {
        int before = rests();
        batch(5, FAILS);
        batch(5, OTHER, Script.talks(A_MOMENT));
        world.run(TrunkHealth.FIRST_REST.minus(A_MOMENT));
        assertEquals(before + 5, world.placed());
    }

    @Test
    @Law("Progress")
    void one_call_tries_it_after_its_rest_and_all_others_follow_once_that_has_rung() {
        int before = rests();
        Batch waiting = batch(5, Script.only());
        Batch more = batch(5, Script.talks(A_MOMENT));
        world.run(TrunkHealth.FIRST_REST);
        assertEquals(before + 1, world.placed());
        world.carrier.say(world.carrier.placed.getLast().call(), Kind.RINGING);
        world.run(A_MOMENT);
        assertEquals(before + waiting.tasks.size() + more.tasks.size(), world.placed());
    }

    @Test
    void when_that_one_fails_the_others_wait_for_twice_as_long() {
        int before = rests();
        batch(5, FAILS);
        for (int trial = 1; trial <= 3; trial++) {
            world.run(TrunkHealth.FIRST_REST.multipliedBy(1L << (trial - 1)));
            assertEquals(before + trial, world.placed());
        }
    }

    @Test
    void an_attempt_that_another_trunk_has_failed_may_be_the_one_that_tries_it() {
        world.ledger().ways.addAll(List.of(OTHER, TRUNK));
        rests();
        world.carrier.failing.put(OTHER.trunkId(), Outcome.CONGESTION);
        batch(3, OTHER, Script.only());
        world.run(A_MOMENT);
        assertEquals(0, over(TRUNK), "it rests");
        world.run(TrunkHealth.FIRST_REST);
        batch(3, OTHER, Script.only());
        world.run(A_MOMENT);
        assertEquals(1, over(TRUNK));
        world.carrier.say(world.carrier.placed.getLast().call(), Kind.RINGING);
        batch(3, OTHER, Script.only());
        world.run(A_MOMENT);
        assertEquals(4, over(TRUNK));
    }

    /** How many calls were placed over it since it rests. */
    private long over(Trunk trunk) {
        return world.carrier.placed.stream().skip(TrunkHealth.IN_A_ROW)
                .filter(placed -> placed.trunk() == trunk.trunkId()).count();
    }

    @Test
    void who_may_be_called_only_over_a_trunk_that_rests_is_called_when_the_rest_is_over() {
        rests();
        var french = new Destinations(Set.of("FR"), Set.of());
        Trunk other = OTHER.calling(french, List.of(Destinations.ANYWHERE));
        Batch waiting = batch(1, other, Script.talks(A_MOMENT));
        world.run(TrunkHealth.FIRST_REST.minus(A_MOMENT.multipliedBy(2)));
        assertEquals(List.of(Reason.TRUNK_PAUSED), waiting.due.stream().map(FakeTables.Due::reason).toList());
        DialWorld.trunk(waiting, TRUNK);
        world.run(A_MOMENT.multipliedBy(4));
        assertEquals(List.of(waiting.tasks.getFirst().number),
                world.carrier.placed.stream().skip(TrunkHealth.IN_A_ROW).map(FakeCarrier.Placed::number)
                        .toList());
    }

    @Test
    void a_call_that_is_not_placed_has_tried_nothing_and_the_next_does() {
        int before = rests();
        String number = batch(1, FAILS).tasks.getFirst().number;
        scripts.put(number, Script.ends(Duration.ofMillis(50), Outcome.NOT_PLACED));
        world.run(TrunkHealth.FIRST_REST);
        assertNotEquals(before, world.placed());
        scripts.put(number, Script.only(Kind.RINGING));
        Batch more = batch(5, Script.talks(A_MOMENT));
        world.run(A_MOMENT.multipliedBy(2));
        assertEquals(5, more.tasks.stream().filter(task -> world.carrier.placed.stream()
                .anyMatch(placed -> placed.number().equals(task.number))).count());
    }
}
