package dev.carillon.carrier.sip.message;

import java.util.List;
import java.util.stream.Stream;

import dev.carillon.base.Chance;

/** What the tests of this package try the parser by, for those who throw it at a port. */
public final class Barrage {

    private Barrage() {
    }

    /** Messages of the kinds of RFC 4475 and RFC 5118, right and wrong. */
    public static List<byte[]> torture() {
        return TortureTest.samples().map(Sample::bytes).toList();
    }

    /** Messages with something wrong in them, and noise; the same for the same seed. */
    public static List<byte[]> spoilt(long seed, int count) {
        var input = new FuzzInput(Chance.seeded(seed));
        return Stream.generate(input::message).limit(count).toList();
    }
}
