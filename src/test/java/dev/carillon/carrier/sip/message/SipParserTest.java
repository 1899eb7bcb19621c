package dev.carillon.carrier.sip.message;

import static dev.carillon.carrier.sip.message.Sample.INVITE;
import static dev.carillon.carrier.sip.message.Sample.OK;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;

import org.junit.jupiter.api.Test;

class SipParserTest {

    @Test
    void a_request_is_read() {
        SipRequest request = INVITE.body("body").request();
        assertEquals("INVITE", request.method());
        assertEquals("+15550100", request.sipUri().userText());
        assertEquals("trunk.example", request.sipUri().host());
        assertEquals("UDP", request.topVia().transport());
        assertEquals(5060, request.topVia().port());
        assertEquals("z9hG4bK-one", request.topVia().branch().orElseThrow());
        assertTrue(request.topVia().asksForPort());
        assertEquals(-1, request.topVia().rport());
        assertEquals("Ann, of Bees", request.from().display());
        assertEquals("a1", request.from().tag().orElseThrow());
        assertTrue(request.to().tag().isEmpty());
        assertEquals("7a@192.0.2.7", request.callId());
        assertEquals(new CSeq(1, "INVITE"), request.cseq());
        assertEquals(70, request.maxForwards());
        assertEquals("udp", request.contacts().getFirst().sipUri().transport());
        assertEquals("body", request.body().text());
    }

    @Test
    void a_response_is_read() {
        SipResponse response = OK.response();
        assertEquals(200, response.status());
        assertEquals("OK", response.reason());
        assertTrue(response.isSuccess());
        assertFalse(response.isProvisional());
        assertEquals("198.51.100.9", response.topVia().received().orElseThrow());
        assertEquals(5060, response.topVia().rport());
        assertEquals("sip:core.example;lr", response.recordRoutes().getLast().uri());
        assertEquals("[2001:db8::5]", response.contacts().getFirst().sipUri().host());
        assertEquals(5080, response.contacts().getFirst().sipUri().port());
    }

    @Test
    void what_is_built_is_what_was_read() {
        byte[] octets = INVITE.and("Content-Length: 3").body("\0\377\n").bytes();
        SipMessage message = SipParser.datagram(octets);
        byte[] built = message.bytes();
        assertEquals(message, SipParser.datagram(built));
        assertEquals(octets.length, built.length);
        assertTrue(new String(built, ISO_8859_1).endsWith("\r\n\r\n\0\377\n"));
    }

    @Test
    void line_ends_before_a_message_are_passed_over() {
        byte[] octets = ("\r\n\r\n" + INVITE.text()).getBytes(ISO_8859_1);
        assertEquals(INVITE.read(), SipParser.datagram(octets));
    }

    @Test
    void a_datagram_of_line_ends_keeps_a_way_open() {
        assertTrue(SipParser.isKeepAlive("\r\n\r\n".getBytes(ISO_8859_1)));
        assertTrue(SipParser.isKeepAlive(new byte[4]));
        assertFalse(SipParser.isKeepAlive(INVITE.bytes()));
        assertThrows(SipSyntax.class, () -> SipParser.datagram("\r\n\r\n".getBytes(ISO_8859_1)));
        assertThrows(SipSyntax.class, () -> SipParser.datagram(new byte[0]));
    }

    @Test
    void a_datagram_that_was_cut_anywhere_in_its_head_is_refused() {
        byte[] octets = INVITE.and("Content-Length: 4").body("body").bytes();
        for (int length = 0; length < octets.length; length++) {
            byte[] cut = Arrays.copyOf(octets, length);
            assertThrows(SipSyntax.class, () -> SipParser.datagram(cut));
        }
    }

    @Test
    void a_message_may_be_60_kilobytes_and_no_more() {
        int room = Limits.MESSAGE_IN - INVITE.text().length();
        assertEquals(room, INVITE.body("x".repeat(room)).read().body().length());
        assertThrows(SipSyntax.class, () -> INVITE.body("x".repeat(room + 1)).read());
        SipRequest long_ = INVITE.request().with("text/plain", Body.of("x".repeat(Limits.MESSAGE)));
        assertThrows(SipSyntax.class, long_::bytes);
    }

    @Test
    void a_line_may_be_8_kilobytes_and_no_more_even_when_it_is_folded() {
        String fits = "Q: " + "y".repeat(8_189);
        assertEquals(8_189, INVITE.and(fits).read().headers().first("Q").orElseThrow().length());
        assertThrows(SipSyntax.class, () -> INVITE.and(fits + "y").read());
        assertThrows(SipSyntax.class,
                () -> INVITE.and("Q: " + "y".repeat(8_000), " " + "y".repeat(190)).read());
        assertThrows(SipSyntax.class,
                () -> INVITE.first("INVITE sip:" + "y".repeat(8_180) + " SIP/2.0").read());
    }

    @Test
    void a_header_that_answers_take_over_may_be_4_kilobytes_and_no_more() {
        for (String fits : List.of("To: <sip:x@y>;z=", "From: <sip:x@y>;z=", "Call-ID: ",
                "Via: SIP/2.0/UDP a;z=", "Contact: <sip:x@y>;z=", "Record-Route: <sip:x@y>;z=")) {
            String line = fits + "z".repeat(4_096 - fits.length());
            assertEquals(INVITE.with(line).lines().size() - 1,
                    INVITE.with(line).read().headers().entries().size());
            assertThrows(SipSyntax.class, () -> INVITE.with(line + "z").read(), fits);
        }
    }

    @Test
    void there_may_be_200_headers_and_no_more() {
        String[] more = new String[200 - INVITE.lines().size() + 1];
        Arrays.fill(more, "Q: y");
        assertEquals(200, INVITE.and(more).read().headers().entries().size());
        assertThrows(SipSyntax.class, () -> INVITE.and(more).and("Q: y").read());
    }

    @Test
    void there_may_be_64_parameters_and_no_more() {
        var many = new StringBuilder("From: <sip:a@b>");
        for (int i = 0; i < 64; i++) {
            many.append(";p").append(i);
        }
        assertEquals(64, INVITE.with(many.toString()).read().from().parameters().entries().size());
        SipMessage tooMany = INVITE.with(many + ";q").read();
        assertThrows(SipSyntax.class, tooMany::from);
    }

    @Test
    void a_request_that_is_handed_on_says_where_it_came_from_and_nothing_else_changes() {
        SipRequest request = INVITE.without("Via").and(
                "Via: SIP/2.0/UDP a.example;branch=z9hG4bK1;rport , SIP/2.0/TCP  b.example",
                "Via: SIP/2.0/TLS c.example").request();
        SipRequest seen = request.seenFrom("198.51.100.4", 6000);
        assertEquals("SIP/2.0/UDP a.example;branch=z9hG4bK1;rport=6000;received=198.51.100.4,"
                + " SIP/2.0/TCP  b.example", seen.headers().all("Via").getFirst());
        assertEquals("SIP/2.0/TLS c.example", seen.headers().all("Via").getLast());
        assertEquals(request.headers().remove("Via"), seen.headers().remove("Via"));
        SipRequest noPort = INVITE.with("Via: SIP/2.0/UDP a.example").request().seenFrom("2001:db8::4", 6000);
        assertEquals("SIP/2.0/UDP a.example;received=2001:db8::4", noPort.topVia().text());
        assertEquals(-1, noPort.topVia().rport());
    }
}
