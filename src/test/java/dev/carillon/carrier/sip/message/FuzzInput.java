package dev.carillon.carrier.sip.message;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/** Octets that a peer might send: right messages with something wrong in them, or nothing right at all. */
final class FuzzInput {

    private static final List<byte[]> MESSAGES = messages().map(FuzzInput::octets).toList();

    private static final List<byte[]> DESCRIPTIONS = SampleSdp.all().stream().map(FuzzInput::octets).toList();

    private static final List<String> SPICES = List.of("\r\n", "\n", "\r", "\0", ",", ";", "\"", "<", ">",
            "\\",
            ":", "::", "[", "]", "@", "%", "%4", " ", "\t", "=", "?", "\r\n ", "\r\n\r\n", ";;", "\303\274",
            "\377",
            "\177", "SIP/2.0", "l: 3\r\n", "Via: x\r\n", "\"\\", "4294967296", "-1", "a=inactive\r\n", "m=",
            ";tag=", "Digest ", "*", "/");

    private final RandomGenerator random;

    FuzzInput(RandomGenerator random) {
        this.random = random;
    }

    /** One message, mostly wrong. */
    byte[] message() {
        return random.nextInt(10) == 0 ? noise() : spoilt(pick(MESSAGES), MESSAGES);
    }

    /** Several, one behind the other; some are wrong. */
    byte[] connection() {
        byte[] all = new byte[0];
        for (int i = random.nextInt(1, 4); i >= 0; i--) {
            byte[] next = random.nextInt(3) == 0 ? message() : pick(MESSAGES);
            all = joined(all, random.nextInt(4) == 0 ? joined(octets("\r\n\r\n"), next) : next);
        }
        return all;
    }

    String description() {
        return new String(spoilt(pick(DESCRIPTIONS), DESCRIPTIONS), ISO_8859_1);
    }

    private byte[] noise() {
        byte[] noise = new byte[random.nextInt(300)];
        random.nextBytes(noise);
        return noise;
    }

    private byte[] spoilt(byte[] right, List<byte[]> others) {
        byte[] octets = right;
        for (int i = random.nextInt(3); i >= 0; i--) {
            octets = spoiltOnce(octets, pick(others));
        }
        return octets;
    }

    private byte[] spoiltOnce(byte[] octets, byte[] other) {
        int from = random.nextInt(octets.length + 1);
        int to = Math.min(octets.length, from + random.nextInt(1, 40));
        return switch (random.nextInt(10)) {
            case 0 -> changed(octets, from);
            case 1, 2, 3 -> replaced(octets, from, from, octets(SPICES.get(random.nextInt(SPICES.size()))));
            case 4 -> replaced(octets, from, to, octets(SPICES.get(random.nextInt(SPICES.size()))));
            case 5 -> replaced(octets, from, to, new byte[0]);
            case 6 -> replaced(octets, from, from, Arrays.copyOfRange(octets, from, to));
            case 7 -> replaced(octets, from, to, piece(other));
            case 8 -> swapped(octets, random.nextInt(8));
            default -> random.nextInt(10) == 0 ? replaced(octets, from, from, many()) : cut(octets, from);
        };
    }

    private byte[] changed(byte[] octets, int at) {
        byte[] changed = octets.clone();
        if (at < changed.length) {
            changed[at] = (byte) random.nextInt();
        }
        return changed;
    }

    /** Without what is behind, or, mostly, without a line. */
    private byte[] cut(byte[] octets, int at) {
        if (random.nextInt(4) == 0) {
            return Arrays.copyOf(octets, at);
        }
        String text = new String(octets, ISO_8859_1);
        int from = text.indexOf("\r\n", at);
        int to = from < 0 ? -1 : text.indexOf("\r\n", from + 2);
        return to < 0 ? octets : replaced(octets, from, to, new byte[0]);
    }

    /** With two lines in each other's place. */
    private static byte[] swapped(byte[] octets, int line) {
        String[] lines = new String(octets, ISO_8859_1).split("\r\n", -1);
        if (line + 1 < lines.length) {
            String other = lines[line];
            lines[line] = lines[line + 1];
            lines[line + 1] = other;
        }
        return octets(String.join("\r\n", lines));
    }

    private byte[] piece(byte[] other) {
        int from = random.nextInt(other.length + 1);
        return Arrays.copyOfRange(other, from, Math.min(other.length, from + random.nextInt(1, 80)));
    }

    /** One thing very often: it meets the limits. */
    private byte[] many() {
        return octets(SPICES.get(random.nextInt(SPICES.size())).repeat(random.nextInt(1, 9_000)));
    }

    private byte[] pick(List<byte[]> from) {
        return from.get(random.nextInt(from.size()));
    }

    private static Stream<String> messages() {
        Sample withSdp = Sample.INVITE.and("Content-Type: application/sdp",
                "Content-Length: " + SampleSdp.RICH.length()).body(SampleSdp.RICH);
        Sample challenge = Sample.OK.first("SIP/2.0 401 Unauthorized").and(
                "WWW-Authenticate: Digest realm=\"a \\\"b\\\"\", nonce=\"n\", qop=\"auth,x\", opaque=\"\"",
                "WWW-Authenticate: Digest realm=\"c\", nonce=n2, algorithm=SHA-256", "Content-Length: 0");
        Sample reasons = Sample.OK.and("Reason: Q.850 ;cause=17;text=\"a;,b\", SIP;cause=486",
                "Session-Expires: 1800;refresher=uac", "l: 4").body("body");
        return Stream.concat(
                TortureTest.samples().flatMap(it -> Stream.of(it, it.and("Content-Length: 0"))),
                Collections.nCopies(25, List.of(withSdp, challenge, reasons, Sample.INVITE, Sample.OK))
                        .stream()
                        .flatMap(List::stream))
                .map(Sample::text);
    }

    private static byte[] replaced(byte[] octets, int from, int to, byte[] by) {
        byte[] start = joined(Arrays.copyOf(octets, from), by);
        return joined(start, Arrays.copyOfRange(octets, to, octets.length));
    }

    private static byte[] joined(byte[] a, byte[] b) {
        byte[] both = Arrays.copyOf(a, a.length + b.length);
        System.arraycopy(b, 0, both, a.length, b.length);
        return both;
    }

    private static byte[] octets(String text) {
        return text.getBytes(ISO_8859_1);
    }
}
