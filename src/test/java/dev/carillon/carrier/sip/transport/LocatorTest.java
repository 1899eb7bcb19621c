package dev.carillon.carrier.sip.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import dev.carillon.base.Chance;
import dev.carillon.base.Patience;
import dev.carillon.base.VirtualTimeline;
import dev.carillon.carrier.sip.transaction.Hop;
import dev.carillon.carrier.sip.transaction.Transport;
import dev.carillon.carrier.sip.transaction.Trust;

/** A peer is found where the settings and the DNS say, in the order that they say. */
class LocatorTest {

    private static final Map<String, List<InetAddress>> ADDRESSES = Map.of("a.example",
            List.of(InetAddress.ofLiteral("192.0.2.1")), "b.example",
            List.of(InetAddress.ofLiteral("192.0.2.2"), InetAddress.ofLiteral("2001:db8::2")), "example.com",
            List.of(InetAddress.ofLiteral("192.0.2.9")));

    private final VirtualTimeline time = new VirtualTimeline(Instant.parse("2030-01-01T00:00:00Z"));
    private DnsServer dns;
    private Locator locator;

    @BeforeEach
    void open() throws IOException {
        dns = new DnsServer();
        locator = new Locator(Chance.seeded(1), time, new DnsServices(dns.url()),
                new Names(LocatorTest::lookUp, Duration.ofSeconds(5)));
    }

    @AfterEach
    void close() {
        locator.close();
        dns.close();
    }

    private static List<InetAddress> lookUp(String name) throws UnknownHostException {
        List<InetAddress> found = ADDRESSES.get(name);
        if (found == null) {
            throw new UnknownHostException(name);
        }
        return found;
    }

    private static Place place(String host, int port) {
        return new Place(host, port, 1, 1);
    }

    private List<Hop> udp(Place... places) {
        return locator.locate(Transport.UDP, List.of(places), null);
    }

    private static Hop hop(String host, int port) {
        return Hop.of(Transport.UDP, host, port);
    }

    @Test
    void who_does_not_wait_hears_what_is_known_and_nothing_else() {
        assertEquals(List.of(), locator.known(Transport.UDP, place("a.example", 5070), null));
        assertEquals(List.of(hop("192.0.2.1", 5070)), udp(place("a.example", 5070)));
        assertEquals(List.of(hop("192.0.2.1", 5070)),
                locator.known(Transport.UDP, place("a.example", 5070), null));
        assertEquals(List.of(hop("192.0.2.7", 5060)),
                locator.known(Transport.UDP, place("192.0.2.7", -1), null));
        assertEquals(List.of(), locator.known(Transport.UDP, place("a.example", -1), null));
        List<Hop> found = udp(place("a.example", -1));
        assertEquals(found, locator.known(Transport.UDP, place("a.example", -1), null));
    }

    @Test
    void a_port_that_is_given_is_taken_without_asking_for_services() {
        assertEquals(List.of(hop("192.0.2.1", 5080)), udp(place("a.example", 5080)));
        assertEquals(List.of(hop("192.0.2.7", 5060)), udp(place("192.0.2.7", -1)));
        assertEquals(0, dns.asked());
    }

    @Test
    void services_lead_to_their_hosts_by_priority() {
        dns.knows("_sip._udp.example.com", new Place("b.example", 5070, 20, 0),
                new Place("a.example", 5080, 10, 0));
        assertEquals(List.of(hop("192.0.2.1", 5080), hop("192.0.2.2", 5070),
                hop("2001:db8:0:0:0:0:0:2", 5070)), udp(place("example.com", -1)));
    }

    @Test
    void each_transport_has_its_service_and_over_tls_who_must_be_proved_is_the_host_that_was_called() {
        dns.knows("_sip._tcp.example.com", place("a.example", 5071));
        dns.knows("_sips._tcp.example.com", place("a.example", 5072));
        List<Place> places = List.of(place("example.com", -1));
        assertEquals(List.of(Hop.of(Transport.TCP, "192.0.2.1", 5071)),
                locator.locate(Transport.TCP, places, null));
        assertEquals(List.of(Hop.of(Transport.TLS, "192.0.2.1", 5072, new Trust("example.com", null))),
                locator.locate(Transport.TLS, places, null));
        var trust = new Trust("sip.example.com", null);
        assertEquals(List.of(Hop.of(Transport.TLS, "192.0.2.1", 5072, trust)),
                locator.locate(Transport.TLS, places, trust));
    }

    @Test
    void without_services_it_is_the_usual_port_of_the_host() {
        assertEquals(List.of(hop("192.0.2.9", 5060)), udp(place("example.com", -1)));
    }

    @Test
    void a_service_that_is_not_offered_leads_nowhere() {
        dns.knows("_sip._udp.example.com", new Place(".", 0, 0, 0));
        assertEquals(List.of(), udp(place("example.com", -1)));
    }

    @Test
    void a_host_without_an_address_stays_a_name() {
        assertEquals(List.of(hop("nobody.example", 5060)), udp(place("nobody.example", -1)));
    }

    @Test
    void what_the_dns_said_is_good_for_half_a_minute_and_then_until_it_has_said_something_else() {
        dns.knows("_sip._udp.example.com", place("a.example", 5080));
        udp(place("example.com", -1));
        dns.knows("_sip._udp.example.com", place("a.example", 5081));
        time.advance(Duration.ofSeconds(29));
        assertEquals(List.of(hop("192.0.2.1", 5080)), udp(place("example.com", -1)));
        time.advance(Duration.ofSeconds(2));
        assertEquals(List.of(hop("192.0.2.1", 5080)), udp(place("example.com", -1)));
        assertTrue(Patience.until(Station.LONGEST,
                () -> udp(place("example.com", -1)).equals(List.of(hop("192.0.2.1", 5081)))));
    }

    @Test
    void while_the_dns_is_silent_what_it_said_before_is_taken() {
        dns.knows("_sip._udp.example.com", place("a.example", 5080));
        udp(place("example.com", -1));
        time.advance(Duration.ofMinutes(5));
        dns.silent(true);
        assertEquals(List.of(hop("192.0.2.1", 5080)), udp(place("example.com", -1)));
        assertEquals(List.of(hop("192.0.2.2", 5060), hop("2001:db8:0:0:0:0:0:2", 5060)),
                udp(place("b.example", -1)));
    }

    @Test
    void places_of_one_priority_come_first_by_their_weight() {
        List<Place> places = List.of(new Place("a", 1, 1, 3), new Place("b", 1, 1, 1),
                new Place("c", 1, 2, 9), new Place("d", 1, 0, 0));
        int[] first = new int[2];
        var chance = Chance.seeded(7);
        for (int i = 0; i < 1_000; i++) {
            List<String> order = Place.inOrder(places, chance).stream().map(Place::host).toList();
            assertEquals(List.of("d", "c"), List.of(order.getFirst(), order.getLast()));
            first[order.get(1).charAt(0) - 'a']++;
        }
        // Weights are drawn from 0 to their sum (RFC 2782), so a small one gets a little more than its part.
        assertTrue(first[0] > 500 && first[1] > 200, first[0] + " and " + first[1]);
    }
}
