package dev.carillon.simulate;

import java.util.HashMap;
import java.util.Map;
import java.util.random.RandomGenerator;

import dev.carillon.call.Callee;

/**
 * Who lives in the worlds of a simulation: some thousands, so that what the numbering plans say of them is
 * worked out once for all worlds. Not thread-safe.
 */
final class Population {

    private static final int IN_A_PLACE = 300;

    private final Map<String, Callee> callees = new HashMap<>();

    /** Somebody of that place. */
    Callee anyone(Places.Place place, RandomGenerator random) {
        return at(place.number(random.nextInt(IN_A_PLACE)));
    }

    Callee at(String number) {
        return callees.computeIfAbsent(number, Callee::new);
    }
}
