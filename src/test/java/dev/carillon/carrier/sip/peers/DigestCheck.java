package dev.carillon.carrier.sip.peers;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

import dev.carillon.carrier.sip.message.Login;

/** Digest credentials (RFC 7616, qop auth) computed a second time, apart from the product. */
record DigestCheck(Map<String, String> said) {

    private static final Pattern PAIR = Pattern.compile("(\\w+)=(?:\"((?:[^\"\\\\]|\\\\.)*)\"|([^,\\s]+))");

    /** Of a header's value. */
    static DigestCheck of(String credentials) {
        var said = new TreeMap<String, String>();
        PAIR.matcher(credentials).results()
                .forEach(p -> said.put(p.group(1), p.group(2) == null ? p.group(3) : p.group(2)));
        return new DigestCheck(said);
    }

    String algorithm() {
        return said.getOrDefault("algorithm", "MD5");
    }

    /** Whether they are of one who has this password, for this request. */
    boolean isRight(Login login, String method, String uri) {
        String secret = hash(login.user() + ":" + said.get("realm") + ":" + login.password());
        String what = hash(method + ":" + uri);
        String response = hash(String.join(":", secret, said.get("nonce"), said.get("nc"), said.get("cnonce"),
                said.get("qop"), what));
        return uri.equals(said.get("uri")) && login.user().equals(said.get("username"))
                && response.equals(said.get("response"));
    }

    private String hash(String text) {
        try {
            String name = algorithm().equals("SHA-256") ? "SHA-256" : "MD5";
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance(name).digest(text.getBytes(ISO_8859_1)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
