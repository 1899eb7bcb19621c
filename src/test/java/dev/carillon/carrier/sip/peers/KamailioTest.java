package dev.carillon.carrier.sip.peers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.List;
import java.util.Objects;

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.carillon.carrier.sip.transaction.Transport;
import dev.carillon.carrier.sip.transaction.Trust;

/** The edge is such as tests need it: in the way of every message, and known by its certificate. */
@Needs({Tool.KAMAILIO, Tool.SIPP, Tool.OPENSSL})
class KamailioTest {

    private static final Duration MOST = Duration.ofSeconds(30);

    @TempDir
    private Path folder;

    @Test
    void a_call_goes_through_it_and_so_does_all_that_follows() {
        try (var called = Sipp.called(Script.of("carrier/answers-and-hangs-up.xml"), folder);
                var edge = Kamailio.before(called.hop(), folder, null);
                var calling = Sipp.calling(edge.hop(Transport.TCP, null), Script.of("caller/held-first.xml"),
                        folder)) {
            calling.assertPlayed(MOST);
            called.assertPlayed(MOST);
            for (String method : List.of("INVITE", "ACK")) {
                called.received(method)
                        .forEach(m -> assertEquals(2, m.request().vias().size(), called::report));
            }
        }
    }

    @Test
    void its_certificate_is_that_of_its_name_and_of_no_other() throws IOException, GeneralSecurityException {
        Authority authority = Authority.make(folder);
        try (var called = Sipp.called(Script.of("carrier/says-nothing.xml").endless(), folder);
                var edge = Kamailio.before(called.hop(), folder, authority.issue("edge.example"))) {
            int port = edge.hop(Transport.TLS, null).port();
            assertTrue(shakesHands(port, authority.trust("edge.example")), edge::said);
            assertFalse(shakesHands(port, authority.trust("other.example")), edge::said);
            assertFalse(shakesHands(port, Authority.make(folder).trust("edge.example")), edge::said);
        }
    }

    private static boolean shakesHands(int port, Trust trust) throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        store.setCertificateEntry("ca", CertificateFactory.getInstance("X.509").generateCertificate(
                new ByteArrayInputStream(Objects.requireNonNull(trust.authorities())
                        .getBytes(StandardCharsets.US_ASCII))));
        var factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(store);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, factory.getTrustManagers(), null);
        try (var socket = (SSLSocket) context.getSocketFactory().createSocket(
                new Socket(Ports.loopback(), port), trust.name(), port, true)) {
            var parameters = socket.getSSLParameters();
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
            socket.setSSLParameters(parameters);
            socket.startHandshake();
            return true;
        } catch (SSLException refused) {
            return false;
        }
    }
}
