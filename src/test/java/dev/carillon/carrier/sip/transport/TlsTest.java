package dev.carillon.carrier.sip.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import dev.carillon.base.Patience;
import dev.carillon.carrier.sip.transaction.Hop;
import dev.carillon.carrier.sip.transaction.Transport;
import dev.carillon.carrier.sip.transaction.Trust;

/** SIP over TLS goes only to who proves to be who is meant, and a peer that says nothing holds nobody up. */
class TlsTest {

    private static final String NAME = "sip.example.com";

    @TempDir
    static Path folder;

    private static Certificate right;
    private static Certificate other;
    private static Certificate expired;

    private Station a;
    private Station b;

    @BeforeAll
    static void certificates() throws IOException {
        right = Certificate.of(folder, NAME);
        other = Certificate.of(folder, "other.example.com");
        expired = Certificate.of(folder, NAME, 9, 3);
    }

    @BeforeEach
    void open() throws IOException {
        a = Station.open();
        b = station(right);
    }

    @AfterEach
    void close() {
        a.close();
        b.close();
    }

    private static Station station(Certificate certificate) throws IOException {
        return new Station(SipListening.at(Station.LOOPBACK, -1, -1).withTls(0, certificate.identity()))
                .hearing("127.0.0.1");
    }

    private static Trust trusts(String name, Certificate authority) throws IOException,
            GeneralSecurityException {
        return new Trust(name, authority.pem());
    }

    private static Hop hop(ServerSocket server, String name) throws IOException, GeneralSecurityException {
        return Hop.of(Transport.TLS, "127.0.0.1", server.getLocalPort(), trusts(name, right));
    }

    private String where(Station station) {
        return "127.0.0.1:" + station.port(Transport.TLS);
    }

    @Test
    void a_request_arrives_and_its_answer_comes_back() throws IOException, GeneralSecurityException {
        Trust trust = trusts(NAME, right);
        a.asks("OPTIONS", b.hop(Transport.TLS, trust));
        Letter letter = b.hears("OPTIONS");
        assertEquals("TLS", letter.message().topVia().transport());
        b.answers(letter, 200);
        Letter answer = a.hears("200");
        assertEquals(trust, answer.from().trust());
        a.asks("OPTIONS", b.hop(Transport.TLS, trust));
        assertEquals(letter.from(), b.hears("OPTIONS").from());
        b.sends(b.request("BYE", letter.from()), letter.from());
        assertEquals(answer.from(), a.hears("BYE").from());
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void both_versions_are_spoken(String version) throws Exception {
        try (ServerSocket server = RawPeer.server(0)) {
            a.asks("OPTIONS", hop(server, NAME));
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(right.identity().keys(), null, null);
            var talk = (SSLSocket) context.getSocketFactory().createSocket(server.accept(), null, true);
            talk.setEnabledProtocols(new String[]{version});
            try (RawPeer peer = RawPeer.of(talk)) {
                peer.hears();
                assertEquals(version, talk.getSession().getProtocol());
            }
        }
    }

    @Test
    void a_certificate_of_another_name_gets_no_message() throws IOException, GeneralSecurityException {
        try (Station c = station(other)) {
            a.asks("INVITE", c.hop(Transport.TLS, trusts(NAME, other)));
            assertEquals("the certificate of " + where(c) + " is not for " + NAME, a.failure());
            a.asks("INVITE", c.hop(Transport.TLS, trusts("127.0.0.1", other)));
            assertEquals("the certificate of " + where(c) + " is not for 127.0.0.1", a.failure());
            a.asks("OPTIONS", c.hop(Transport.TLS, trusts("other.example.com", other)));
            c.hears("OPTIONS");
            assertTrue(c.hasHeardNothing());
        }
    }

    @Test
    void a_certificate_that_no_authority_of_the_peer_vouches_for_gets_no_message()
            throws IOException, GeneralSecurityException {
        String refused = "the certificate of " + where(b)
                + " is not vouched for by an authority that is trusted for " + NAME;
        a.asks("INVITE", b.hop(Transport.TLS, trusts(NAME, other)));
        assertEquals(refused, a.failure());
        a.asks("INVITE", b.hop(Transport.TLS, new Trust(NAME, null)));
        assertEquals(refused, a.failure());
        a.asks("INVITE", b.hop(Transport.TLS));
        assertTrue(a.failure().endsWith("trusted for 127.0.0.1"));
        a.asks("INVITE", b.hop(Transport.TLS, new Trust(NAME, "no certificate")));
        assertTrue(a.failure().startsWith("the certificate authorities given for " + NAME));
        assertTrue(b.hasHeardNothing());
    }

    @Test
    void a_certificate_that_has_expired_gets_no_message() throws IOException, GeneralSecurityException {
        try (Station c = station(expired)) {
            a.asks("INVITE", c.hop(Transport.TLS, trusts(NAME, expired)));
            assertEquals("the certificate of " + where(c) + " has expired", a.failure());
        }
    }

    @Test
    void what_one_peer_has_proved_is_worth_nothing_for_another_at_its_address()
            throws IOException, GeneralSecurityException {
        a.asks("OPTIONS", b.hop(Transport.TLS, trusts(NAME, right)));
        b.hears("OPTIONS");
        a.asks("INVITE", b.hop(Transport.TLS, trusts("other.example.com", right)));
        assertEquals("the certificate of " + where(b) + " is not for other.example.com", a.failure());
        assertTrue(b.hasHeardNothing());
    }

    @Test
    void peers_that_accept_and_say_nothing_hold_nobody_up() throws IOException, GeneralSecurityException {
        try (ServerSocket silent = RawPeer.server(0)) {
            for (int i = 0; i < 40; i++) {
                a.asks("INVITE", hop(silent, i + "." + NAME));
            }
            a.asks("OPTIONS", b.hop(Transport.TLS, trusts(NAME, right)));
            b.answers(b.hears("OPTIONS"), 200);
            a.hears("200");
            for (int i = 0; i < 40; i++) {
                assertEquals("no answer to the TLS handshake with 127.0.0.1:" + silent.getLocalPort()
                        + " within 2 s", a.failure());
            }
        }
    }

    @Test
    void a_peer_that_says_a_little_again_and_again_is_given_up_too() throws Exception {
        try (ServerSocket slow = RawPeer.server(0)) {
            a.asks("INVITE", hop(slow, NAME));
            try (Socket peer = slow.accept()) {
                // The beginning of a record whose rest never comes, octet by octet.
                var talks = CompletableFuture.runAsync(() -> trickle(peer));
                assertTrue(a.failure().startsWith("no answer to the TLS handshake"));
                peer.close();
                awaits(talks);
            }
        }
    }

    private static void trickle(Socket peer) {
        try {
            peer.getOutputStream().write(new byte[]{0x16, 3, 3, 0x3f, 0});
            while (Patience.rest(Duration.ofMillis(50))) {
                peer.getOutputStream().write(2);
            }
        } catch (IOException e) {
            // The other side, or the test, has had enough.
        }
    }

    private static void awaits(CompletableFuture<?> end) throws InterruptedException, ExecutionException,
            TimeoutException {
        end.get(Station.LONGEST.toSeconds(), TimeUnit.SECONDS);
    }

    @Test
    void who_connects_and_says_nothing_or_no_tls_is_let_go_and_others_are_served() throws IOException,
            GeneralSecurityException {
        try (RawPeer silent = RawPeer.connects(b, Transport.TLS);
                RawPeer plain = RawPeer.connects(b, Transport.TLS)) {
            plain.says("OPTIONS sip:b@example.com SIP/2.0\r\n\r\n");
            a.asks("OPTIONS", b.hop(Transport.TLS, trusts(NAME, right)));
            b.hears("OPTIONS");
            silent.isClosed();
            b.until(() -> b.counts().connections() == 1);
        }
    }

    @Test
    void each_trust_has_a_connection_of_its_own() throws IOException, GeneralSecurityException {
        a.asks("OPTIONS", b.hop(Transport.TLS, trusts(NAME, right)));
        Letter first = b.hears("OPTIONS");
        a.asks("OPTIONS", b.hop(Transport.TLS, new Trust(NAME, right.pem() + other.pem())));
        assertNotEquals(first.from(), b.hears("OPTIONS").from());
    }
}
