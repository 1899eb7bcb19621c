package dev.carillon.carrier.sip.message;

import static dev.carillon.carrier.sip.message.Sample.INVITE;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Collections;
import java.util.List;
import java.util.Optional;

import org.junit.jupiter.api.Test;

class HeadersTest {

    private static final Headers TWO_HOPS = Headers.of(new Header("Via", "a"), new Header("Subject", "s"),
            new Header("v", "b"));

    @Test
    void names_have_one_spelling_whatever_their_case_and_short_form() {
        for (String written : List.of("Call-ID", "call-id", "CALL-id", "i", "I")) {
            assertEquals("Call-ID", new Header(written, "x").name());
        }
        assertEquals("Supported", new Header("K", "x").name());
        assertEquals("Session-Expires", new Header("x", "x").name());
        assertEquals("X-Own", new Header("X-Own", "x").name());
    }

    @Test
    void a_name_is_found_however_it_is_asked_for() {
        Headers headers = Headers.of(new Header("X-Own", "1"), new Header("f", "2"));
        assertEquals(Optional.of("1"), headers.first("x-OWN"));
        assertEquals(Optional.of("2"), headers.first("From"));
        assertEquals(Optional.of("2"), headers.first("F"));
        assertEquals(Optional.empty(), headers.first("To"));
    }

    @Test
    void a_semicolon_in_quotes_or_angle_brackets_ends_no_word() {
        assertEquals(new Item("399 a \"x;y\"", Parameters.NONE), Item.parse("399 a \"x;y\""));
        Item item = Item.parse("<sip:a@b;c=1> ;purpose=\"d;e\"");
        assertEquals("<sip:a@b;c=1>", item.word());
        assertEquals(Optional.of("d;e"), item.parameters().value("purpose"));
        assertThrows(SipSyntax.class, () -> Item.parse("<sip:a@b;c=1"));
    }

    @Test
    void the_order_stays() {
        assertEquals(List.of("a", "b"), TWO_HOPS.all("via"));
        assertEquals("[Via, Subject, Via]", TWO_HOPS.entries().toString());
    }

    @Test
    void a_field_is_added_behind_and_put_before() {
        assertEquals(List.of("a", "b", "c"), TWO_HOPS.add("Via", "c").all("Via"));
        assertEquals(List.of("c", "a", "b"), TWO_HOPS.prepend("Via", "c").all("Via"));
    }

    @Test
    void a_field_replaces_all_of_its_name_where_the_first_stood() {
        assertEquals("[Via, Subject]", TWO_HOPS.replace("v", "c").entries().toString());
        assertEquals(List.of("c"), TWO_HOPS.replace("v", "c").all("Via"));
        assertEquals("[Via, Subject, Via, X-Own]", TWO_HOPS.replace("X-Own", "c").entries().toString());
    }

    @Test
    void fields_are_removed_by_any_spelling() {
        assertEquals("[Subject]", TWO_HOPS.remove("V").entries().toString());
    }

    @Test
    void a_list_is_taken_apart_outside_of_quotes_and_angle_brackets() {
        Headers headers = Headers.of(
                new Header("Contact", "\"a,\\\"b\" <sip:x,y@z>;q=\"1,2\" , <sip:c@d>"),
                new Header("m", "<sip:e@f>"));
        assertEquals(List.of("\"a,\\\"b\" <sip:x,y@z>;q=\"1,2\"", "<sip:c@d>", "<sip:e@f>"),
                headers.elements("Contact"));
    }

    @Test
    void what_is_no_list_stays_in_one_piece() {
        for (String name : List.of("Date", "WWW-Authenticate", "Subject", "X-Own", "User-Agent")) {
            assertEquals(List.of("a, b"), Headers.of(new Header(name, "a, b")).elements(name));
        }
    }

    @Test
    void a_word_with_parameters_is_read_as_such() {
        Headers headers = Headers.of(new Header("Reason", "Q.850;cause=17;text=\"a,b\", SIP;cause=486"));
        List<Item> reasons = headers.items("Reason");
        assertEquals("Q.850", reasons.getFirst().word());
        assertEquals(Optional.of("a,b"), reasons.getFirst().parameters().value("Text"));
        assertEquals(Optional.of("486"), reasons.getLast().parameters().value("cause"));
    }

    @Test
    void a_single_field_is_there_once() {
        Headers once = Headers.of(new Header("To", "<sip:a@b>"), new Header("t", "<sip:a@b>"));
        assertEquals(1, once.entries().size());
        assertThrows(SipSyntax.class, () -> once.add("To", "<sip:c@d>"));
        assertThrows(SipSyntax.class, () -> once.prepend("t", "<sip:c@d>"));
    }

    @Test
    void nothing_that_could_end_a_line_gets_in() {
        for (String bad : List.of("a\nb", "a\rb", "a\r\nVia: x", "a\0", "a\177", "a\u0100")) {
            assertThrows(SipSyntax.class, () -> new Header("Subject", bad));
            assertThrows(SipSyntax.class, () -> TWO_HOPS.replace("Subject", bad));
            assertThrows(SipSyntax.class, () -> new Header("Sub" + bad, "x"));
            assertThrows(SipSyntax.class, () -> new SipResponse(200, bad, Headers.NONE, Body.NONE));
            assertThrows(SipSyntax.class, () -> INVITE.request().withUri("sip:" + bad));
            assertThrows(SipSyntax.class, () -> new Parameter("p", bad));
            assertThrows(SipSyntax.class, () -> new Parameter("p", "\"" + bad + "\""));
            assertThrows(SipSyntax.class, () -> new Parameter(bad, "x"));
            assertThrows(SipSyntax.class, () -> SipUri.of(bad, "h", -1));
            assertThrows(SipSyntax.class, () -> SipUri.of("u", bad, -1));
        }
        for (String bad : List.of("a\nb", "a\rb", "a\0")) {
            assertThrows(SipSyntax.class, () -> new NameAddress(bad, "sip:a@b", Parameters.NONE));
            assertThrows(SipSyntax.class, () -> NameAddress.of("sip:a@b").withTag(bad));
        }
    }

    @Test
    void the_length_of_a_body_is_not_anybodys_to_say() {
        assertThrows(SipSyntax.class, () -> Headers.NONE.add("l", "3"));
        String text = new String(INVITE.request().with("text/plain", Body.of("four")).bytes(),
                ISO_8859_1);
        assertEquals("Content-Length: 4\r\n\r\nfour", text.substring(text.indexOf("Content-Length")));
    }

    @Test
    void limits_hold_at_their_edge() {
        var most = new Headers(Collections.nCopies(200, new Header("X-Own", "1")));
        assertThrows(SipSyntax.class, () -> most.add("X-Own", "2"));
        assertEquals(8_192, new Header("Q", "a".repeat(8_189)).value().length() + 3);
        assertThrows(SipSyntax.class, () -> new Header("Q", "a".repeat(8_190)));
        assertEquals(200, Headers.of(new Header("Allow", "a" + ",a".repeat(199))).elements("Allow").size());
        assertThrows(SipSyntax.class,
                () -> Headers.of(new Header("Allow", "a" + ",a".repeat(200))).elements("Allow"));
    }

    @Test
    void what_is_printed_has_no_value_in_it() {
        SipRequest request = INVITE.and("Authorization: Digest secret").body("secret").request();
        for (Object shown : List.of(request, request.headers(), request.body(), request.to(), request.from(),
                request.sipUri())) {
            String text = shown.toString();
            assertEquals(-1, text.indexOf("secret"), text);
            assertEquals(-1, text.indexOf("5550100"), text);
        }
    }
}
