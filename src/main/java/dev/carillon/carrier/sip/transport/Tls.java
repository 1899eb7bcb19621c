package dev.carillon.carrier.sip.transport;

import java.io.IOException;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import org.jspecify.annotations.Nullable;

import dev.carillon.carrier.sip.transaction.Trust;

/**
 * Speaks TLS 1.2 or 1.3 over a connection. A peer that does not prove in time that it is who it must be gets
 * no message, and the exception says in one sentence what was wanted of it. Thread-safe.
 */
final class Tls {

    private static final String[] VERSIONS = {"TLSv1.3", "TLSv1.2"};

    /** Stands for the authorities of this system. */
    private static final String OF_SYSTEM = "";

    private final @Nullable TlsIdentity identity;
    private final Duration within;
    private final Cache<String, SSLSocketFactory> factories = Caffeine.newBuilder().maximumSize(1_000)
            .expireAfterAccess(Duration.ofHours(2)).executor(Runnable::run).build();

    /** @param within how long a handshake may take, in all */
    Tls(@Nullable TlsIdentity identity, Duration within) {
        this.identity = identity;
        this.within = within;
    }

    /** We connected, the other side proves who it is. */
    Line toServer(Socket raw, Trust trust, String where) throws IOException {
        String authorities = trust.authorities();
        SSLSocketFactory factory = factory(authorities == null ? OF_SYSTEM : authorities, trust.name());
        var socket = (SSLSocket) factory.createSocket(raw, trust.name(), raw.getPort(), true);
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setProtocols(VERSIONS);
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        socket.setSSLParameters(parameters);
        var refused = new TlsRefused(trust.name(), where);
        greet(socket, raw, refused);
        inDate(socket, refused);
        return new Line(raw, socket);
    }

    /** The other side connected, and we prove who we are. */
    Line toClient(Socket raw) throws IOException {
        var socket = (SSLSocket) factory(OF_SYSTEM, "").createSocket(raw, null, true);
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setProtocols(VERSIONS);
        socket.setSSLParameters(parameters);
        greet(socket, raw, new TlsRefused("", raw.getInetAddress().getHostAddress()));
        return new Line(raw, socket);
    }

    /** A timeout of the socket would begin anew with each octet that comes. */
    private void greet(SSLSocket socket, Socket raw, TlsRefused refused) throws IOException {
        var done = new CompletableFuture<@Nullable Void>().orTimeout(within.toMillis(),
                TimeUnit.MILLISECONDS);
        var _ = done.whenComplete((_, late) -> {
            if (late != null) {
                Line.abort(raw);
            }
        });
        try {
            socket.startHandshake();
        } catch (IOException e) {
            throw done.complete(null) ? refused.because(e) : refused.late(within);
        }
        if (!done.complete(null)) {
            throw refused.late(within);
        }
    }

    /** A certificate that is an authority itself is trusted by Java whatever its dates are. */
    private static void inDate(SSLSocket socket, TlsRefused refused) throws IOException {
        try {
            if (socket.getSession().getPeerCertificates()[0] instanceof X509Certificate certificate) {
                certificate.checkValidity();
            }
        } catch (CertificateException e) {
            throw refused.because(new IOException(e));
        }
    }

    private SSLSocketFactory factory(String authorities, String name) throws IOException {
        SSLSocketFactory known = factories.getIfPresent(authorities);
        if (known != null) {
            return known;
        }
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(identity == null ? null : identity.keys(),
                    authorities.equals(OF_SYSTEM) ? null : only(authorities), null);
            factories.put(authorities, context.getSocketFactory());
            return context.getSocketFactory();
        } catch (GeneralSecurityException e) {
            throw new IOException(
                    "the certificate authorities given for " + name + " cannot be read: " + e.getMessage(),
                    e);
        }
    }

    private static TrustManager[] only(String authorities) throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        int number = 0;
        for (X509Certificate certificate : Pem.certificates(authorities)) {
            store.setCertificateEntry("authority " + number++, certificate);
        }
        TrustManagerFactory factory =
                TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(store);
        return factory.getTrustManagers();
    }
}
