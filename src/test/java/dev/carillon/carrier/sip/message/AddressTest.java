package dev.carillon.carrier.sip.message;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;

import org.junit.jupiter.api.Test;

/** Addresses, hops, sequence numbers and parameters, each by itself. */
class AddressTest {

    @Test
    void a_uri_is_taken_apart_and_put_together() {
        SipUri uri = SipUri.parse("SIPS:ann:secret@h.example:5061;lr;transport=TLS;x=%20?Subject=a&X=b");
        assertTrue(uri.secure());
        assertEquals("ann", uri.userText());
        assertEquals("h.example", uri.host());
        assertEquals(5061, uri.port());
        assertTrue(uri.parameters().has("LR"));
        assertEquals("tls", uri.transport());
        assertEquals("Subject=a&X=b", uri.headers());
        assertEquals("sips:ann:secret@h.example:5061;lr;transport=TLS;x=%20?Subject=a&X=b", uri.text());
        assertEquals("sip:h.example;lr", SipUri.of("", "h.example", -1)
                .with(Parameters.NONE.with(new Parameter("lr", null))).text());
    }

    @Test
    void a_uri_that_is_wrong_is_refused() {
        for (String wrong : List.of("tel:+1", "sip:", "sip:@h", "sip:a@b@c", "sip:a@", "sip:h:", "sip:h:0",
                "sip:h:65536", "sip:h:x", "sip:h;", "sip:h;;x", "sip:h;=x", "sip:a b@h", "sip:a<@h", "sip:h>",
                "sip:a%4@h", "sip:a%zz@h", "sip:h?%4", "sip:h?a b", "sip:h;x=\"y\"", "sip:[::1", "sip:[::1]x",
                "sip:h,i", "sip:h/i", "sip:\374@h", "sip:" + "h".repeat(256))) {
            assertThrows(SipSyntax.class, () -> SipUri.parse(wrong), wrong);
        }
        assertEquals(255, SipUri.parse("sip:" + "h".repeat(255)).host().length());
    }

    @Test
    void an_ipv6_address_is_one_or_refused() {
        for (String right : List.of("::", "::1", "1::", "1:2:3:4:5:6:7:8", "1:2:3:4:5:6:7::",
                "a::B:192.0.2.1",
                "1:2:3:4:5:6:192.0.2.1")) {
            assertEquals("[" + right + "]", SipUri.parse("sip:[" + right + "]").host());
        }
        for (String wrong : List.of("", ":", ":::", "1", "1:2:3:4:5:6:7", "1:2:3:4:5:6:7:8:9", "1::2::3",
                "1:2:3:4:5:6:7::8", "12345::", "g::", "1:", ":1", "::1:", "::192.0.2", "::192.0.2.256",
                "::192.0.2.0001", "192.0.2.1::", "::1%eth0", "1:2:3:4:5:6:7:192.0.2.1")) {
            assertThrows(SipSyntax.class, () -> SipUri.parse("sip:[" + wrong + "]"), wrong);
        }
    }

    @Test
    void an_escape_of_what_controls_stays_an_escape() {
        assertEquals("a b%0a%09%7F", SipUri.parse("sip:a%20b%0a%09%7F@h").userText());
    }

    @Test
    void an_address_is_written_so_that_it_is_read_as_the_same() {
        NameAddress address =
                new NameAddress("Jo \"x\\ ☎", "sip:jo@h;lr", Parameters.NONE).withTag("1").withTag("2");
        assertEquals(address, NameAddress.parse(address.text()));
        assertEquals(Optional.of("2"), address.tag());
        assertEquals("<sip:jo@h>", NameAddress.of("sip:jo@h").text());
    }

    @Test
    void an_address_that_is_wrong_is_refused() {
        for (String wrong : List.of("", "<>", "<sip:a@b", "sip:a@b>", "\"x\" sip:a@b", "\"x\"", "a b", "<a>",
                "x <sip:a@b> y", "<sip:a@b>;", "<sip:a@b>;;x", "<sip:a@b>,<sip:c@d>", "sip:a@b,c",
                "sip:a@b?c",
                "<sip:a@b>;x=a,b", "<sip:a@b>;x=\"a", "<sip:a@b>;x=\"a\"b", "<sip:a@b>;=x", "<sip:a@b>;x y",
                "x\" <sip:a@b>", "<sip:a\"b@c>")) {
            assertThrows(SipSyntax.class, () -> NameAddress.parse(wrong), wrong);
        }
        for (String tag : List.of("", "\"a b\"", "a@b", "a[")) {
            NameAddress address = NameAddress.parse("<sip:a@b>;tag=" + tag);
            assertThrows(SipSyntax.class, address::tag, tag);
        }
    }

    @Test
    void a_parameter_says_what_its_quotes_have_in_them() {
        Parameters parameters = NameAddress.parse("<sip:a@b>;a=\"x\\\"y;z\\\\\";b;c=;d=e=f").parameters();
        assertEquals(Optional.of("x\"y;z\\"), parameters.value("A"));
        assertEquals(Optional.empty(), parameters.value("b"));
        assertTrue(parameters.has("b"));
        assertEquals(Optional.of(""), parameters.value("c"));
        assertEquals(Optional.of("e=f"), parameters.value("d"));
        assertFalse(parameters.without("B").has("b"));
        assertEquals(";a=\"x\\\"y;z\\\\\";b=1;c=;d=e=f", parameters.with(new Parameter("B", "1")).text()
                .replace('B', 'b'));
    }

    @Test
    void a_parameter_twice_is_refused_unless_it_says_the_same() {
        assertEquals(2, NameAddress.parse("<sip:a@b>;x=1;x=1").parameters().entries().size());
        assertThrows(SipSyntax.class, () -> NameAddress.parse("<sip:a@b>;x=1;X=2"));
        assertThrows(SipSyntax.class, () -> NameAddress.parse("<sip:a@b>;x;x=2"));
    }

    @Test
    void a_parameter_cannot_smuggle_another() {
        for (String bad : List.of("a;b", "a,b", "a b", "a\"", "\"a", "\"a\"b", "\"a\";b=\"c\"", "<a>")) {
            assertThrows(SipSyntax.class, () -> new Parameter("p", bad), bad);
            assertThrows(SipSyntax.class, () -> new Parameter(bad, null), bad);
        }
        assertThrows(SipSyntax.class, () -> new Parameter("", "x"));
        assertThrows(SipSyntax.class, () -> new Parameter("a=b", "x"));
    }

    @Test
    void a_hop_that_is_wrong_is_refused() {
        for (String wrong : List.of("", "SIP/2.0/UDP", "SIP/2.0/UDP ", "SIP/2.0/UDPh", "SIP/2.0 UDP h",
                "SIP/2.0//UDP h",
                "SIP/2.0/UDP[::1]", "SIP/2.0/UDP h x", "SIP/2.0/UDP h:", "SIP/2.0/UDP h:0", "SIP/2.0/UDP h;",
                "HTTP/2.0/TCP h", "SIP/2.0/UDP h_/x", "SIP/2.0/UDP <h>")) {
            assertThrows(SipSyntax.class, () -> Via.parse(wrong), wrong);
        }
        assertThrows(SipSyntax.class, () -> Via.parse("SIP/2.0/UDP h;branch=").branch());
        assertThrows(SipSyntax.class, () -> Via.parse("SIP/2.0/UDP h;rport=x").rport());
        assertThrows(SipSyntax.class, () -> Via.parse("SIP/2.0/UDP h").seenFrom("1.2.3.4;x", 1));
    }

    @Test
    void an_empty_rport_asks_as_a_flag_does() {
        Via via = Via.parse("SIP/2.0/UDP h;rport=");
        assertTrue(via.asksForPort());
        assertEquals(-1, via.rport());
        assertEquals(7, via.seenFrom("192.0.2.1", 7).rport());
    }

    @Test
    void a_sequence_number_is_one_of_31_bits_and_a_method() {
        assertEquals(new CSeq(2_147_483_647, "BYE"), CSeq.parse("2147483647 \t BYE"));
        assertEquals("5 ACK", CSeq.parse("005 ACK").text());
        for (String wrong : List.of("", "1", "BYE", "1 ", "-1 BYE", "+1 BYE", "2147483648 BYE", "1BYE",
                "1 BYE x",
                "1 B/E", "1 1 BYE", " BYE", "\u0661 BYE")) {
            assertThrows(SipSyntax.class, () -> CSeq.parse(wrong), wrong);
        }
        assertThrows(SipSyntax.class, () -> new CSeq(-1, "BYE"));
    }

    @Test
    void a_word_with_parameters_has_a_word() {
        assertEquals("1800", Item.parse(" 1800 ; refresher = uac").word());
        assertThrows(SipSyntax.class, () -> Item.parse(";refresher=uac"));
    }
}
