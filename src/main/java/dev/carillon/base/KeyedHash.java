package dev.carillon.base;

import java.security.GeneralSecurityException;
import java.security.Key;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** HMAC-SHA-256 (RFC 2104) under one key, which is set up once: each hash begins with a copy. Thread-safe. */
final class KeyedHash {

    private static final String ALGORITHM = "HmacSHA256";

    private final Mac ready;

    private KeyedHash(Key key) {
        try {
            this.ready = Mac.getInstance(ALGORITHM);
            ready.init(key);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java has no " + ALGORITHM, e);
        }
    }

    /** Under a key for this purpose alone, worked out from the installation's. */
    static KeyedHash of(byte[] installation, byte[] purpose) {
        byte[] own = new KeyedHash(new SecretKeySpec(installation, ALGORITHM)).of(purpose);
        return new KeyedHash(new SecretKeySpec(own, ALGORITHM));
    }

    /** 32 bytes. */
    byte[] of(byte[] text) {
        try {
            return ((Mac) ready.clone()).doFinal(text);
        } catch (CloneNotSupportedException e) {
            throw new IllegalStateException("this Java's " + ALGORITHM + " cannot be copied", e);
        }
    }
}
