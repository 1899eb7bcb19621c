package dev.carillon.carrier.sip.message;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A digest challenge that we can answer (RFC 7616; RFC 2069 where it offers no qop).
 *
 * @param parameters as they were written
 * @param algorithm  ours for the one that it names
 * @param auth       whether it offers {@code qop=auth}
 */
record Challenge(Parameters parameters, Algorithm algorithm, boolean auth) {

    /** The stronger later. */
    enum Algorithm {

        MD5("MD5"), SHA_256("SHA-256");

        private final String word;

        Algorithm(String word) {
            this.word = word;
        }

        private String hash(String octets) {
            try {
                byte[] hash = MessageDigest.getInstance(word).digest(octets.getBytes(ISO_8859_1));
                return HexFormat.of().formatHex(hash);
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException("this Java has no " + word, e);
            }
        }
    }

    /** What of a request, and what of us, goes into an answer. */
    record Use(String method, String uri, String cnonce, int count) {

        private String nonceCount() {
            return HexFormat.of().toHexDigits(count);
        }
    }

    /** The strongest of those that we can answer, the first of equals. Others are passed over. */
    static Optional<Challenge> strongest(List<String> values) {
        Challenge best = null;
        for (String value : values) {
            Challenge challenge = read(value).orElse(null);
            if (challenge != null && (best == null || challenge.algorithm.compareTo(best.algorithm) > 0)) {
                best = challenge;
            }
        }
        return Optional.ofNullable(best);
    }

    private static Optional<Challenge> read(String value) {
        try {
            return answerable(credentials(value));
        } catch (SipSyntax e) {
            return Optional.empty();
        }
    }

    /** The parameters of a challenge or of an answer to one: {@code Digest a=b, c="d"}. */
    static Parameters credentials(String value) {
        var scan = new Scan(value, "a challenge");
        Limits.check(scan.token().equalsIgnoreCase("Digest"), "a challenge is no digest");
        Limits.check(scan.space(), "a challenge has no parameters");
        var pieces = new ArrayList<String>();
        Pieces.split(scan.rest(), pieces);
        var entries = new ArrayList<Parameter>();
        for (String piece : pieces.stream().filter(text -> !text.isEmpty()).toList()) {
            Limits.check(entries.size() < Limits.PARAMETERS, "a challenge has too many parameters");
            entries.addAll(Parameters.read(new Scan(";" + piece, "a challenge")).entries());
        }
        return new Parameters(entries);
    }

    private static Optional<Challenge> answerable(Parameters parameters) {
        boolean whole = parameters.value("realm").isPresent() && parameters.value("nonce").isPresent();
        Optional<String> qop = parameters.value("qop");
        boolean auth = qop.isPresent() && offersAuth(qop.get());
        if (!whole || (qop.isPresent() && !auth) || repeated(parameters) > Limits.CHALLENGE) {
            return Optional.empty();
        }
        String word = parameters.value("algorithm").orElse(Algorithm.MD5.word);
        for (Algorithm algorithm : Algorithm.values()) {
            if (algorithm.word.equalsIgnoreCase(word)) {
                return Optional.of(new Challenge(parameters, algorithm, auth));
            }
        }
        return Optional.empty();
    }

    /** How long that is which an answer says again. */
    private static int repeated(Parameters parameters) {
        return Stream.of("realm", "nonce", "opaque")
                .mapToInt(name -> Scan.inQuotes(parameters.value(name).orElse("")).length()).sum();
    }

    private static boolean offersAuth(String qop) {
        var offered = new ArrayList<String>();
        Pieces.split(qop, offered);
        return offered.stream().anyMatch("auth"::equalsIgnoreCase);
    }

    String said(String name) {
        return parameters.value(name).orElse("");
    }

    /** Whether the answer before was right, but its nonce too old. */
    boolean isStale() {
        return said("stale").toLowerCase(Locale.ROOT).equals("true");
    }

    /** The value of the header that answers. */
    String answer(Login login, Use use) {
        var answer = new StringBuilder("Digest username=").append(Scan.inQuotes(Octets.of(login.user())));
        quoted(answer, "realm", said("realm"));
        quoted(answer, "nonce", said("nonce"));
        quoted(answer, "uri", use.uri());
        quoted(answer, "response", response(login, use));
        if (parameters.has("algorithm")) {
            answer.append(", algorithm=").append(algorithm.word);
        }
        if (parameters.has("opaque")) {
            quoted(answer, "opaque", said("opaque"));
        }
        if (auth) {
            quoted(answer, "cnonce", use.cnonce());
            answer.append(", qop=auth, nc=").append(use.nonceCount());
        }
        return answer.toString();
    }

    /** RFC 7616 3.4.1; without qop RFC 2069 2.1.2. */
    String response(Login login, Use use) {
        String secret = algorithm.hash(Octets.of(login.user()) + ":" + said("realm") + ":"
                + Octets.of(login.password()));
        String asked = algorithm.hash(use.method() + ":" + use.uri());
        String between = auth
                ? ":" + said("nonce") + ":" + use.nonceCount() + ":" + use.cnonce() + ":auth:"
                : ":" + said("nonce") + ":";
        return algorithm.hash(secret + between + asked);
    }

    private static void quoted(StringBuilder answer, String name, String said) {
        answer.append(", ").append(name).append('=').append(Scan.inQuotes(said));
    }
}
