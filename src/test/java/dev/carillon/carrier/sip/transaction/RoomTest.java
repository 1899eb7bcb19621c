package dev.carillon.carrier.sip.transaction;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;

import org.junit.jupiter.api.Test;

/** What of a message is left out where it does not fit. */
class RoomTest {

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
