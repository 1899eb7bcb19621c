package dev.carillon.base;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;

import org.junit.jupiter.api.Test;

class WakesTest {

    private static final long SECOND = Duration.ofSeconds(1).toNanos();

    private static final long MINUTE = 60 * SECOND;

    private final Wakes wakes = new Wakes();
    private long sequence;

    private Wakes.Entry entry(long after) {
        return new Wakes.Entry(after, sequence++) {
            @Override
            void run() {
                throw new AssertionError("nothing is run here");
            }
        };
    }

    private Wakes.Entry add(long after) {
        Wakes.Entry entry = entry(after);
        wakes.add(entry);
        return entry;
    }

    private List<Wakes.Entry> take(long now) {
        var taken = new ArrayList<Wakes.Entry>();
        wakes.take(now, taken);
        return taken;
    }

    @Test
    void what_is_due_comes_in_the_order_of_its_times_and_then_of_its_coming() {
        Wakes.Entry late = add(5 * SECOND);
        Wakes.Entry soon = add(3);
        Wakes.Entry same = add(3);
        Wakes.Entry past = add(-7 * SECOND);
        assertEquals(List.of(past, soon, same, late), take(5 * SECOND));
        assertTrue(wakes.isEmpty());
    }

    @Test
    void nothing_comes_before_its_time() {
        Wakes.Entry entry = add(10 * SECOND);
        for (long now = 0; now < 10 * SECOND; now += SECOND / 7) {
            assertEquals(List.of(), take(now));
            assertTrue(wakes.first() <= entry.after());
            assertTrue(wakes.first() > now, "it would be looked for again at once");
        }
        assertEquals(List.of(), take(10 * SECOND - 1));
        assertEquals(List.of(entry), take(10 * SECOND));
    }

    @Test
    void what_is_cancelled_leaves_no_slot_behind() {
        var entries = new ArrayList<Wakes.Entry>();
        for (int i = 0; i < 1_000; i++) {
            entries.add(add(i * MINUTE));
        }
        assertEquals(1_000, wakes.slots());
        entries.forEach(wakes::remove);
        entries.forEach(wakes::remove);
        assertEquals(0, wakes.slots());
        assertEquals(0, wakes.size());
        assertTrue(wakes.isEmpty());
    }

    @Test
    void by_many_chances_it_is_what_one_sorted_set_is() {
        for (int seed = 0; seed < 200; seed++) {
            var chance = new Random(seed);
            var expected = new TreeSet<Wakes.Entry>();
            long now = chance.nextLong(-SECOND, SECOND);
            for (int step = 0; step < 500; step++) {
                int what = chance.nextInt(10);
                if (what < 5) {
                    expected.add(add(now + chance.nextLong(-SECOND, 40 * SECOND)));
                } else if (what < 8 && !expected.isEmpty()) {
                    var all = new ArrayList<>(expected);
                    Wakes.Entry one = all.get(chance.nextInt(all.size()));
                    wakes.remove(one);
                    expected.remove(one);
                } else {
                    now += chance.nextLong(2 * SECOND);
                    var due = new ArrayList<Wakes.Entry>();
                    while (!expected.isEmpty() && expected.first().after() <= now) {
                        due.add(expected.removeFirst());
                    }
                    assertEquals(due, take(now), "seed " + seed);
                    assertTrue(wakes.isEmpty() || wakes.first() > now, "seed " + seed);
                }
                assertEquals(expected.size(), wakes.size());
                assertEquals(expected.isEmpty(), wakes.isEmpty());
                if (!expected.isEmpty()) {
                    assertFalse(wakes.first() > expected.first().after(), "seed " + seed);
                }
            }
            expected.forEach(wakes::remove);
        }
    }
}
