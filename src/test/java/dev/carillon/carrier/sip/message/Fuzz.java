package dev.carillon.carrier.sip.message;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.function.IntSupplier;
import java.util.random.RandomGenerator;

import dev.carillon.base.Chance;

/**
 * Asks everything of whatever a peer might send. The one exception may come, and nothing else; what was
 * understood is written and understood again as the same; and how a stream was cut changes nothing. As a
 * program: {@code Fuzz <first seed> <seeds>}, a thousand inputs each.
 */
final class Fuzz {

    static final int INPUTS = 1_000;

    private final RandomGenerator random;
    private final FuzzInput input;
    private int read;
    private int complete;
    private int refused;

    private Fuzz(long seed) {
        random = Chance.seeded(seed);
        input = new FuzzInput(random);
    }

    /** How many were read, how many of them were complete, and how many were refused. */
    record Counts(long read, long complete, long refused) {

        Counts plus(Counts other) {
            return new Counts(read + other.read, complete + other.complete, refused + other.refused);
        }
    }

    public static void main(String[] arguments) {
        long first = Long.parseLong(arguments[0]);
        var counts = new Counts(0, 0, 0);
        for (long seed = first; seed < first + Long.parseLong(arguments[1]); seed++) {
            counts = counts.plus(run(seed));
        }
        System.out.println(counts);
    }

    /** A thousand inputs; a failure says its seed and the input. */
    static Counts run(long seed) {
        var fuzz = new Fuzz(seed);
        for (int i = 0; i < INPUTS; i++) {
            switch (i % 20) {
                case 0, 1 -> fuzz.description(seed);
                case 2 -> fuzz.connection(seed);
                default -> fuzz.datagram(seed);
            }
        }
        return new Counts(fuzz.read, fuzz.complete, fuzz.refused);
    }

    private void datagram(long seed) {
        byte[] octets = input.message();
        guarded(seed, octets, () -> {
            try {
                SipMessage message = SipParser.datagram(octets);
                read++;
                complete += Readers.readAll(message, random) ? 1 : 0;
            } catch (SipSyntax e) {
                refused++;
            }
        });
    }

    private void description(long seed) {
        String text = input.description();
        guarded(seed, text.getBytes(ISO_8859_1), () -> {
            try {
                Readers.readAll(Sdp.parse(text));
                read++;
            } catch (SipSyntax e) {
                refused++;
            }
        });
    }

    private void connection(long seed) {
        byte[] octets = input.connection();
        guarded(seed, octets, () -> {
            List<Object> whole = told(octets, () -> octets.length);
            assertEquals(whole, told(octets, () -> 1));
            int most = random.nextInt(2, 200);
            assertEquals(whole, told(octets, () -> random.nextInt(1, most + 1)));
        });
    }

    /** What comes of a connection whose octets come in pieces of these sizes. */
    private static List<Object> told(byte[] octets, IntSupplier pieces) {
        var stream = new SipStream();
        List<Object> told = new ArrayList<>();
        int at = 0;
        while (at < octets.length && !stream.isBroken()) {
            int length = Math.min(octets.length - at, pieces.getAsInt());
            stream.feed(octets, at, length);
            at += length;
            takeAll(stream, told);
        }
        told.add(stream.takePings());
        return told;
    }

    private static void takeAll(SipStream stream, List<Object> told) {
        boolean more = true;
        while (more && !stream.isBroken()) {
            try {
                SipMessage message = stream.next();
                more = message != null;
                if (message != null) {
                    told.add(message);
                }
            } catch (SipSyntax e) {
                told.add(stream.isBroken() ? "broken" : "refused");
            }
        }
        assertTrue(told.size() < 100_000);
    }

    private static void guarded(long seed, byte[] octets, Runnable run) {
        try {
            run.run();
        } catch (RuntimeException | Error e) {
            String shown = HexFormat.of().formatHex(octets, 0, Math.min(octets.length, 4_000));
            throw new AssertionError("seed " + seed + ", " + octets.length + " octets: " + shown, e);
        }
    }
}
