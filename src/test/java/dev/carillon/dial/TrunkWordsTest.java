package dev.carillon.dial;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import dev.carillon.base.Ids.CallKey;
import dev.carillon.call.CarrierEvent.Kind;
import dev.carillon.call.Outcome;
import dev.carillon.call.Trunk;
import dev.carillon.dial.FakeCarrier.Script;
import dev.carillon.dial.FakeTables.Batch;

/** Which words about calls say that their trunk works. */
class TrunkWordsTest {

    private static final Trunk TRUNK = new Trunk(1, DialWorld.ORGANIZATION, Trunk.Kind.SIP, "{}");
    private static final Script FAILS = Script.ends(Duration.ofMillis(50), Outcome.TRUNK_UNREACHABLE);

    private final DialWorld world = new DialWorld();
    private final List<String> said = new ArrayList<>();
    private final Map<String, Script> scripts = new HashMap<>();

    TrunkWordsTest() {
        world.observer = new Said();
        world.node().restart();
        world.carrier.scripts = number -> scripts.getOrDefault(number, FAILS);
    }

    private final class Said implements RestsHeard {

        @Override
        public void rests(Trunk trunk, @Nullable TrunkRest rest) {
            if (rest != null) {
                said.add("rests " + Duration.between(world.timeline.now(), rest.until()).toSeconds());
            }
        }

        @Override
        public void works(Trunk trunk) {
            said.add("works");
        }
    }

    private Batch batch(int tasks, Script script) {
        Batch batch = world.batch(tasks);
        DialWorld.trunk(batch, TRUNK);
        batch.tasks.forEach(task -> scripts.put(task.number, script));
        world.node().nudge();
        return batch;
    }

    private static CallKey first(Batch batch) {
        return new CallKey(batch.call.batchId(), 0, 1);
    }

    /** It is tried again and again, each time by a call that fails. */
    private void isDead() {
        for (int i = 0; i < 3; i++) {
            batch(i == 0 ? TrunkHealth.IN_A_ROW : 1, FAILS);
            world.run(TrunkHealth.FIRST_REST.multipliedBy(1L << i).plusSeconds(1));
        }
    }

    @Test
    void calls_of_before_that_end_are_no_sign_of_life_and_a_dead_trunk_rests_ever_longer() {
        for (int i = 1; i < 60; i++) {
            batch(1, Script.talks(Duration.ofSeconds(i)));
        }
        world.run(Duration.ofSeconds(2));
        isDead();
        assertEquals(List.of("rests 10", "rests 20", "rests 40"), said);
    }

    @Test
    void what_ends_because_we_hang_it_up_is_no_sign_of_life_though_it_was_placed_since() {
        Batch first = batch(1, FAILS);
        world.run(Duration.ofSeconds(1));
        Batch silent = batch(1, Script.only());
        world.run(Duration.ofSeconds(1));
        world.carrier.confirms = null;
        batch(2, FAILS);
        world.run(world.settings.ringTimeout());
        assertEquals(Outcome.TRUNK_UNREACHABLE, world.outcome(first, 0));
        assertEquals(List.of(first(silent)), world.carrier.hungUp);
        world.carrier.end(first(silent), Outcome.NO_ANSWER);
        world.run(Duration.ofSeconds(1));
        assertEquals(Outcome.NO_ANSWER, world.outcome(silent, 0));
        assertEquals(List.of("rests 10"), said);
    }

    @Test
    void that_a_call_rings_that_was_placed_since_is_one() {
        batch(1, FAILS);
        world.run(Duration.ofSeconds(1));
        Batch slow = batch(1, Script.only());
        world.run(Duration.ofSeconds(1));
        batch(2, FAILS);
        world.run(Duration.ofSeconds(1));
        world.carrier.say(first(slow), Kind.RINGING);
        world.run(Duration.ofSeconds(1));
        assertEquals(List.of("rests 10", "works"), said);
    }
}
