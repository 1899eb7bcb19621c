package dev.carillon.carrier.sip.peers;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;

import org.junit.jupiter.api.Test;

/** SIPp's file of messages is read, whole messages only. */
class TracedTest {

    private static final String BYE =
            "BYE sip:x@y.example SIP/2.0\r\nCSeq: 2 BYE\r\nContent-Length: 0\r\n\r\n";
    private static final String OK = "SIP/2.0 200 OK\r\nCSeq: 2 BYE\r\nContent-Length: 0\r\n\r\n";

    private static String block(String head, String message) {
        return "----------------------------------------------- 2026-11-30\t13:00:00.000000\n" + head + "\n\n"
                + message + "\n";
    }

    private static final String FILE = block("UDP message received [" + BYE.length() + "] bytes :", BYE)
            + block("TCP message sent (" + OK.length() + " bytes):", OK);

    @Test
    void messages_are_in_their_order_with_their_direction() {
        assertEquals(List.of(new Traced(true, BYE), new Traced(false, OK)), Traced.all(FILE));
        assertEquals(List.of("BYE", "200"), Traced.all(FILE).stream().map(Traced::kind).toList());
        assertEquals(2, Traced.all(FILE).getFirst().message().cseq().number());
    }

    @Test
    void what_is_only_half_written_is_left_out() {
        assertEquals(1, Traced.all(FILE.substring(0, FILE.length() - 20)).size());
        assertEquals(List.of(), Traced.all(""));
    }

    @Test
    void what_sipp_says_of_the_unexpected_is_no_second_message() {
        assertEquals(2, Traced.all(FILE + "-----------------------------------------------\n"
                + "Unexpected UDP message received:\n\n" + BYE + "\n").size());
    }
}
