package dev.carillon.carrier.sip.message;

import static dev.carillon.carrier.sip.message.Sample.INVITE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;

import org.junit.jupiter.api.Test;

class AnswerTest {

    private static final SipRequest ODD = INVITE.without("Via").without("From").without("To").and(
            "v: SIP / 2.0/UDP  a.example ;branch=z9hG4bK1 ,SIP/2.0/TCP b.example",
            "Record-Route: <sip:r1;lr>,<sip:r2;lr>", "Via: SIP/2.0/TLS c.example;odd=\"\374\"",
            "f: \"\\A\" <sip:A%41@h.example;x=1>  ;  tag=1;y", "record-route: <sip:r3>",
            "T: Bob  <sip:bob@h.example>;z", "Timestamp: 54", "Subject: not this").request();

    @Test
    void what_ties_an_answer_to_its_request_is_as_it_was_written() {
        SipResponse answer = Answer.to(ODD, 486, "b2");
        for (String name : List.of("Via", "Record-Route", "From", "Call-ID", "CSeq")) {
            assertEquals(ODD.headers().all(name), answer.headers().all(name));
        }
        assertEquals("[Via, Record-Route, Via, From, Record-Route, To, Call-ID, CSeq]",
                answer.headers().entries().toString());
        assertEquals("Busy Here", answer.reason());
        assertEquals(answer, SipParser.datagram(answer.bytes()));
    }

    @Test
    void a_tag_is_put_behind_to_once() {
        assertEquals("Bob  <sip:bob@h.example>;z;tag=b2",
                Answer.to(ODD, 200, "b2").headers().first("To").orElseThrow());
        assertEquals("b2", Answer.to(ODD, 200, "b2").to().tag().orElseThrow());
        SipRequest inDialog = INVITE.with("To: <sip:x@y>;TAG=mine").request();
        assertEquals("<sip:x@y>;TAG=mine",
                Answer.to(inDialog, 200, "other").headers().first("To").orElseThrow());
        assertEquals("<sip:+15550100@trunk.example>",
                Answer.to(INVITE.request(), 100).headers().first("To").orElseThrow());
    }

    @Test
    void a_tag_within_the_address_is_none_of_to() {
        SipRequest request = INVITE.with("To: <sip:x@y;tag=uri>").request();
        assertEquals("<sip:x@y;tag=uri>;tag=b2",
                Answer.to(request, 180, "b2").headers().first("To").orElseThrow());
    }

    @Test
    void a_to_that_cannot_be_read_stays_as_it_is() {
        SipRequest request = INVITE.with("To: \"x <sip:x@y>").request();
        assertEquals("\"x <sip:x@y>", Answer.to(request, 400, "b2").headers().first("To").orElseThrow());
    }

    @Test
    void a_to_without_room_for_a_tag_stays_as_it_is() {
        String rest = "<sip:x@y>;z=";
        int room = Limits.LINE - "To: ".length() - ";tag=b2".length() - rest.length();
        for (int more : new int[]{0, 1}) {
            String to = rest + "z".repeat(room + more);
            SipRequest request = INVITE.request().with(headers -> headers.replace("To", to));
            assertEquals(to + (more == 0 ? ";tag=b2" : ""),
                    Answer.to(request, 400, "b2").headers().first("To").orElseThrow());
        }
    }

    @Test
    void the_greatest_request_that_comes_in_has_an_answer_that_goes_out() {
        Sample sample = INVITE.without("Via").without("To").and("t:<sip:x@y>;z=" + "z".repeat(4_000));
        String hop = "v:SIP/2.0/UDP a;branch=z9hG4bK" + "b".repeat(4_000);
        while (sample.and(hop).bytes().length <= Limits.MESSAGE_IN) {
            sample = sample.and(hop);
        }
        String filled = "v:SIP/2.0/UDP a;branch=z9hG4bK";
        int room = Limits.MESSAGE_IN - sample.and(filled).bytes().length;
        sample = sample.and(filled + "b".repeat(room));
        assertEquals(Limits.MESSAGE_IN, sample.bytes().length);
        SipRequest request = sample.request().seenFrom("2001:db8::1", 5060);
        SipResponse answer = Answer.to(request, 481, "0123456789abcdef");
        assertEquals("0123456789abcdef", answer.to().tag().orElseThrow());
        assertTrue(answer.bytes().length <= Limits.MESSAGE);
    }

    @Test
    void only_a_100_has_the_timestamp_of_its_request() {
        assertEquals(List.of("54"), Answer.to(ODD, 100).headers().all("Timestamp"));
        assertEquals(List.of(), Answer.to(ODD, 180, "b2").headers().all("Timestamp"));
    }

    @Test
    void a_tag_that_is_no_token_is_refused() {
        assertThrows(SipSyntax.class, () -> Answer.to(ODD, 200, "a;b"));
        assertThrows(SipSyntax.class, () -> Answer.to(ODD, 200, ""));
    }
}
