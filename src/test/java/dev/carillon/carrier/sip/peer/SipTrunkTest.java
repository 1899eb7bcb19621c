package dev.carillon.carrier.sip.peer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.time.Duration;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import dev.carillon.carrier.sip.peer.SipTrunk.Address;
import dev.carillon.carrier.sip.peer.SipTrunk.HeaderTemplate;
import dev.carillon.carrier.sip.peer.SipTrunk.Offer;
import dev.carillon.carrier.sip.transaction.Transport;
import dev.carillon.carrier.sip.transaction.Trust;

class SipTrunkTest {

    private static SipTrunk parse(String settings) {
        return SipTrunk.parse(Bad.json(settings));
    }

    private static String with(String field) {
        return "{'addresses': [{'host': 'sip.example.com'}], " + field + "}";
    }

    @Test
    void an_address_is_enough() {
        assertEquals(
                new SipTrunk(List.of(new Address("sip.example.com", -1, 1, 1)), Transport.UDP, null,
                        "sip.example.com", null, Offer.EARLY, NumberFormat.E164, List.of(),
                        Duration.ofMinutes(30), Duration.ofSeconds(30), null),
                parse("{'addresses': [{'host': 'sip.example.com'}]}"));
    }

    @Test
    void everything_that_is_said_is_read() {
        SipTrunk trunk = parse("""
                {'addresses': [{'host': 'a.example.com', 'port': 5070, 'priority': 2, 'weight': 30},
                               {'host': '[2001:db8::1]'}],
                 'transport': 'tls', 'tls': {'name': 'sip.example.com'}, 'domain': 'example.com',
                 'username': 'u1', 'offer': 'late',
                 'numbers': {'format': 'digits', 'prefix': '77#', 'country': 'DE'},
                 'headers': {'p-asserted-identity': '<sip:{caller_id}@example.com>', 'X-Tag': 'für {called}'},
                 'session_expires_seconds': 0, 'keep_alive_seconds': 0}""");
        assertEquals(List.of(new Address("a.example.com", 5070, 2, 30), new Address("2001:db8::1", -1, 1, 1)),
                trunk.addresses());
        assertEquals(Transport.TLS, trunk.transport());
        assertEquals(new Trust("sip.example.com", null), trunk.trust());
        assertEquals("example.com u1 LATE",
                trunk.domain() + " " + trunk.username() + " " + trunk.offer());
        assertEquals(new NumberFormat(NumberFormat.Kind.DIGITS, "77#", "DE"), trunk.numbers());
        assertEquals(List.of(
                new HeaderTemplate("P-Asserted-Identity", "<sip:{caller_id}@example.com>"),
                new HeaderTemplate("X-Tag", "fÃ¼r {called}")), trunk.headers());
        assertEquals(List.of("<sip:+49301@example.com>", "fÃ¼r +49302"),
                trunk.headers().stream().map(header -> header.text("+49301", "+49302")).toList());
        assertEquals(Duration.ZERO, trunk.sessionExpires());
        assertEquals(Duration.ZERO, trunk.keepAlive());
    }

    @Test
    void over_tls_the_only_host_is_the_name_that_a_certificate_must_have() {
        assertEquals(new Trust("sip.example.com", null), parse(with("'transport': 'tls'")).trust());
        assertNull(parse(with("'transport': 'tcp'")).trust());
    }

    @ParameterizedTest
    @CsvSource({"sip:message@b, UDP", "sip:b:5070;transport=tcp, TCP", "sip:message@b;transport=tls, TLS",
            "sips:message@b, TLS"})
    void an_announcement_is_an_address_and_over_tls_its_host_is_the_name_of_the_certificate(String uri,
            Transport transport) {
        SipAgent announcement = parse(with("'announcement': '" + uri + "'")).announcement();
        assertEquals(new SipAgent(uri, transport, "b", uri.contains("5070") ? 5070 : -1,
                transport == Transport.TLS ? new Trust("b", null) : null, null, List.of()), announcement);
    }

    @Test
    void a_domain_that_is_an_ipv6_address_has_its_brackets() {
        assertEquals("[2001:db8::1]", parse("{'addresses': [{'host': '2001:db8::1'}]}").domain());
        assertEquals("[2001:db8::2]", parse(with("'domain': '2001:db8::2'")).domain());
    }

    @Test
    void authorities_are_certificates_in_pem() {
        String pem = Certificates.AUTHORITY.replace("\n", "\\n");
        Trust trust = parse(with("'transport': 'tls', 'tls': {'authorities': '" + pem + "'}")).trust();
        assertEquals(new Trust("sip.example.com", Certificates.AUTHORITY), trust);
        Bad.refused(SipTrunk::parse,
                with("'transport': 'tls', 'tls': {'authorities': '" + pem.replace("MII", "MIX") + "'}"),
                "settings.tls.authorities");
    }

    @ParameterizedTest
    @ValueSource(strings = {"sip.example.com", "localhost", "a_b.example.com.", "192.0.2.255", "2001:db8::1",
            "::1", "xn--bcher-kva.example"})
    void a_host_is_a_name_or_an_address(String host) {
        assertEquals(host, parse("{'addresses': [{'host': '" + host + "'}]}").addresses().getFirst().host());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "-a.example", "a..b", "192.0.2.256", "1.2.3", "bücher.example", "[::1",
            "fe80::1%eth0", "a:5060", "sip:a", "a/b", "a\\n"})
    void anything_else_is_no_host(String host) {
        Bad.refused(SipTrunk::parse, "{'addresses': [{'host': '" + host + "'}]}",
                "settings.addresses[0].host");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            []                                          | settings: must be an object
            {'addresses': [}                            | settings: not valid JSON
            {'addresses': [], 'addresses': []}          | settings: not valid JSON
            {}                                          | settings.addresses: is missing
            {'addresses': {}}                           | settings.addresses: must be an array
            {'addresses': []}                           | settings.addresses: has 0 elements
            {'addresses': ['a']}                        | settings.addresses[0]: must be an object
            {'addresses': [{}]}                         | settings.addresses[0].host: is missing
            {'addresses': [{'host': 5}]}                | settings.addresses[0].host: must be text
            {'addresses': [{'host': 'a', 'port': 0}]}   | settings.addresses[0].port: is not a whole number
            {'addresses': [{'host': 'a', 'port': 5060.5}]}    | settings.addresses[0].port: is not a whole number
            {'addresses': [{'host': 'a', 'weight': -1}]}      | settings.addresses[0].weight: is not a whole
            {'addresses': [{'host': 'a', 'priority': 65536}]} | settings.addresses[0].priority: is not a whole
            {'addresses': [{'host': 'a', 'cost': 1}]}   | settings.addresses[0].cost: is not a setting
            """)
    void addresses_that_are_none_are_refused(String settings, String begin) {
        Bad.refused(SipTrunk::parse, settings, begin);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            'transport': 'sctp'                         | settings.transport: is not known
            'transport': 'tcp', 'tls': {}               | settings.tls: is there, but the transport is not tls
            'transport': 'tls', 'tls': {'name': 'a b'}  | settings.tls.name: is not a host
            'transport': 'tls', 'tls': {'ca': 'x'}      | settings.tls.ca: is not a setting
            'transport': 'tls', 'tls': {'authorities': 'x'} | settings.tls.authorities: has no certificates
            'domain': 'exa mple'                        | settings.domain: is not a host
            'username': ''                              | settings.username: is empty
            'username': 7                               | settings.username: must be text
            'password': 'hunter2'                       | settings.password: is not a setting
            'pass\tword': 'hunter2'                     | settings: not valid JSON
            'pass word': 'hunter2'                      | settings: has a field that is not a setting
            'offer': 'both'                             | settings.offer: is not known
            'numbers': {'format': 'local'}              | settings.numbers.format: is not known
            'numbers': {'format': 'national'}           | settings.numbers.country: is missing
            'numbers': {'country': 'Germany'}           | settings.numbers.country: is not known
            'numbers': {'prefix': '0@evil'}             | settings.numbers.prefix: cannot stand before a number
            'numbers': {'suffix': '1'}                  | settings.numbers.suffix: is not a setting
            'headers': []                               | settings.headers: must be an object
            'headers': {'X-Tag': 7}                     | settings.headers.X-Tag: must be text
            'headers': {'X-Tag': null}                  | settings.headers.X-Tag: must be text
            'headers': {'X-Tag': ''}                    | settings.headers.X-Tag: is empty
            'headers': {'X-Tag': 'a\\r\\nVia: b'}       | settings.headers.X-Tag: is too long or has control
            'headers': {'X-Tag': '{caller}'}            | settings.headers.X-Tag: stands for something
            'headers': {'X-Tag': 'a', 'x-tag': 'b'}     | settings.headers.x-tag: is there twice
            'headers': {'X Tag': 'a'}                   | settings.headers: has a name that no header can have
            'headers': {'': 'a'}                        | settings.headers: has a name that no header can have
            'session_expires_seconds': 89               | settings.session_expires_seconds: is too short
            'session_expires_seconds': -1               | settings.session_expires_seconds: is not a whole number
            'keep_alive_seconds': 4                     | settings.keep_alive_seconds: is too short
            'keep_alive_seconds': 86401                 | settings.keep_alive_seconds: is not a whole number
            'announcement': 7                           | settings.announcement: must be text
            'announcement': ''                          | settings.announcement: is empty
            'announcement': 'tel:+4930123456'           | settings.announcement: is not a SIP address
            'announcement': 'sip:a@1.2.3'               | settings.announcement: has a host that is none
            'announcement': 'sip:a:hunter2@b'           | settings.announcement: has a password
            'announcement': 'sip:a@b?X-A=1'             | settings.announcement: has headers
            'announcement': 'sip:a@b;transport=sctp'    | settings.announcement: has a transport that is not known
            'announcement': {'uri': 'sip:a@b'}          | settings.announcement: must be text
            'colour': 1                                 | settings.colour: is not a setting
            """)
    void what_is_wrong_or_not_known_is_refused(String field, String begin) {
        Bad.refused(SipTrunk::parse, with(field), begin);
    }

    @Test
    void several_hosts_over_tls_need_a_name() {
        Bad.refused(SipTrunk::parse,
                "{'transport': 'tls', 'addresses': [{'host': 'a.example'}, {'host': 'b.example'}]}",
                "settings.tls.name: is missing");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Via", "v", "From", "f", "to", "Call-ID", "i", "CSeq", "Contact", "m",
            "Max-Forwards", "Route", "Record-Route", "Content-Type", "c", "l", "e", "Content-Anything",
            "Authorization", "Proxy-Authorization", "Session-Expires", "x", "Min-SE", "Supported", "k",
            "Require", "Allow", "Expires", "Replaces", "X-Carillon-Task"})
    void headers_that_call_control_owns_are_refused(String name) {
        Bad.refused(SipTrunk::parse, with("'headers': {'" + name + "': 'a'}"),
                "settings.headers." + name + ": is for call control to say");
    }

    @Test
    void a_value_is_counted_in_octets() {
        parse(with("'headers': {'X-Tag': '" + "ü".repeat(512) + "'}"));
        Bad.refused(SipTrunk::parse, with("'headers': {'X-Tag': '" + "ü".repeat(513) + "'}"),
                "settings.headers.X-Tag: is too long");
    }

    @ParameterizedTest
    @CsvSource({"e164, '', +4930123456, +4930123456", "e164, 00, +4930123456, 00+4930123456",
            "digits, '', +4930123456, 4930123456", "digits, 77#, +4930123456, 77%234930123456",
            "national, '', +4930123456, 030123456", "national, 9, +4930123456, 9030123456",
            "national, '', +14155550100, 0014155550100", "national, '', +390612345678, 00390612345678",
            "national, '', +99970000000, +99970000000"})
    void a_number_is_written_as_the_trunk_wants_it(String format, String prefix, String number,
            String dialled) {
        SipTrunk trunk = parse(with("'numbers': {'format': '%s', 'prefix': '%s', 'country': 'DE'}"
                .formatted(format, prefix)));
        assertEquals(dialled, trunk.numbers().dialled(number));
    }

    @ParameterizedTest
    @CsvSource({"US, +14155550100, 4155550100", "US, +4930123456, 0114930123456",
            "IT, +390612345678, 0612345678",
            "RU, +74951234567, 84951234567", "AT, +431234567, 01234567"})
    void national_numbers_follow_the_plan_of_their_country(String country, String number, String dialled) {
        var format = new NumberFormat(NumberFormat.Kind.NATIONAL, "", country);
        assertEquals(dialled, format.dialled(number));
    }
}
