package dev.carillon.carrier.sip.transport;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import dev.carillon.carrier.sip.message.Via;
import dev.carillon.carrier.sip.transaction.Hop;
import dev.carillon.carrier.sip.transaction.Transport;

/** SIP over TCP: connections are made, used again and given up, and no peer holds up another. */
class ConnectionsTest {

    private static final String VIA = "SIP/2.0/TCP 192.0.2.5:5070;rport;branch=z9hG4bK-9";

    private Station a;
    private Station b;

    @BeforeEach
    void open() throws IOException {
        a = Station.open();
        b = Station.open();
    }

    @AfterEach
    void close() {
        a.close();
        b.close();
    }

    private static byte[] request(String method) {
        return Station.message(method, Via.parse(VIA), 0).bytes();
    }

    private static Hop hop(ServerSocket server) {
        return Hop.of(Transport.TCP, "127.0.0.1", server.getLocalPort());
    }

    private static void holds(Station station, int connections) {
        station.until(() -> station.counts().connections() == connections);
    }

    @Test
    void a_request_arrives_and_its_answer_comes_back_over_the_same_connection() {
        a.asks("OPTIONS", b.hop(Transport.TCP));
        Letter letter = b.hears("OPTIONS");
        assertEquals("SIP/2.0/TCP 127.0.0.1:" + a.port(Transport.TCP) + ";rport;alias;branch=z9hG4bK-1",
                letter.message().topVia().text());
        b.answers(letter, 200);
        Letter answer = a.hears("200");
        assertEquals(b.port(Transport.TCP), answer.from().port());
        a.until(() -> a.counts().equals(new TransportCounts(1, 1, 0, 0, 1)));
        b.until(() -> b.counts().equals(new TransportCounts(1, 1, 0, 0, 1)));
    }

    @Test
    void what_goes_to_the_same_peer_goes_over_one_connection() {
        for (int i = 0; i < 5; i++) {
            a.asks("OPTIONS", b.hop(Transport.TCP));
        }
        long first = b.hears().from().connection();
        for (int i = 0; i < 4; i++) {
            assertEquals(first, b.hears().from().connection());
        }
        a.asks("INFO", Hop.of(Transport.TCP, "B.EXAMPLE", b.port(Transport.TCP)));
        assertNotEquals(first, b.hears("INFO").from().connection());
        a.asks("INFO", Hop.of(Transport.TCP, "b.example", b.port(Transport.TCP)));
        b.hears("INFO");
        assertEquals(2, a.counts().connections());
    }

    @Test
    void a_peer_is_heard_on_our_connection_and_on_one_of_its_own() {
        a.asks("INVITE", b.hop(Transport.TCP));
        Letter letter = b.hears("INVITE");
        b.sends(b.request("BYE", letter.from()), letter.from());
        Letter bye = a.hears("BYE");
        a.answers(bye, 200);
        assertEquals(letter.from(), b.hears("200").from());
        b.asks("INFO", a.hop(Transport.TCP));
        Letter other = a.hears("INFO");
        assertNotEquals(bye.from().connection(), other.from().connection());
        a.answers(other, 200);
        b.hears("200");
        assertEquals(2, b.counts().connections());
    }

    @Test
    void when_the_connection_of_a_request_is_gone_its_answer_goes_by_another() throws IOException {
        try (RawPeer peer = RawPeer.connects(b, Transport.TCP);
                ServerSocket server = RawPeer.server(0)) {
            peer.says(request("INVITE"));
            Letter letter = b.hears();
            peer.close();
            holds(b, 0);
            Hop back = new Hop(Transport.TCP, "127.0.0.1", server.getLocalPort(), letter.from().connection(),
                    null);
            b.answers(new Letter(letter.message(), back), 200);
            try (RawPeer again = RawPeer.accepts(server)) {
                again.hears();
            }
        }
    }

    @Test
    void who_refuses_the_connection_is_named() {
        int port = b.port(Transport.TCP);
        b.close();
        a.asks("OPTIONS", Hop.of(Transport.TCP, "127.0.0.1", port));
        assertEquals("connection refused by 127.0.0.1:" + port, a.failure());
        a.asks("OPTIONS", Hop.of(Transport.TCP, "nobody.invalid", port));
        assertEquals("unknown host nobody.invalid", a.failure());
        holds(a, 0);
    }

    @Test
    void a_way_can_be_made_ready_before_anything_is_sent() throws IOException {
        a.transport.ready(b.hop(Transport.TCP));
        assertEquals(1, a.counts().connections());
        holds(b, 1);
        a.asks("OPTIONS", b.hop(Transport.TCP));
        b.hears("OPTIONS");
        assertEquals(1, b.counts().connections());
        for (Transport transport : List.of(Transport.TCP, Transport.UDP)) {
            assertEquals("unknown host nobody.invalid", assertThrows(IOException.class,
                    () -> a.transport.ready(Hop.of(transport, "nobody.invalid", 5060))).getMessage());
        }
        assertEquals(1, a.counts().connections());
    }

    @Test
    void a_peer_that_starts_again_is_connected_to_again() throws IOException {
        try (ServerSocket server = RawPeer.server(0)) {
            a.asks("OPTIONS", hop(server));
            try (RawPeer peer = RawPeer.accepts(server)) {
                peer.hears();
            }
            // What the peer has closed is noticed without sending anything over it.
            holds(a, 0);
            a.asks("OPTIONS", hop(server));
            try (RawPeer peer = RawPeer.accepts(server)) {
                peer.hears();
            }
            holds(a, 0);
            server.close();
            a.asks("OPTIONS", hop(server));
            assertTrue(a.failure().startsWith("connection refused"));
            try (ServerSocket again = RawPeer.server(server.getLocalPort())) {
                a.asks("INFO", hop(again));
                RawPeer.accepts(again).hears();
            }
        }
    }

    @Test
    void messages_are_told_apart_however_they_are_cut() throws IOException {
        try (RawPeer peer = RawPeer.connects(b, Transport.TCP)) {
            for (byte octet : request("OPTIONS")) {
                peer.says(new byte[]{octet});
            }
            peer.says(new String(request("INFO"), ISO_8859_1) + new String(request("BYE"), ISO_8859_1));
            b.hears("OPTIONS");
            b.hears("INFO");
            b.hears("BYE");
        }
    }

    @Test
    void a_message_that_is_wrong_is_counted_and_what_follows_is_heard() throws IOException {
        try (RawPeer peer = RawPeer.connects(b, Transport.TCP)) {
            peer.says("OPTIONS sip:b@example.com SIP/3.0\r\nContent-Length: 0\r\n\r\n");
            peer.says(request("OPTIONS"));
            b.hears("OPTIONS");
            assertEquals(1, b.counts().malformed());
        }
    }

    @Test
    void where_it_is_doubtful_where_a_message_ends_the_connection_is_closed() throws IOException {
        try (RawPeer peer = RawPeer.connects(b, Transport.TCP);
                RawPeer other = RawPeer.connects(b, Transport.TCP)) {
            peer.says("OPTIONS sip:b@example.com SIP/2.0\r\nContent-Length: many\r\n\r\n");
            peer.isClosed();
            assertEquals(1, b.counts().malformed());
            other.says(request("OPTIONS"));
            b.hears("OPTIONS");
        }
    }

    @Test
    void a_ping_is_answered() throws IOException {
        try (RawPeer peer = RawPeer.connects(b, Transport.TCP)) {
            peer.says("\r\n\r\n");
            peer.reads("\r\n");
            peer.says(request("OPTIONS"));
            b.hears("OPTIONS");
        }
    }

    @Test
    void who_is_not_allowed_is_shown_the_door() throws IOException {
        try (RawPeer stranger = RawPeer.connects(b, Transport.TCP, "127.0.0.2")) {
            stranger.isClosed();
            assertEquals(new TransportCounts(0, 0, 1, 0, 0), b.counts());
        }
        try (RawPeer peer = RawPeer.connects(b, Transport.TCP)) {
            peer.says(request("OPTIONS"));
            b.hears("OPTIONS");
            b.hearing("127.0.0.2");
            peer.isClosed();
        }
    }

    @Test
    void who_was_asked_may_connect_of_itself() {
        a.hearing();
        a.asks("INVITE", b.hop(Transport.TCP));
        b.hears("INVITE");
        b.asks("BYE", a.hop(Transport.TCP));
        a.hears("BYE");
    }

    @Test
    void a_connection_that_no_message_uses_is_closed_and_one_of_ours_is_kept_alive() throws IOException {
        var listening = SipListening.at(Station.LOOPBACK, 0, 0).withConnections(Duration.ofSeconds(100), 10);
        try (Station c = new Station(listening); ServerSocket server = RawPeer.server(0)) {
            c.asks("ACK", hop(server));
            try (RawPeer peer = RawPeer.accepts(server)) {
                peer.hears();
                c.until(() -> c.counts().out() == 1);
                c.sweep(12);
                peer.reads("\r\n\r\n");
                peer.says("\r\n");
                c.asks("ACK", hop(server));
                peer.hears();
                c.until(() -> c.counts().out() == 2);
                c.sweep(12);
                peer.reads("\r\n\r\n");
                c.sweep(9);
                peer.isClosed();
                holds(c, 0);
            }
        }
    }

    @Test
    void one_over_which_no_answer_comes_is_given_up_and_one_that_only_carried_an_ack_is_not()
            throws IOException {
        try (ServerSocket server = RawPeer.server(0)) {
            a.asks("ACK", hop(server));
            try (RawPeer peer = RawPeer.accepts(server)) {
                peer.hears();
                a.until(() -> a.counts().out() == 1);
                a.sweep(9);
                a.asks("OPTIONS", hop(server));
                peer.hears();
                a.until(() -> a.counts().out() == 2);
                peer.says(request("INFO"));
                a.hears("INFO");
                a.sweep(9);
                a.asks("OPTIONS", hop(server));
                peer.hears();
                a.until(() -> a.counts().out() == 3);
                a.sweep(8);
                peer.isClosed();
            }
        }
    }

    @Test
    void there_are_no_more_connections_than_may_be_and_others_make_no_more_than_half() throws IOException {
        var listening = SipListening.at(Station.LOOPBACK, 0, 0).withConnections(Duration.ofHours(1), 4);
        var open = new ArrayList<AutoCloseable>();
        try (Station c = new Station(listening).hearing("127.0.0.1")) {
            for (int i = 0; i < 2; i++) {
                open.add(RawPeer.connects(c, Transport.TCP));
                holds(c, i + 1);
            }
            RawPeer.connects(c, Transport.TCP).isClosed();
            List<ServerSocket> servers = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                servers.add(RawPeer.server(0));
            }
            c.asks("OPTIONS", hop(servers.get(0)));
            RawPeer first = RawPeer.accepts(servers.get(0));
            c.asks("OPTIONS", hop(servers.get(1)));
            open.add(RawPeer.accepts(servers.get(1)));
            c.asks("OPTIONS", hop(servers.get(2)));
            assertEquals("there are as many SIP connections as may be: 4", c.failure());
            c.sweep(1);
            c.asks("OPTIONS", hop(servers.get(1)));
            c.asks("OPTIONS", hop(servers.get(2)));
            RawPeer.accepts(servers.get(2)).hears();
            first.hears();
            first.isClosed();
            assertEquals(4, c.counts().connections());
            open.addAll(servers);
        } finally {
            closeAll(open);
        }
    }

    private static void closeAll(List<AutoCloseable> open) throws IOException {
        for (AutoCloseable one : open) {
            switch (one) {
                case RawPeer peer -> peer.close();
                case ServerSocket server -> server.close();
                default -> throw new IllegalStateException();
            }
        }
    }

    @Test
    void a_peer_that_reads_nothing_holds_nobody_up_and_is_given_up() throws IOException {
        try (ServerSocket server = RawPeer.server(0)) {
            Hop deaf = hop(server);
            a.sends(a.request("OPTIONS", deaf, 40_000), deaf);
            try (RawPeer _ = RawPeer.accepts(server)) {
                for (int i = 0; i < 1_500; i++) {
                    a.sends(a.request("OPTIONS", deaf, 40_000), deaf);
                }
                assertEquals("more than 1000 messages wait for a connection", a.failure());
                a.asks("INFO", b.hop(Transport.TCP));
                b.hears("INFO");
                int told = a.failures();
                a.sweep(3);
                a.until(() -> a.failures() >= told + 1_000);
                a.until(() -> a.counts().connections() <= 1);
            }
        }
    }

    @Test
    void the_end_of_a_station_ends_its_connections_and_tells_what_waited() throws IOException {
        try (ServerSocket server = RawPeer.server(0); RawPeer peer = RawPeer.connects(a, Transport.TCP)) {
            int port = a.port(Transport.TCP);
            a.asks("OPTIONS", hop(server));
            RawPeer made = RawPeer.accepts(server);
            made.hears();
            holds(a, 2);
            a.close();
            peer.isClosed();
            made.isClosed();
            holds(a, 0);
            a.asks("OPTIONS", hop(server));
            assertEquals("this server stops", a.failure());
            RawPeer.server(port).close();
        }
    }
}
