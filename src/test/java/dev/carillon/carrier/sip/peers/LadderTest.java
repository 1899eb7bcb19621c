package dev.carillon.carrier.sip.peers;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

/** What tshark tells becomes a ladder. */
class LadderTest {

    private static final Map<Integer, String> PLACES = Map.of(1, "carrier", 2, "Carillon", 3, "agent");

    private static final List<Packet> PACKETS = Stream.of(
            "2\t1\tINVITE\t\t1\tINVITE\ta\taudio 9 RTP/AVP 0\trtpmap:0 PCMU/8000|inactive",
            "2\t1\tINVITE\t\t1\tINVITE\ta\taudio 9 RTP/AVP 0\trtpmap:0 PCMU/8000|inactive",
            "9\t9\t\t\t\t\t\t\t",
            "1\t2\t\t180\t1\tINVITE\ta\t\t",
            "2\t3\tINVITE\t\t1\tINVITE\tb\taudio 7 RTP/AVP 0\trtpmap:0 PCMU/8000",
            "4\t2\tOPTIONS\t\t1\tOPTIONS\tc\t\t",
            "3\t2\t\t200\t1\tINVITE\tb\taudio 8 RTP/AVP 0\tsendonly")
            .flatMap(line -> Packet.read(line).stream())
            .toList();

    @Test
    void each_message_is_a_step_once_and_strangers_are_left_out() {
        assertEquals(List.of(new Ladder.Step("Carillon", "carrier", "INVITE, SDP inactive"),
                new Ladder.Step("carrier", "Carillon", "180 (INVITE)"),
                new Ladder.Step("Carillon", "agent", "INVITE, SDP sendrecv"),
                new Ladder.Step("agent", "Carillon", "200 (INVITE), SDP sendonly")),
                Ladder.of(PACKETS, PLACES).steps());
    }

    @Test
    void it_is_drawn_a_line_a_message() {
        assertEquals("""
                carrier                             Carillon                               agent
                   |<- INVITE, SDP inactive ------------|                                    |
                   |-- 180 (INVITE) ------------------->|                                    |
                   |                                    |-- INVITE, SDP sendrecv ----------->|
                   |                                    |<- 200 (INVITE), SDP sendonly ------|""",
                Ladder.of(PACKETS, PLACES).drawn());
    }
}
