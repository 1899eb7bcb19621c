package dev.carillon.organization;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * What is stored of a secret: its SHA-256. A secret has 238 bits of chance, so there is nothing to guess and
 * no need to be slow. Compared in constant time.
 */
final class SecretHash {

    /** Never fed: to copy it costs a fraction of looking for the algorithm, which every request would do. */
    private static final MessageDigest FRESH = sha256();

    private final byte[] bytes;

    private SecretHash(byte[] bytes) {
        this.bytes = bytes;
    }

    static SecretHash of(String secret) {
        try {
            var digest = (MessageDigest) FRESH.clone();
            return new SecretHash(digest.digest(secret.getBytes(StandardCharsets.UTF_8)));
        } catch (CloneNotSupportedException e) {
            throw new IllegalStateException("this Java's SHA-256 cannot be copied", e);
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java has no SHA-256", e);
        }
    }

    static SecretHash stored(byte[] bytes) {
        return new SecretHash(bytes.clone());
    }

    byte[] bytes() {
        return bytes.clone();
    }

    boolean matches(SecretHash other) {
        return MessageDigest.isEqual(bytes, other.bytes);
    }
}
