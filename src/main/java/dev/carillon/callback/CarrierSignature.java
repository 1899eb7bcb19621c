package dev.carillon.callback;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.List;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

import dev.carillon.http.FormBody;

/**
 * The proof that a request comes from a carrier: an HMAC, under the account's secret, of the address that the
 * carrier was given and of all that it sends. The address is ours, as it was given out, and not the
 * request's: behind a proxy the two differ, and a request cannot choose.
 */
final class CarrierSignature {

    static final String HEADER = "X-Twilio-Signature";

    private static final String ALGORITHM = "HmacSHA1";

    private CarrierSignature() {
    }

    /** Whether the signature is right; compared in constant time. */
    static boolean isRight(String signature, String secret, String address, FormBody form) {
        boolean right = false;
        for (String spelling : spellings(address)) {
            right |= MessageDigest.isEqual(
                    of(secret, spelling + form.sorted()).getBytes(StandardCharsets.US_ASCII),
                    signature.getBytes(StandardCharsets.UTF_8));
        }
        return right;
    }

    /** Carriers are not at one about whether a port stands in what they sign. */
    private static List<String> spellings(String address) {
        URI uri = URI.create(address);
        int begin = address.indexOf("//") + 2;
        int end = address.indexOf('/', begin);
        String host = uri.getHost();
        String path = address.substring(end);
        String other = uri.getPort() < 0 ? host + ":443" : host;
        return List.of(address, address.substring(0, begin) + other + path);
    }

    private static String of(String secret, String text) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), ALGORITHM));
            return Base64.getEncoder().encodeToString(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java has no " + ALGORITHM, e);
        }
    }
}
