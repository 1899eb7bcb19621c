package dev.carillon.carrier.sip.message;

import java.util.Arrays;
import java.util.List;

/**
 * One stream of a session description.
 *
 * @param kind      {@code audio}, {@code video} or another
 * @param port      0 where the stream is refused
 * @param formats   the numbers of the codecs, the preferred first
 * @param address   where the stream is received, its own or the session's; empty where neither says it
 * @param direction its own, or the session's, or {@code sendrecv}
 * @param lines     all of it, as written
 */
public record Media(String kind, int port, String protocol, List<String> formats, String address,
        Direction direction, List<String> lines) {

    private static final int MOST_FORMATS = 64;

    public Media {
        formats = List.copyOf(formats);
        lines = List.copyOf(lines);
    }

    /** @param lines from {@code m=} on */
    static Media read(List<String> lines, String address, Direction direction) {
        String[] words = SdpLines.words(lines.getFirst().substring(2));
        Limits.check(words.length >= 4 && words.length <= 3 + MOST_FORMATS, "m= has not its parts");
        Limits.check(Arrays.stream(words).allMatch(Origin::isWord), "m= has an empty part");
        List<String> formats = List.of(words).subList(3, words.length);
        var media = new Media(words[0], port(words[1]), words[2], formats,
                SdpLines.address(lines).orElse(address), SdpLines.direction(lines).orElse(direction), lines);
        Limits.check(media.port == 0 || !media.address.isEmpty(), "a stream has no address");
        return media;
    }

    /** Whether it is the same but for its direction: nobody who sends to it need be told. */
    boolean isSameStream(Media other) {
        return port == other.port && address.equals(other.address)
                && SdpLines.withoutDirection(lines).equals(SdpLines.withoutDirection(other.lines));
    }

    /** How many ports stand behind a slash is for those who send. */
    private static int port(String word) {
        int slash = word.indexOf('/');
        long port = Octets.number(slash < 0 ? word : word.substring(0, slash), 65_535);
        Limits.check(port >= 0, "m= has a port that is none");
        return (int) port;
    }

    /** Its kind alone: where it goes is nobody's business. */
    @Override
    public String toString() {
        return kind + " " + direction.word();
    }
}
