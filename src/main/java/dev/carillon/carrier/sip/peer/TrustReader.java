package dev.carillon.carrier.sip.peer;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;

import org.jspecify.annotations.Nullable;

import dev.carillon.call.SettingsObject;
import dev.carillon.carrier.sip.transaction.Transport;
import dev.carillon.carrier.sip.transaction.Trust;

/** Reads {@code tls}: whose certificates are taken for a peer's. */
final class TrustReader {

    private static final String PEM = "certificates in PEM, -----BEGIN CERTIFICATE-----…, of at most 12 kB";
    private static final int LONGEST_PEM = 12 * 1024;
    private static final int MOST = 20;

    private TrustReader() {
    }

    /**
     * The trust of a peer over TLS, null over anything else, where {@code tls} is refused.
     *
     * @param host the name that its certificate must have if the settings name none; null: they must
     */
    static @Nullable Trust read(SettingsObject settings, Transport transport, @Nullable String host) {
        SettingsObject tls = settings.object("tls").orElse(null);
        if (transport != Transport.TLS) {
            if (tls != null) {
                throw settings.wrong("tls", "is there, but the transport is not tls",
                        "none, or transport tls");
            }
            return null;
        }
        String name = host;
        String authorities = null;
        if (tls != null) {
            name = tls.text("name", HostText.LONGEST).map(text -> HostText.read(text)
                    .orElseThrow(() -> tls.wrong("name", "is not a host", HostText.ALLOWED))).orElse(host);
            authorities = tls.lines("authorities", PEM).orElse(null);
            if (authorities != null && !isPem(authorities)) {
                throw tls.wrong("authorities", "has no certificates that can be read", PEM);
            }
            tls.end();
        }
        if (name == null) {
            throw settings.wrong("tls.name", "is missing, and the addresses have several hosts",
                    "the name that the certificate of each has");
        }
        return new Trust(name, authorities);
    }

    private static boolean isPem(String text) {
        if (text.length() > LONGEST_PEM) {
            return false;
        }
        try {
            int read = CertificateFactory.getInstance("X.509")
                    .generateCertificates(
                            new ByteArrayInputStream(text.getBytes(StandardCharsets.ISO_8859_1)))
                    .size();
            return read >= 1 && read <= MOST;
        } catch (CertificateException e) {
            return false;
        }
    }
}
