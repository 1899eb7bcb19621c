package dev.carillon.carrier.sip.peer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import dev.carillon.base.Refusal;
import dev.carillon.carrier.sip.peer.SipAgent.HeaderFrom;
import dev.carillon.carrier.sip.transaction.Transport;
import dev.carillon.carrier.sip.transaction.Trust;

class SipAgentTest {

    private static SipAgent parse(String settings) {
        return SipAgent.parse(Bad.json(settings));
    }

    @Test
    void an_address_is_enough() {
        assertEquals(
                new SipAgent("sip:anna@pbx.example.com", Transport.UDP, "pbx.example.com", -1, null, null,
                        List.of()),
                parse("{'uri': 'sip:anna@pbx.example.com'}"));
    }

    @Test
    void everything_that_is_said_is_read() {
        assertEquals(
                new SipAgent("sip:proj_1@[2001:db8::1]:5071;transport=TLS", Transport.TLS, "2001:db8::1",
                        5071,
                        new Trust("sip.api.example.com", null), "u",
                        List.of(new HeaderFrom("X-Customer", "customer_name"))),
                parse("""
                        {'uri': 'sip:proj_1@[2001:db8::1]:5071;transport=TLS', 'username': 'u',
                         'tls': {'name': 'sip.api.example.com'}, 'headers': {'X-Customer': 'customer_name'}}"""));
    }

    @ParameterizedTest
    @CsvSource({"sip:a@b, UDP", "sip:a@b;transport=udp, UDP", "sip:a@b;transport=tcp, TCP",
            "sip:a@b;transport=tls, TLS", "sips:a@b, TLS", "sips:a@b;transport=tcp, TLS"})
    void the_address_says_the_transport_and_over_tls_the_name_of_the_certificate(String uri,
            Transport transport) {
        SipAgent agent = parse("{'uri': '" + uri + "'}");
        assertEquals(transport, agent.transport());
        assertEquals(transport == Transport.TLS ? new Trust("b", null) : null, agent.trust());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            {}                                              | sip.uri: is missing
            {'uri': 7}                                      | sip.uri: must be text
            {'uri': 'tel:+4930123456'}                      | sip.uri: is not a SIP address
            {'uri': 'sip:'}                                 | sip.uri: is not a SIP address
            {'uri': 'sip:a b@c'}                            | sip.uri: is not a SIP address
            {'uri': '<sip:a@b>'}                            | sip.uri: is not a SIP address
            {'uri': 'sip:a@1.2.3'}                          | sip.uri: has a host that is none
            {'uri': 'sip:a:hunter2@b'}                      | sip.uri: has a password
            {'uri': 'sip:a@b?X-A=1'}                        | sip.uri: has headers
            {'uri': 'sip:a@b;transport=sctp'}               | sip.uri: has a transport that is not known
            {'uri': 'sips:a@b;transport=udp'}               | sip.uri: is sips: over a transport without TLS
            {'uri': 'sip:a@b', 'tls': {}}                   | sip.tls: is there, but the transport is not tls
            {'uri': 'sip:a@b', 'headers': {'Via': 'x'}}     | sip.headers.Via: is for call control to say
            {'uri': 'sip:a@b', 'headers': {'X-A': 7}}       | sip.headers.X-A: must be text
            {'uri': 'sip:a@b', 'headers': {'X-A': null}}    | sip.headers.X-A: must be text
            {'uri': 'sip:a@b', 'password': 'hunter2'}       | sip.password: is not a setting
            """)
    void what_is_wrong_or_not_known_is_refused(String settings, String begin) {
        Bad.refused(SipAgent::parse, settings, begin);
    }

    @Test
    void an_address_that_is_too_long_is_refused() {
        String user = "a".repeat(255 - "sip:@b".length());
        parse("{'uri': 'sip:" + user + "@b'}");
        Bad.refused(SipAgent::parse, "{'uri': 'sip:" + user + "a@b'}", "sip.uri");
    }

    @Test
    void no_refusal_repeats_a_password() {
        for (String settings : List.of("{'uri': 'sip:a:hunter2@b'}", "{'uri': 'sip:a:hunter2 @b'}",
                "{'uri': 'sip:a@b', 'password': 'hunter2'}")) {
            try {
                parse(settings);
            } catch (Refusal e) {
                assertTrue(!e.text().contains("hunter2"), e.text());
            }
        }
    }

    @Test
    void a_variable_becomes_a_value_that_cannot_end_its_line() {
        var header = new HeaderFrom("X-Customer", "name");
        assertEquals(Optional.of("Anna  Via: x"), header.value(Map.of("name", " Anna\r\nVia: x\t")));
        assertEquals(Optional.of("JÃ¼rgen"), header.value(Map.of("name", "Jürgen")));
        assertEquals(Optional.empty(), header.value(Map.of("other", "x")));
        assertEquals(Optional.empty(), header.value(Map.of("name", " \n ")));
        String cut = header.value(Map.of("name", "a" + "ü".repeat(2_000))).orElseThrow();
        assertEquals(1_023, cut.length(), "no character is cut in two");
    }
}
