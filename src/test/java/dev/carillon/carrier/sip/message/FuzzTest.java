package dev.carillon.carrier.sip.message;

import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/**
 * Whatever a peer sends, there is one exception. {@code -Dcarillon.fuzz.seeds=10000} tries ten million
 * inputs, {@code -Dcarillon.fuzz.first=} begins at the seed that a failure named.
 */
class FuzzTest {

    @Test
    void nothing_but_the_one_exception_comes_of_any_input() {
        long first = Long.getLong("carillon.fuzz.first", 1);
        long seeds = Long.getLong("carillon.fuzz.seeds", 60);
        var counts = new Fuzz.Counts(0, 0, 0);
        for (long seed = first; seed < first + seeds; seed++) {
            counts = counts.plus(Fuzz.run(seed));
        }
        // If the inputs were all refused at once, or none were, they would try little.
        assertTrue(counts.complete() > seeds * 20, counts.toString());
        assertTrue(counts.read() - counts.complete() > seeds * 20, counts.toString());
        assertTrue(counts.refused() > seeds * 20, counts.toString());
    }
}
