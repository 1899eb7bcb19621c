package dev.carillon.carrier.sip.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import dev.carillon.carrier.sip.message.Answer;
import dev.carillon.carrier.sip.message.Body;
import dev.carillon.carrier.sip.message.SipRequest;
import dev.carillon.carrier.sip.message.Via;
import dev.carillon.carrier.sip.transaction.Hop;
import dev.carillon.carrier.sip.transaction.Transport;

/** A request that is too large for a datagram goes by TCP, with all that belongs to it, or else as it is. */
class LargeRequestsTest {

    private static final int TOO_LARGE = 1_300;

    private Station a;
    private Station b;

    @BeforeEach
    void open() throws IOException {
        a = Station.open();
        b = Station.onOnePort();
    }

    @AfterEach
    void close() {
        a.close();
        b.close();
    }

    private SipRequest likeThat(SipRequest request, String method) {
        return Station.message(method, request.topVia(), 0);
    }

    @Test
    void it_goes_by_tcp_and_its_via_says_so() {
        Hop to = b.hop(Transport.UDP);
        a.sends(a.request("INVITE", to, TOO_LARGE), to);
        Letter letter = b.hears("INVITE");
        assertEquals(Transport.TCP, letter.from().transport());
        assertEquals("SIP/2.0/TCP 127.0.0.1:" + a.port(Transport.TCP) + ";rport;alias;branch=z9hG4bK-1",
                letter.message().topVia().text());
        assertEquals(1, letter.message().vias().size());
        assertEquals(TOO_LARGE, letter.message().body().length());
        b.answers(letter, 200);
        assertEquals(Transport.TCP, a.hears("200").from().transport());
    }

    @Test
    void one_that_fits_goes_as_a_datagram_and_so_does_an_answer_of_any_size() {
        Hop to = b.hop(Transport.UDP);
        SipRequest small = a.request("INVITE", to, 500);
        a.sends(small, to);
        Letter letter = b.hears("INVITE");
        assertEquals(Transport.UDP, letter.from().transport());
        assertEquals(small.topVia(), letter.message().topVia());
        b.sends(Answer.to(small, 200).with("text/plain",
                Body.of("y".repeat(3_000))), letter.from());
        assertEquals(Transport.UDP, a.hears("200").from().transport());
    }

    @Test
    void its_copies_are_not_sent_and_its_cancel_and_ack_go_the_same_way() {
        Hop to = b.hop(Transport.UDP);
        SipRequest invite = a.request("INVITE", to, TOO_LARGE);
        a.sends(invite, to);
        Via sent = b.hears("INVITE").message().topVia();
        a.sends(invite, to);
        a.sends(invite, to);
        a.sends(likeThat(invite, "CANCEL"), to);
        Letter cancel = b.hears("CANCEL");
        assertEquals(sent, cancel.message().topVia());
        a.sends(likeThat(invite, "ACK"), to);
        Letter ack = b.hears("ACK");
        assertEquals(cancel.from(), ack.from());
        assertEquals(sent, ack.message().topVia());
        assertTrue(a.hasNoFailure());
    }

    @Test
    void a_peer_without_tcp_gets_datagrams() throws IOException {
        try (Station c = new Station(SipListening.at(Station.LOOPBACK, 0, -1)).hearing("127.0.0.1")) {
            Hop to = c.hop(Transport.UDP);
            SipRequest invite = a.request("INVITE", to, TOO_LARGE);
            a.sends(invite, to);
            Letter letter = c.hears("INVITE");
            assertEquals(Transport.UDP, letter.from().transport());
            assertEquals(invite.topVia(), letter.message().topVia());
            a.sends(invite, to);
            c.hears("INVITE");
            a.sends(likeThat(invite, "CANCEL"), to);
            assertEquals(Transport.UDP, c.hears("CANCEL").from().transport());
            a.sends(a.request("INVITE", to, TOO_LARGE), to);
            assertEquals(Transport.UDP, c.hears("INVITE").from().transport());
            assertTrue(a.hasNoFailure());
        }
    }

    @Test
    void what_can_go_neither_way_is_told_once() {
        Hop nobody = Hop.of(Transport.UDP, "nobody.invalid", 5060);
        a.sends(a.request("INVITE", nobody, TOO_LARGE), nobody);
        assertEquals("unknown host nobody.invalid", a.failure());
        assertTrue(a.hasNoFailure());
    }
}
