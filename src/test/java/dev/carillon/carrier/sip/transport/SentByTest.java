package dev.carillon.carrier.sip.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Map;

import org.junit.jupiter.api.Test;

import dev.carillon.carrier.sip.transaction.Hop;
import dev.carillon.carrier.sip.transaction.Transport;

/** Peers are told how they reach us. */
class SentByTest {

    private static final InetAddress EVERYWHERE = InetAddress.ofLiteral("0.0.0.0");
    private static final Map<Transport, Integer> PORTS = Map.of(Transport.UDP, 5070, Transport.TCP, 5071);

    private static String via(SipListening listening, Transport transport, String host) {
        try (var names = new Names(name -> {
            throw new UnknownHostException(name);
        }, Duration.ofSeconds(1))) {
            return new SentBy(listening, PORTS, names).via(Hop.of(transport, host, 5060)).text();
        }
    }

    @Test
    void it_is_the_public_host_where_there_is_one() {
        var listening = SipListening.at(EVERYWHERE, 5070, 5071);
        assertEquals("SIP/2.0/UDP calls.example.com:5060;rport",
                via(listening.withPublic("calls.example.com", 5060), Transport.UDP, "192.0.2.7"));
        assertEquals("SIP/2.0/TCP [2001:db8::5]:5071;rport;alias",
                via(listening.withPublic("2001:db8::5", -1), Transport.TCP, "192.0.2.7"));
    }

    @Test
    void otherwise_it_is_the_address_that_is_listened_at() {
        assertEquals("SIP/2.0/UDP 127.0.0.1:5070;rport",
                via(SipListening.at(Station.LOOPBACK, 5070, -1), Transport.UDP, "192.0.2.7"));
    }

    @Test
    void listening_everywhere_it_is_the_address_from_which_the_way_leads_there() {
        var listening = SipListening.at(EVERYWHERE, 5070, 5071);
        assertEquals("SIP/2.0/UDP 127.0.0.1:5070;rport", via(listening, Transport.UDP, "127.0.0.5"));
        assertNotEquals("", via(listening, Transport.TCP, "name.example"));
    }

    @Test
    void where_a_transport_is_not_listened_for_no_port_is_told() {
        assertEquals("SIP/2.0/TLS 127.0.0.1;rport;alias",
                via(SipListening.at(Station.LOOPBACK, 5070, 5071), Transport.TLS, "192.0.2.7"));
    }
}
