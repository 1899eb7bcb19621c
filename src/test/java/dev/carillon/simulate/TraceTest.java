package dev.carillon.simulate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;

import dev.carillon.call.Callee;

class TraceTest {

    @Test
    void the_same_seed_gives_the_same_trace_and_another_one_another() {
        for (long seed = 1; seed <= 20; seed++) {
            long once = new Simulation().run(seed).hash();
            assertEquals(once, new Simulation().run(seed).hash(), "seed " + seed);
            assertFalse(once == new Simulation().run(seed + 1_000).hash(), "seed " + seed);
        }
    }

    @Test
    void worlds_that_were_run_before_change_nothing() {
        var simulation = new Simulation();
        simulation.run(31);
        assertEquals(new Simulation().run(32).hash(), simulation.run(32).hash());
    }

    @Test
    void a_trace_tells_every_action_with_its_time() {
        List<String> lines = new ArrayList<>();
        new Simulation().run(7, lines::add);
        assertTrue(lines.stream().anyMatch(line -> line.matches("20[0-9TZ:.-]+  opened · node 1 · .*")),
                () -> lines.getFirst());
    }

    @Test
    void the_places_are_where_the_numbering_plans_have_them() {
        for (Places.Place place : Places.ALL) {
            String number = place.number(678);
            var callee = new Callee(number);
            var offsets = callee.zones().stream().map(z -> z.getRules().toString()).toList();
            assertTrue(place.zones().isEmpty() == offsets.isEmpty(), number);
            place.zones().forEach(zone -> assertTrue(
                    callee.zones().stream().anyMatch(z -> z.getRules().equals(zone.getRules())),
                    number + " is not in " + zone));
        }
    }
}
