package dev.carillon.simulate;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

import dev.carillon.Law;

class PaceWatchTest {

    @Test
    @Law("Capacity")
    void a_burst_and_then_the_pace_is_kept_and_one_more_is_too_many() {
        var watch = new PaceWatch(2, 3, 0);
        for (int i = 0; i < 3; i++) {
            assertTrue(watch.start(10));
        }
        assertTrue(watch.start(10.5) && watch.start(11));
        assertFalse(watch.start(11.4));
    }

    @Test
    @Law("Capacity")
    void what_was_not_used_before_does_not_add_to_the_burst() {
        var watch = new PaceWatch(1, 1, 0);
        assertTrue(watch.start(0) && watch.start(100));
        assertFalse(watch.start(100.9));
    }
}
