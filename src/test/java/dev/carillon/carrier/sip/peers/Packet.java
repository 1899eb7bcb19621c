package dev.carillon.carrier.sip.peers;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

import dev.carillon.carrier.sip.message.Direction;

/**
 * A SIP message on the network, as tshark reads it.
 *
 * @param method of a request, or of what an answer answers
 * @param status of an answer; 0 in a request
 * @param media  the {@code m=} lines; none: there is no session description
 * @param lines  the {@code a=} lines
 */
record Packet(int from, int to, String method, int status, int sequence, String callId, List<String> media,
        List<String> lines) {

    /** What {@link #read} wants tshark to tell, in this order. */
    static final List<String> FIELDS = List.of("udp.srcport", "udp.dstport", "sip.Method", "sip.Status-Code",
            "sip.CSeq.seq", "sip.CSeq.method", "sip.Call-ID", "sdp.media", "sdp.media_attr");

    static final String BETWEEN_VALUES = "|";

    /** A line of tshark's; empty if it is no SIP. */
    static Optional<Packet> read(String line) {
        String[] parts = line.split("\t", -1);
        if (parts.length != FIELDS.size() || parts[4].isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new Packet(Integer.parseInt(parts[0]), Integer.parseInt(parts[1]), parts[5],
                parts[3].isEmpty() ? 0 : Integer.parseInt(parts[3]), Integer.parseInt(parts[4]), parts[6],
                values(parts[7]), values(parts[8])));
    }

    boolean hasSdp() {
        return !media.isEmpty();
    }

    /** What the description says; {@code sendrecv} where it says nothing. */
    Direction direction() {
        return Arrays.stream(Direction.values()).filter(d -> lines.contains(d.word())).findFirst()
                .orElse(Direction.SENDRECV);
    }

    /** As it stands in a ladder: {@code INVITE, SDP inactive}, {@code 180 (INVITE)}. */
    String words() {
        String first = status == 0 ? method : status + " (" + method + ")";
        return hasSdp() ? first + ", SDP " + direction().word() : first;
    }

    private static List<String> values(String joined) {
        return joined.isEmpty() ? List.of() : List.of(joined.split("\\" + BETWEEN_VALUES, -1));
    }
}
