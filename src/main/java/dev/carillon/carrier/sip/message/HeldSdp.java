package dev.carillon.carrier.sip.message;

import java.util.ArrayList;
import java.util.List;

/**
 * Descriptions of our own, for the moments in which a call has one end only. Carillon has no media: the
 * address and the port are real, nobody reads them, and the direction says so ({@code inactive}).
 */
public final class HeldSdp {

    private static final String PLAIN_RTP = "RTP/AVP";

    private HeldSdp() {
    }

    /** An offer of one audio stream with the codecs that every telephone has; its address is the origin's. */
    public static Sdp offer(Origin origin, int port) {
        var lines = new ArrayList<>(head(origin, "t=0 0"));
        lines.addAll(List.of("m=audio " + checked(port) + " RTP/AVP 0 8 101", "a=rtpmap:0 PCMU/8000",
                "a=rtpmap:8 PCMA/8000", "a=rtpmap:101 telephone-event/8000", "a=fmtp:101 0-16",
                "a=inactive"));
        return Sdp.of(lines);
    }

    /**
     * An answer that accepts the first audio stream of plain RTP, so that the call may be acknowledged, and
     * refuses every other: what is sent there is heard by nobody.
     */
    public static Sdp answer(Sdp offer, Origin origin, int port) {
        String time = SdpLines.first(offer.session(), "t=").orElse("0 0");
        var lines = new ArrayList<>(head(origin, "t=" + time));
        boolean accepted = false;
        for (Media stream : offer.media()) {
            boolean accepts = !accepted && stream.port() != 0 && stream.kind().equals("audio")
                    && stream.protocol().equals(PLAIN_RTP);
            lines.addAll(accepts ? accepted(stream, port) : List.of(streamLine(stream, 0)));
            accepted |= accepts;
        }
        return Sdp.of(lines);
    }

    private static List<String> head(Origin origin, String time) {
        return List.of("v=0", origin.text(), "s=-", "c=" + Origin.network(origin.address()), time);
    }

    private static List<String> accepted(Media offered, int port) {
        var lines = new ArrayList<String>();
        lines.add(streamLine(offered, checked(port)));
        offered.lines().stream()
                .filter(line -> line.startsWith("a=rtpmap:") || line.startsWith("a=fmtp:"))
                .forEach(lines::add);
        lines.add("a=inactive");
        return lines;
    }

    private static String streamLine(Media offered, int port) {
        return "m=" + offered.kind() + " " + port + " " + offered.protocol() + " "
                + String.join(" ", offered.formats());
    }

    private static int checked(int port) {
        Limits.check(port > 0 && port <= 65_535, "a port is none");
        return port;
    }
}
