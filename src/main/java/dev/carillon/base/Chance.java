package dev.carillon.base;

import java.security.SecureRandom;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/** The only source of randomness; what needs it is handed a generator made here. */
public final class Chance {

    private Chance() {
    }

    /** For keys, secrets and ids: a CSPRNG. Thread-safe. */
    public static RandomGenerator secure() {
        return new SecureRandom();
    }

    /** For scenarios and tests: the same seed gives the same draws. Not thread-safe. */
    public static RandomGenerator seeded(long seed) {
        return new SplittableRandom(seed);
    }
}
