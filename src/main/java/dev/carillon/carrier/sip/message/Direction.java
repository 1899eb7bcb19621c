package dev.carillon.carrier.sip.message;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Which way the media of a stream go, as the one who says it sees them (RFC 3264 5.1). */
public enum Direction {

    SENDRECV, SENDONLY, RECVONLY, INACTIVE;

    private static final List<Direction> ALL = List.of(values());

    private final String word = name().toLowerCase(Locale.ROOT);
    private final String line = "a=" + word;

    /** The word in SDP. */
    public String word() {
        return word;
    }

    /** The line in SDP. */
    String line() {
        return line;
    }

    /** What is in a line of SDP, if it is one of these. */
    static Optional<Direction> of(String line) {
        for (Direction direction : ALL) {
            if (line.equals(direction.line)) {
                return Optional.of(direction);
            }
        }
        return Optional.empty();
    }
}
