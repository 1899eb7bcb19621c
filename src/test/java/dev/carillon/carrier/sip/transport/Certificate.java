package dev.carillon.carrier.sip.transport;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/** A certificate that vouches for itself, with its key, made by the JDK's keytool. */
record Certificate(Path file) {

    static final String PASSWORD = "changeit";

    /** For this DNS name, good for so many days from so many days ago on. */
    static Certificate of(Path folder, String name, int daysAgo, int days) throws IOException {
        Path file = folder.resolve(name + "." + daysAgo + ".p12");
        var command = new ArrayList<String>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(), "-genkeypair",
                "-alias",
                "sip", "-keyalg", "EC", "-groupname", "secp256r1", "-dname", "CN=" + name, "-ext",
                "san=dns:" + name, "-startdate", "-" + daysAgo + "d", "-validity", Integer.toString(days),
                "-storetype", "PKCS12", "-storepass", PASSWORD, "-keystore", file.toString()));
        Process keytool = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(keytool.getInputStream().readAllBytes(), US_ASCII);
        try {
            assertEquals(0, keytool.waitFor(), said);
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
        return new Certificate(file);
    }

    static Certificate of(Path folder, String name) throws IOException {
        return of(folder, name, 1, 30);
    }

    TlsIdentity identity() throws IOException {
        return TlsIdentity.pkcs12(file, PASSWORD);
    }

    /** The certificate alone. */
    String pem() throws IOException, GeneralSecurityException {
        return block("CERTIFICATE", store().getCertificate("sip").getEncoded());
    }

    /** Its key. */
    String keyPem() throws IOException, GeneralSecurityException {
        Key key = store().getKey("sip", PASSWORD.toCharArray());
        return block("PRIVATE KEY", key.getEncoded());
    }

    private KeyStore store() throws IOException, GeneralSecurityException {
        try (InputStream in = Files.newInputStream(file)) {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(in, PASSWORD.toCharArray());
            return store;
        }
    }

    private static String block(String kind, byte[] octets) {
        return "-----BEGIN " + kind + "-----\n" + Base64.getMimeEncoder(64, new byte[]{'\n'})
                .encodeToString(octets) + "\n-----END " + kind + "-----\n";
    }
}
