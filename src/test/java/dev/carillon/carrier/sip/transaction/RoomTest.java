package dev.carillon.carrier.sip.transaction;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;

import org.junit.jupiter.api.Test;

import dev.carillon.carrier.sip.message.SipRequest;

/** How much may be open, and what of a message is left out where it does not fit. */
class RoomTest {

    @Test
    void what_belongs_to_calls_that_are_there_has_twice_the_room() {
        var small = new Desk(Transport.UDP, 2);
        small.arrives("INVITE");
        small.arrives("OPTIONS");
        SipRequest bye = Desk.heardAs("BYE").with(h -> h.replace("To", "<sip:bob@192.0.2.7>;tag=b"));
        small.arrives(bye);
        small.send("BYE");
        small.send("BYE");
        small.arrives(bye.with(h -> h.replace("Via", "SIP/2.0/UDP 192.0.2.7:5070;branch=z9hG4bK-bye2")));
        small.advance(0);
        assertEquals(List.of("BYE", "503"), small.sent());
        assertEquals(List.of("INVITE", "OPTIONS", "BYE", "there are as many open transactions as may be: 4"),
                small.told());
    }

    @Test
    void a_cancel_of_nothing_whose_to_has_no_room_for_a_tag_gets_481_without_one() {
        String to = "<sip:bob@192.0.2.7>;z=" + "z".repeat(8_188 - 22);
        var desk = new Desk(Transport.UDP);
        desk.arrives(Desk.heardAs("CANCEL").with(h -> h.replace("To", to)));
        assertEquals(List.of("481"), desk.sent());
        desk.arrives(Desk.heardAs("INVITE").with(h -> h.replace("To", to)));
        assertTrue(desk.answers(486));
    }
}
