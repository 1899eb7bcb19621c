package dev.carillon.carrier.sip.transport;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;

import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;

/**
 * Our certificate and its key: what we prove with that we are who our peers call. Peers that we connect to
 * and that ask for a certificate get it, too. Shows nothing of its key.
 */
public final class TlsIdentity {

    private static final char[] NO_PASSWORD = new char[0];

    private final KeyManager[] keys;

    private TlsIdentity(KeyManager[] keys) {
        this.keys = keys;
    }

    /**
     * Of two PEM files.
     *
     * @param chain our certificate, then those between it and an authority
     * @param key   its key, as PKCS#8 without a password
     * @throws IOException where that cannot be read, in words for people
     */
    public static TlsIdentity pem(Path chain, Path key) throws IOException {
        try {
            List<X509Certificate> certificates = Pem.certificates(Files.readString(chain));
            PrivateKey secret = Pem.key(Files.readString(key),
                    certificates.getFirst().getPublicKey().getAlgorithm());
            KeyStore store = empty();
            store.setKeyEntry("sip", secret, NO_PASSWORD, certificates.toArray(X509Certificate[]::new));
            return of(store, NO_PASSWORD);
        } catch (GeneralSecurityException e) {
            throw refused(chain + " and " + key, e);
        }
    }

    /** Of a PKCS#12 file with one key in it. */
    public static TlsIdentity pkcs12(Path file, String password) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(in, password.toCharArray());
            return of(store, password.toCharArray());
        } catch (GeneralSecurityException e) {
            throw refused(file.toString(), e);
        }
    }

    KeyManager[] keys() {
        return keys.clone();
    }

    @Override
    public String toString() {
        return "a certificate with its key";
    }

    private static KeyStore empty() throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        return store;
    }

    private static TlsIdentity of(KeyStore store, char[] password) throws GeneralSecurityException {
        KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(store, password);
        return new TlsIdentity(factory.getKeyManagers());
    }

    private static IOException refused(String what, GeneralSecurityException problem) {
        return new IOException("no TLS identity can be made of " + what + ": " + problem.getMessage(),
                problem);
    }
}
