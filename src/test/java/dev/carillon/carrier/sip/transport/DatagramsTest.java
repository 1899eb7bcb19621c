package dev.carillon.carrier.sip.transport;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import dev.carillon.carrier.sip.message.SipMessage;
import dev.carillon.carrier.sip.message.SipParser;
import dev.carillon.carrier.sip.message.SipResponse;
import dev.carillon.carrier.sip.message.Via;
import dev.carillon.carrier.sip.transaction.Hop;
import dev.carillon.carrier.sip.transaction.Transport;

/** SIP over UDP hears whom it should, whatever else comes, and sends without waiting. */
class DatagramsTest {

    private static void sends(DatagramSocket from, Station to, byte[] octets) throws IOException {
        from.send(new DatagramPacket(octets, octets.length,
                new InetSocketAddress(Station.LOOPBACK, to.port(Transport.UDP))));
    }

    private static byte[] request(String via) {
        return Station.message("OPTIONS", Via.parse(via), 0).bytes();
    }

    private static byte[] request() {
        return request("SIP/2.0/UDP 192.0.2.5:5070;rport;branch=z9hG4bK-9");
    }

    @Test
    void a_request_arrives_and_so_does_its_answer() throws IOException {
        try (Station a = Station.open(); Station b = Station.open()) {
            a.asks("OPTIONS", b.hop(Transport.UDP));
            Letter letter = b.hears("OPTIONS");
            assertEquals(a.hop(Transport.UDP), letter.from());
            assertEquals("SIP/2.0/UDP 127.0.0.1:" + a.port(Transport.UDP) + ";rport;branch=z9hG4bK-1",
                    letter.message().topVia().text());
            b.answers(letter, 200);
            a.hears("200");
            assertEquals(new TransportCounts(1, 1, 0, 0, 0), a.counts());
        }
    }

    @Test
    void an_answer_reaches_a_socket_that_its_via_does_not_name() throws IOException {
        try (Station b = Station.open(); var socket = new DatagramSocket(0, Station.LOOPBACK)) {
            sends(socket, b, request());
            b.answers(b.hears(), 200);
            var packet = new DatagramPacket(new byte[65_536], 65_536);
            socket.setSoTimeout((int) Station.LONGEST.toMillis());
            socket.receive(packet);
            byte[] octets = Arrays.copyOf(packet.getData(), packet.getLength());
            assertEquals(200, ((SipResponse) SipParser.datagram(octets)).status());
        }
    }

    @Test
    void who_is_not_allowed_is_not_even_read() throws IOException {
        try (Station b = Station.open();
                var stranger = new DatagramSocket(0, InetAddress.ofLiteral("127.0.0.2"));
                var peer = new DatagramSocket(0, Station.LOOPBACK)) {
            sends(stranger, b, "garbage".getBytes(US_ASCII));
            sends(stranger, b, request());
            sends(peer, b, "garbage".getBytes(US_ASCII));
            sends(peer, b, request());
            assertEquals("127.0.0.1", b.hears().from().host());
            assertEquals(new TransportCounts(1, 0, 2, 1, 0), b.counts());
            b.hearing("127.0.0.2");
            sends(peer, b, request());
            sends(stranger, b, request());
            assertEquals("127.0.0.2", b.hears().from().host());
        }
    }

    @Test
    void before_it_is_told_who_is_allowed_it_hears_nobody_but_whom_it_asked() throws IOException {
        try (var a = new Station(SipListening.at(Station.LOOPBACK, 0, -1));
                Station b = Station.open();
                var peer = new DatagramSocket(0, Station.LOOPBACK)) {
            sends(peer, a, request());
            a.until(() -> a.counts().dropped() == 1);
            a.asks("OPTIONS", b.hop(Transport.UDP));
            b.answers(b.hears(), 200);
            a.hears("200");
        }
    }

    @Test
    void to_be_answered_makes_nobody_heard() throws IOException {
        try (Station b = Station.open(); var peer = new DatagramSocket(0, Station.LOOPBACK)) {
            sends(peer, b, request());
            Letter letter = b.hears();
            b.hearing();
            b.answers(letter, 200);
            sends(peer, b, request());
            b.until(() -> b.counts().dropped() == 1);
            assertTrue(b.hasHeardNothing());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\r\n\r\n", "\r\n", "\0\0\0\0"})
    void what_only_keeps_a_way_open_is_no_message_and_no_mistake(String alive) throws IOException {
        try (Station b = Station.open(); var peer = new DatagramSocket(0, Station.LOOPBACK)) {
            sends(peer, b, alive.getBytes(US_ASCII));
            sends(peer, b, request());
            b.hears();
            assertEquals(new TransportCounts(1, 0, 0, 0, 0), b.counts());
        }
    }

    @Test
    void nothing_that_its_listener_does_ends_the_reading() throws IOException {
        var number = new AtomicInteger();
        BlockingQueue<SipMessage> told = new LinkedBlockingQueue<>();
        SipTransport.Heard clumsy = (message, from) -> {
            switch (number.incrementAndGet()) {
                case 1 -> throw new IllegalStateException("a defect");
                case 2 -> throw new StackOverflowError("a deep one");
                case 3 -> throw new AssertionError("one that nobody thought of");
                case 4 -> Thread.currentThread().interrupt();
                default -> told.add(message);
            }
        };
        try (SipTransport b = SipTransport.open(SipListening.at(Station.LOOPBACK, 0, -1), clumsy);
                Station a = Station.open()) {
            b.allow(Set.of(Station.LOOPBACK));
            Hop to = Hop.of(Transport.UDP, "127.0.0.1", b.ports().getOrDefault(Transport.UDP, -1));
            for (int i = 1; i <= 6; i++) {
                int count = i;
                a.asks("OPTIONS", to);
                a.until(() -> number.get() == count);
            }
            a.until(() -> told.size() == 2);
        }
    }

    /** Asked of the machine alone, so that no failure of ours is taken for its want. */
    private static boolean hasIpv6() {
        try (var socket = new DatagramSocket(new InetSocketAddress(InetAddress.ofLiteral("::1"), 0))) {
            return socket.isBound();
        } catch (SocketException e) {
            return false;
        }
    }

    @Test
    void ipv6_is_spoken() throws IOException {
        assumeTrue(hasIpv6(), "this machine has no IPv6");
        InetAddress loopback = InetAddress.ofLiteral("::1");
        try (var a = new Station(SipListening.at(loopback, 0, -1)).hearing("::1");
                var b = new Station(SipListening.at(loopback, 0, -1)).hearing("::1")) {
            a.asks("OPTIONS", Hop.of(Transport.UDP, "::1", b.port(Transport.UDP)));
            Letter letter = b.hears("OPTIONS");
            assertEquals(Hop.of(Transport.UDP, "0:0:0:0:0:0:0:1", a.port(Transport.UDP)), letter.from());
            assertEquals("[0:0:0:0:0:0:0:1]", letter.message().topVia().host());
            b.answers(letter, 200);
            a.hears("200");
        }
    }

    @Test
    void the_wildcard_stands_for_ipv4_and_ipv6() throws IOException {
        assumeTrue(hasIpv6(), "this machine has no IPv6");
        try (var a = new Station(SipListening.at(InetAddress.ofLiteral("0.0.0.0"), 0, -1));
                Station four = Station.open();
                var six = new Station(SipListening.at(InetAddress.ofLiteral("::1"), 0, -1)).hearing("::1")) {
            a.asks("OPTIONS", four.hop(Transport.UDP));
            four.answers(four.hears("OPTIONS"), 200);
            a.hears("200");
            a.asks("INFO", Hop.of(Transport.UDP, "::1", six.port(Transport.UDP)));
            six.answers(six.hears("INFO"), 486);
            a.hears("486");
        }
    }

    @Test
    void what_cannot_be_sent_is_told() throws IOException {
        try (Station a = Station.open(); var off = new Station(SipListening.at(Station.LOOPBACK, -1, 0))) {
            Hop six = Hop.of(Transport.UDP, "2001:db8::1", 5060);
            a.asks("OPTIONS", six);
            assertTrue(a.failure().startsWith("no way to [2001:db8::1]:5060: "));
            Hop nobody = Hop.of(Transport.UDP, "nobody.invalid", 5060);
            a.asks("OPTIONS", nobody);
            assertEquals("unknown host nobody.invalid", a.failure());
            a.sends(Station.message("OPTIONS", a.transport.via(nobody), 65_400), nobody);
            assertEquals("it cannot be sent: the message is too long", a.failure());
            off.asks("OPTIONS", a.hop(Transport.UDP));
            assertEquals("SIP over UDP is turned off", off.failure());
        }
    }

    @Test
    void a_port_that_is_taken_is_refused_in_words() throws IOException {
        try (Station a = Station.open()) {
            int port = a.port(Transport.UDP);
            String told = String.valueOf(assertThrows(IOException.class,
                    () -> new Station(SipListening.at(Station.LOOPBACK, port, -1))).getMessage());
            assertTrue(told.startsWith("SIP over UDP cannot be listened for at 127.0.0.1:" + port + ": "),
                    told);
        }
    }

    @Test
    void its_port_is_free_after_its_end() throws IOException {
        int port;
        try (Station a = Station.open()) {
            port = a.port(Transport.UDP);
        }
        new Station(SipListening.at(Station.LOOPBACK, port, -1)).close();
    }
}
