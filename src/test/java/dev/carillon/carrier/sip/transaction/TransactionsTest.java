package dev.carillon.carrier.sip.transaction;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import dev.carillon.carrier.sip.message.Answer;
import dev.carillon.carrier.sip.message.Body;
import dev.carillon.carrier.sip.message.Headers;
import dev.carillon.carrier.sip.message.SipMessage;
import dev.carillon.carrier.sip.message.SipRequest;
import dev.carillon.carrier.sip.message.Via;

class TransactionsTest {

    private final Desk desk = new Desk(Transport.UDP);

    private static List<String> heads(SipMessage message) {
        return message.headers().entries().stream().map(h -> h.name() + ": " + h.value()).toList();
    }

    private static SipRequest without(SipRequest request, String name) {
        return request.with(headers -> headers.remove(name));
    }

    private static SipRequest via(SipRequest request, String text) {
        return request.with(headers -> headers.replace("Via", text));
    }

    // Requests of ours

    @Test
    void a_request_gets_a_via_with_a_branch_that_no_other_has() {
        desk.send("OPTIONS");
        desk.send("OPTIONS");
        Function<SipMessage, String> branch = message -> message.topVia().branch().orElseThrow();
        assertTrue(branch.apply(desk.messages.get(0)).matches("z9hG4bK[0-9a-f]{16}"));
        assertNotEquals(branch.apply(desk.messages.get(0)), branch.apply(desk.messages.get(1)));
        assertEquals("192.0.2.1", desk.messages.get(0).topVia().host());
    }

    @Test
    void a_request_that_has_a_via_or_is_none_of_its_own_is_refused() {
        for (SipRequest request : List.of(Desk.request("ACK"), Desk.request("CANCEL"),
                Desk.heardAs("INVITE"))) {
            assertThrows(IllegalArgumentException.class,
                    () -> desk.transactions.send(request, desk.peer, event -> {
                    }));
        }
        assertTrue(desk.isClear());
    }

    @Test
    void the_ack_of_a_refusal_has_the_invites_branch_route_and_number_and_the_answers_to() {
        desk.send("INVITE");
        desk.answered("INVITE", 486, "b");
        SipRequest invite = desk.sentFirst("INVITE");
        SipRequest ack = desk.sentFirst("ACK");
        assertEquals(List.of("Via: " + invite.headers().first("Via").orElseThrow(), "Max-Forwards: 70",
                "Route: <sip:a.example;lr>, <sip:b.example;lr>", "Route: <sip:c.example;lr>",
                "From: \"Alice\" <sip:alice@192.0.2.1>;tag=a", "To: <sip:bob@192.0.2.7>;tag=b",
                "Call-ID: call-1", "CSeq: 7 ACK"), heads(ack));
        assertEquals(invite.uri(), ack.uri());
        assertEquals(Body.NONE, ack.body());
        assertEquals(desk.hops.get(0), desk.hops.get(1));
    }

    @Test
    void the_ack_of_a_refusal_has_the_invites_credentials() {
        SipRequest invite = Desk.request("INVITE").with(h -> h.add("Proxy-Authorization", "Digest a=\"b\""));
        desk.transactions.send(invite, desk.peer, event -> {
        });
        desk.answered("INVITE", 486);
        assertEquals(Optional.of("Digest a=\"b\""),
                desk.sentFirst("ACK").headers().first("Proxy-Authorization"));
    }

    @Test
    void refusals_of_two_branches_of_a_fork_get_their_own_acks() {
        desk.send("INVITE");
        desk.answered("INVITE", 486, "b");
        desk.answered("INVITE", 486, "c");
        assertEquals(Optional.of("c"), desk.lastRequest().to().tag());
        assertEquals("CSeq: 7 ACK", heads(desk.lastRequest()).getLast());
        assertEquals(List.of("486"), desk.told());
    }

    @Test
    void the_cancel_has_the_invites_branch_and_to() {
        ClientTransaction invite = desk.send("INVITE");
        desk.answered("INVITE", 180);
        invite.cancel();
        SipRequest cancel = desk.sentFirst("CANCEL");
        assertEquals(List.of("Via: " + desk.sentFirst("INVITE").headers().first("Via").orElseThrow(),
                "Max-Forwards: 70", "Route: <sip:a.example;lr>, <sip:b.example;lr>",
                "Route: <sip:c.example;lr>", "From: \"Alice\" <sip:alice@192.0.2.1>;tag=a",
                "To: <sip:bob@192.0.2.7>", "Call-ID: call-1", "CSeq: 7 CANCEL"), heads(cancel));
    }

    @Test
    void a_cancel_is_sent_again_and_its_end_is_not_told() {
        ClientTransaction invite = desk.send("INVITE");
        desk.answered("INVITE", 180);
        invite.cancel();
        desk.advance(500);
        assertEquals(List.of("INVITE", "CANCEL", "CANCEL"), desk.sent());
        desk.answered("CANCEL", 481);
        desk.answered("INVITE", 200);
        assertEquals(List.of("180", "200"), desk.told());
        desk.advance(32_000);
        assertTrue(desk.isClear());
    }

    @Test
    void the_ack_of_a_2xx_is_no_transaction_and_has_a_branch_of_its_own() {
        desk.send("INVITE");
        desk.answered("INVITE", 200);
        desk.transactions.acknowledge(Desk.request("ACK"), desk.peer, why -> {
        });
        assertNotEquals(desk.sentFirst("INVITE").topVia().branch(), desk.sentFirst("ACK").topVia().branch());
        assertEquals(1, desk.transactions.open());
    }

    @Test
    void an_ack_of_a_2xx_that_could_not_be_sent_is_told() {
        var told = new ArrayList<String>();
        desk.transactions.acknowledge(Desk.request("ACK"), desk.peer, told::add);
        desk.failsToSend();
        assertEquals(List.of("refused"), told);
    }

    // Answers

    @Test
    void an_answer_finds_its_request_by_branch_and_method_and_no_other() {
        desk.send("INVITE");
        desk.send("BYE");
        SipRequest invite = desk.sentFirst("INVITE");
        String branch = invite.headers().first("Via").orElseThrow();
        SipRequest otherMethod = Desk.request("BYE").with(h -> h.prepend("Via", branch));
        SipRequest otherBranch = via(invite, branch + "f");
        for (SipRequest other : List.of(otherMethod, otherBranch)) {
            desk.transactions.receive(Answer.to(other, 200, "b"), desk.peer);
        }
        assertEquals(List.of(), desk.told());
        assertEquals(2, desk.transactions.counts().stray());
        desk.transactions.receive(Answer.to(via(invite, branch.toUpperCase(Locale.ROOT)), 200, "b"),
                desk.peer);
        assertEquals(List.of("200"), desk.told());
    }

    @Test
    void an_answer_that_is_incomplete_or_has_more_vias_than_ours_is_dropped() {
        desk.send("INVITE");
        var answer = Answer.to(desk.sentFirst("INVITE"), 200, "b");
        for (String name : List.of("Via", "CSeq", "Call-ID", "To", "From")) {
            desk.transactions.receive(answer.with(h -> h.remove(name)), desk.peer);
        }
        desk.transactions.receive(answer.with(h -> h.add("Via", "SIP/2.0/UDP 192.0.2.9;branch=z9hG4bK1")),
                desk.peer);
        assertEquals(6, desk.transactions.counts().unreadable());
        assertEquals(List.of(), desk.told());
    }

    @Test
    void an_answer_with_a_contact_that_cannot_be_read_is_an_answer() {
        desk.send("INVITE");
        var busy = Answer.to(desk.sentFirst("INVITE"), 486, "b");
        desk.transactions.receive(busy.with(h -> h.add("Contact", "<nobody")), desk.peer);
        assertEquals(List.of("486"), desk.told());
        assertEquals(List.of("INVITE", "ACK"), desk.sent());
    }

    // Requests from the network

    @Test
    void a_request_of_another_branch_sent_by_or_method_is_another() {
        desk.arrives("BYE");
        desk.arrives(via(Desk.heardAs("BYE"), "SIP/2.0/UDP 192.0.2.7:5070;branch=z9hG4bK-bye2"));
        desk.arrives(via(Desk.heardAs("BYE"), "SIP/2.0/UDP 192.0.2.8:5070;branch=z9hG4bK-bye"));
        desk.arrives(via(Desk.heardAs("OPTIONS"), "SIP/2.0/UDP 192.0.2.7:5070;branch=z9hG4bK-bye"));
        assertEquals(List.of("BYE", "BYE", "BYE", "OPTIONS"), desk.told());
        desk.arrives(via(Desk.heardAs("BYE"), "SIP/2.0/UDP 192.0.2.7:5070;BRANCH=Z9hg4Bk-Bye"));
        assertEquals(List.of(), desk.told());
        assertEquals(1, desk.transactions.counts().copies());
    }

    @Test
    void requests_of_the_old_kind_are_told_apart_by_what_else_they_say() {
        String old = "SIP/2.0/UDP 192.0.2.7:5070";
        SipRequest invite = via(Desk.heardAs("INVITE"), old);
        desk.arrives(invite);
        desk.arrives(invite);
        desk.arrives(invite.with(h -> h.replace("CSeq", "8 INVITE")));
        desk.arrives(invite.with(h -> h.replace("Call-ID", "call-2")));
        desk.arrives(invite.withUri("sip:carol@192.0.2.7"));
        desk.arrives(via(invite, old + ";branch=1"));
        assertEquals(List.of("INVITE", "INVITE", "INVITE", "INVITE", "INVITE"), desk.told());
    }

    @Test
    void ack_and_cancel_of_the_old_kind_find_their_invite() {
        String old = "SIP/2.0/UDP 192.0.2.7:5070";
        desk.arrives(via(Desk.heardAs("INVITE"), old));
        desk.arrives(via(Desk.heardAs("CANCEL"), old));
        desk.answers(487);
        assertEquals(List.of("200", "487"), desk.sent());
        desk.arrives(via(Desk.heardAs("ACK"), old).with(h -> h.replace("To", "<sip:bob@192.0.2.7>;tag=b")));
        assertEquals(State.CONFIRMED, desk.heard().state());
    }

    @Test
    void a_cancel_is_answered_and_the_user_of_its_invite_told_once() {
        desk.arrives("INVITE");
        desk.arrives("CANCEL");
        desk.arrives("CANCEL");
        assertEquals(List.of("INVITE", "cancelled"), desk.told());
        assertEquals(List.of("200", "200"), desk.sent());
        assertEquals(Optional.of(desk.heard().tag()), desk.lastResponse().to().tag());
        assertEquals("CANCEL", desk.lastResponse().cseq().method());
        assertTrue(desk.answers(487));
    }

    @Test
    void a_cancel_that_comes_after_the_final_is_answered_and_changes_nothing() {
        desk.arrives("INVITE");
        desk.answers(200);
        desk.arrives("CANCEL");
        assertEquals(List.of("INVITE"), desk.told());
        assertEquals(List.of("200", "200"), desk.sent());
        assertEquals(State.ACCEPTED, desk.heard().state());
    }

    @Test
    void a_cancel_of_nothing_gets_481_and_each_copy_the_same() {
        desk.arrives("CANCEL");
        desk.arrives("CANCEL");
        assertEquals(List.of("481", "481"), desk.sent());
        assertEquals(desk.messages.get(0), desk.messages.get(1));
        assertTrue(desk.isClear());
    }

    @Test
    void an_ack_of_nothing_that_is_known_is_told_for_it_may_be_that_of_a_2xx() {
        desk.arrives("ACK");
        assertEquals(List.of("ACK"), desk.told());
        assertEquals(List.of(), desk.sent());
    }

    @Test
    void an_ack_of_a_refusal_needs_no_more_than_its_branch() {
        desk.arrives("INVITE");
        desk.answers(486);
        desk.arrives(Desk.heardAs("ACK").with(h -> h.add("Contact", "<nobody")));
        assertEquals(State.CONFIRMED, desk.heard().state());
    }

    @ParameterizedTest
    @ValueSource(strings = {"CSeq", "Call-ID", "To", "From"})
    void an_incomplete_request_gets_400_and_is_not_told(String missing) {
        desk.arrives(without(Desk.heardAs("INVITE"), missing));
        desk.arrives(without(Desk.heardAs("ACK"), missing));
        assertEquals(List.of("400"), desk.sent());
        assertEquals(List.of(), desk.told());
        assertEquals(2, desk.transactions.counts().unreadable());
        assertTrue(desk.isClear());
    }

    @Test
    void a_request_without_a_via_is_dropped_for_nobody_can_be_answered() {
        desk.arrives(without(Desk.heardAs("INVITE"), "Via"));
        desk.arrives(new SipRequest("INVITE", "sip:a@b", Headers.NONE, Body.NONE));
        assertEquals(2, desk.transactions.counts().unreadable());
        assertEquals(List.of(), desk.sent());
    }

    // Where answers go

    private Hop answerTo(Hop from, String text) {
        desk.transactions.receive(via(Desk.heardAs("OPTIONS"), text), from);
        desk.answers(200);
        return desk.hops.getLast();
    }

    @Test
    void an_answer_goes_to_the_address_that_the_request_came_from_and_its_via_says_so() {
        Hop from = Hop.of(Transport.UDP, "198.51.100.5", 40_000);
        assertEquals(Hop.of(Transport.UDP, "198.51.100.5", 5070),
                answerTo(from, "SIP/2.0/UDP 10.0.0.1:5070;branch=z9hG4bK-1"));
        assertEquals(Optional.of("198.51.100.5"), desk.lastResponse().topVia().received());
        assertEquals(Hop.of(Transport.UDP, "198.51.100.5", 5060),
                answerTo(from, "SIP/2.0/UDP 10.0.0.1;branch=z9hG4bK-2;maddr=203.0.113.1"));
    }

    @Test
    void an_answer_goes_to_the_port_that_the_request_came_from_where_it_asks_for_that() {
        assertEquals(Hop.of(Transport.UDP, "198.51.100.5", 40_000),
                answerTo(Hop.of(Transport.UDP, "198.51.100.5", 40_000),
                        "SIP/2.0/UDP 10.0.0.1:5070;rport;branch=z9hG4bK-1"));
        assertEquals("SIP/2.0/UDP 10.0.0.1:5070;rport=40000;branch=z9hG4bK-1;received=198.51.100.5",
                desk.lastResponse().headers().first("Via").orElseThrow());
    }

    @Test
    void an_answer_goes_over_the_connection_of_its_request_or_to_the_port_that_the_via_names() {
        var trust = new Trust("a.example", null);
        var from = new Hop(Transport.TLS, "2001:db8::5", 40_000, 17, trust);
        assertEquals(new Hop(Transport.TLS, "2001:db8::5", 5061, 17, trust),
                answerTo(from, "SIP/2.0/TLS a.example;rport;branch=z9hG4bK-1"));
        assertEquals(new Hop(Transport.TLS, "2001:db8::5", 5099, 17, trust),
                answerTo(from, "SIP/2.0/TLS a.example:5099;branch=z9hG4bK-2"));
    }

    @Test
    void the_other_vias_go_back_as_they_came() {
        answerTo(desk.peer,
                "SIP/2.0/UDP 192.0.2.7;branch=z9hG4bK-1, SIP / 2.0 / TCP  x.example ;branch=z9hG4bK-0");
        List<Via> vias = desk.lastResponse().vias();
        assertEquals(2, vias.size());
        assertTrue(desk.lastResponse().headers().first("Via").orElseThrow()
                .endsWith("SIP / 2.0 / TCP  x.example ;branch=z9hG4bK-0"));
    }

    // Bounds

    @Test
    void one_request_too_many_gets_503_and_is_not_told() {
        var small = new Desk(Transport.UDP, 2);
        small.arrives("INVITE");
        small.arrives("OPTIONS");
        small.arrives("BYE");
        assertEquals(List.of("503"), small.sent());
        assertEquals(List.of("INVITE", "OPTIONS"), small.told());
        assertEquals(2, small.transactions.open());
        assertEquals(1, small.transactions.counts().refused());
        small.arrives("CANCEL");
        assertEquals(List.of("200"), small.sent());
    }

    @Test
    void one_request_of_ours_too_many_is_not_sent_and_its_user_is_told_later() {
        var small = new Desk(Transport.UDP, 1);
        small.send("INVITE");
        small.send("INVITE");
        small.send("INVITE").cancel();
        assertEquals(List.of("INVITE", "INVITE"), small.sent());
        assertEquals(List.of(), small.told());
        small.advance(0);
        assertEquals(List.of("there are as many open transactions as may be: 2"), small.told());
        assertEquals(2, small.transactions.open());
    }

    @Test
    void it_is_full_before_what_is_there_finds_no_room_and_no_longer_than_that() {
        var small = new Desk(Transport.UDP, 2);
        small.send("BYE");
        assertFalse(small.transactions.isFull());
        small.send("BYE");
        assertTrue(small.transactions.isFull());
        small.advance(32_000);
        assertFalse(small.transactions.isFull());
        assertEquals(0, small.transactions.open());
    }

    @Test
    void what_was_refused_may_come_again_when_there_is_room() {
        var small = new Desk(Transport.TCP, 1);
        small.arrives("OPTIONS");
        small.arrives("BYE");
        small.answers(200);
        assertTrue(small.isClear());
        small.arrives("BYE");
        assertEquals(List.of("OPTIONS", "BYE"), small.told());
    }

    @Test
    void a_user_may_answer_within_what_it_is_told() {
        var answering = new Desk(Transport.TCP);
        answering.atOnce(200);
        answering.arrives("BYE");
        assertEquals(List.of("200"), answering.sent());
        assertEquals(List.of("BYE"), answering.told());
        assertTrue(answering.isClear());
    }
}
