package dev.carillon.carrier.sip.message;

import java.util.Locale;
import java.util.Optional;

/** Which way the media of a stream go, as the one who says it sees them (RFC 3264 5.1). */
public enum Direction {

    SENDRECV, SENDONLY, RECVONLY, INACTIVE;

    /** The word in SDP. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** What is in a line of SDP, if it is one of these. */
    static Optional<Direction> of(String line) {
        for (Direction direction : values()) {
            if (line.equals("a=" + direction.word())) {
                return Optional.of(direction);
            }
        }
        return Optional.empty();
    }
}
