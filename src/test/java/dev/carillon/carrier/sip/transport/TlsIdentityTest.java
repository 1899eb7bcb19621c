package dev.carillon.carrier.sip.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.carillon.carrier.sip.transaction.Transport;
import dev.carillon.carrier.sip.transaction.Trust;

/** A certificate and its key are taken as people keep them, or refused in words. */
class TlsIdentityTest {

    @TempDir
    static Path folder;

    private static Certificate certificate;

    @BeforeAll
    static void make() throws IOException {
        certificate = Certificate.of(folder, "sip.example.com");
    }

    private static Path file(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }

    @Test
    void two_pem_files_are_a_server() throws IOException, GeneralSecurityException {
        var identity = TlsIdentity.pem(file("chain.pem", "A comment\n" + certificate.pem()),
                file("key.pem", certificate.keyPem()));
        try (Station a = Station.open();
                Station b = new Station(SipListening.at(Station.LOOPBACK, -1, -1).withTls(0, identity))
                        .hearing("127.0.0.1")) {
            a.asks("OPTIONS",
                    b.hop(Transport.TLS, new Trust("sip.example.com", certificate.pem())));
            b.hears("OPTIONS");
        }
        assertFalse(identity.toString().contains("BEGIN"));
    }

    @Test
    void what_is_none_is_refused() throws IOException, GeneralSecurityException {
        Path chain = file("good.pem", certificate.pem());
        Path old = file("old.pem", certificate.keyPem().replace("PRIVATE KEY", "EC PRIVATE KEY"));
        String told = String
                .valueOf(assertThrows(IOException.class, () -> TlsIdentity.pem(chain, old)).getMessage());
        assertTrue(told.startsWith("no TLS identity can be made of " + chain + " and " + old)
                && told.contains("openssl pkcs8"), told);
        Path wrong = file("wrong.pem", "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n");
        assertThrows(IOException.class, () -> TlsIdentity.pem(chain, wrong));
        assertThrows(IOException.class, () -> TlsIdentity.pem(wrong, wrong));
        assertThrows(IOException.class, () -> TlsIdentity.pkcs12(certificate.file(), "guess"));
        assertThrows(IOException.class, () -> TlsIdentity.pkcs12(folder.resolve("nowhere"), ""));
    }

    @Test
    void without_one_no_tls_is_listened_for() {
        String told = assertThrows(IllegalArgumentException.class,
                () -> new SipListening(Station.LOOPBACK, 0, 0, 5061, null, null, -1,
                        Station.LONGEST, Station.LONGEST, 1))
                .getMessage();
        assertEquals("TLS is not listened for without a certificate", told);
    }
}
