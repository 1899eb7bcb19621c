package dev.carillon.carrier.sip.message;

import static dev.carillon.carrier.sip.message.Sample.INVITE;
import static dev.carillon.carrier.sip.message.Sample.OK;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;

class SipStreamTest {

    private static final Sample FIRST = INVITE.and("Content-Length: 4").body("body");
    private static final Sample SECOND = OK.and("l: 0");

    private final SipStream stream = new SipStream();

    @Test
    void messages_are_whole_wherever_the_stream_is_cut() {
        String text = FIRST.text() + SECOND.text() + FIRST.text();
        for (int cut = 0; cut <= text.length(); cut++) {
            var fresh = new SipStream();
            var told = new ArrayList<SipMessage>();
            for (String part : List.of(text.substring(0, cut), text.substring(cut))) {
                feed(fresh, part);
                for (SipMessage message = fresh.next(); message != null; message = fresh.next()) {
                    told.add(message);
                }
            }
            assertEquals(List.of(FIRST.read(), SECOND.read(), FIRST.read()), told);
        }
    }

    @Test
    void a_message_waits_for_its_body() {
        feed(stream, FIRST.text().substring(0, FIRST.text().length() - 1));
        assertNull(stream.next());
        feed(stream, "y");
        assertEquals(FIRST.read(), stream.next());
        assertNull(stream.next());
    }

    @Test
    void two_line_ends_are_a_ping_and_one_is_nothing() {
        feed(stream, "\r\n");
        assertNull(stream.next());
        assertEquals(0, stream.takePings());
        feed(stream, "\r");
        assertNull(stream.next());
        feed(stream, "\n");
        assertNull(stream.next());
        assertEquals(1, stream.takePings());
        assertEquals(0, stream.takePings());
        feed(stream, "\r\n" + SECOND.text() + "\r\n");
        assertEquals(SECOND.read(), stream.next());
        assertNull(stream.next());
        assertEquals(0, stream.takePings());
    }

    @Test
    void one_line_end_is_the_answer_to_our_ping() {
        stream.awaitPong();
        feed(stream, "\r\n\r\n\r\n");
        assertNull(stream.next());
        assertEquals(1, stream.takePongs());
        assertEquals(1, stream.takePings());
        assertEquals(0, stream.takePongs());
    }

    @Test
    void a_message_without_a_length_breaks_the_stream_for_ever() {
        feed(stream, SECOND.text() + INVITE.text());
        assertEquals(SECOND.read(), stream.next());
        assertThrows(SipSyntax.class, stream::next);
        assertTrue(stream.isBroken());
        feed(stream, SECOND.text());
        assertThrows(SipSyntax.class, stream::next);
    }

    @Test
    void garbage_breaks_the_stream_at_its_first_octet() {
        for (String garbage : List.of("\26\3\1", "GET / HTTP/1.1\n", "\0", "\n", "\rx", "a\rb")) {
            var fresh = new SipStream();
            feed(fresh, garbage);
            assertThrows(SipSyntax.class, fresh::next, garbage);
            assertTrue(fresh.isBroken());
        }
    }

    @Test
    void doubtful_lengths_break_the_stream() {
        for (String length : List.of("-1", "1, 1", "99999999999", "65537", "65536", "x", "")) {
            var fresh = new SipStream();
            feed(fresh, INVITE.and("Content-Length: " + length).text());
            assertThrows(SipSyntax.class, fresh::next, length);
            assertTrue(fresh.isBroken());
        }
    }

    @Test
    void a_line_or_a_head_that_does_not_end_breaks_the_stream_before_it_grows() {
        var line = new SipStream();
        feed(line, "INVITE " + "x".repeat(9_000));
        assertThrows(SipSyntax.class, line::next);
        var head = new SipStream();
        feed(head, "INVITE sip:a@b SIP/2.0\r\n" + "X: y\r\n".repeat(20_000));
        assertThrows(SipSyntax.class, head::next);
        assertTrue(line.isBroken() && head.isBroken());
    }

    @Test
    void a_message_that_is_wrong_within_its_bounds_is_refused_alone() {
        feed(stream, SECOND.and("CSeq: 2 BYE").text() + INVITE.first("BROKEN").and("l: 2").body("xx").text()
                + SECOND.text());
        assertThrows(SipSyntax.class, stream::next);
        assertThrows(SipSyntax.class, stream::next);
        assertFalse(stream.isBroken());
        assertEquals(SECOND.read(), stream.next());
    }

    private static void feed(SipStream stream, String text) {
        byte[] octets = ("--" + text + "--").getBytes(ISO_8859_1);
        stream.feed(octets, 2, octets.length - 4);
    }
}
