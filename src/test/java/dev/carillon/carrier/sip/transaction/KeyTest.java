package dev.carillon.carrier.sip.transaction;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;

import org.junit.jupiter.api.Test;

import dev.carillon.carrier.sip.message.SipRequest;

class KeyTest {

    @Test
    void a_branch_that_is_only_the_cookie_is_of_the_old_kind() {
        String cookie = "SIP/2.0/UDP 192.0.2.7:5070;branch=z9hG4bK";
        SipRequest invite = Desk.heardAs("INVITE").with(h -> h.replace("Via", cookie));
        var desk = new Desk(Transport.UDP);
        desk.arrives(invite);
        desk.arrives(invite);
        desk.arrives(invite.with(h -> h.replace("Call-ID", "call-2")));
        assertEquals(List.of("INVITE", "INVITE"), desk.told());
    }

    @Test
    void keys_with_one_hash_code_have_an_order() {
        Key key = Key.ours("z9hG4bKaa", "BYE");
        List<Key> others = List.of(Key.ours("z9hG4bKbb", "BYE"), new Key("z9hg4bkaa", "a", "BYE"),
                Key.ours("z9hG4bKaa", "INFO"));
        assertEquals(0, key.compareTo(Key.ours("z9hG4bKAA", "BYE")));
        others.forEach(other -> assertTrue(key.compareTo(other) < 0 && other.compareTo(key) > 0));
    }
}
