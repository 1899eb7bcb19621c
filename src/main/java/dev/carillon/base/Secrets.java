package dev.carillon.base;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

import org.jspecify.annotations.Nullable;

import dev.carillon.base.Refusal.Code;

/**
 * Seals secrets for the database and opens them again (AES-256-GCM). Each is bound to its place: moved to
 * another row or field it does not open. The key is the operator's and never in the database; one that was
 * used before may still open what it has sealed. No text of it shows a secret or a key. Thread-safe.
 */
public final class Secrets {

    /** How a key is made, for people who need one. */
    public static final String HOW = "what openssl rand -base64 32 prints";

    private static final int KEY = 32;
    private static final int NONCE = 12;
    private static final int TAG = 16;
    private static final int BEGIN = 1 + NONCE;

    private final List<Key> keys;
    private final RandomGenerator random;

    private Secrets(List<Key> keys, RandomGenerator random) {
        this.keys = keys;
        this.random = random;
    }

    /** @param id an octet by which what it has sealed is known; two keys may share it */
    private record Key(byte id, SecretKeySpec spec) {

        static Key of(String text) {
            byte[] octets = octets(text).orElseThrow(() -> new IllegalArgumentException("not a key"));
            return new Key(id(octets), new SecretKeySpec(octets, "AES"));
        }

        private static byte id(byte[] key) {
            try {
                MessageDigest digest = MessageDigest.getInstance("SHA-256");
                digest.update("carillon secrets key id ".getBytes(StandardCharsets.UTF_8));
                return digest.digest(key)[0];
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException("this Java has no SHA-256", e);
            }
        }
    }

    /**
     * With the keys as their operator wrote them.
     *
     * @param key    seals and opens; null: nothing can be sealed or opened
     * @param before opens only; null: there was no other
     * @param random for nonces: a CSPRNG
     */
    public static Secrets of(@Nullable String key, @Nullable String before, RandomGenerator random) {
        if (key == null) {
            return new Secrets(List.of(), random);
        }
        return new Secrets(Stream.of(key, before == null ? key : before).distinct().map(Key::of).toList(),
                random);
    }

    /** Without a key: whatever needs one is refused. */
    public static Secrets none() {
        return new Secrets(List.of(), Chance.seeded(0));
    }

    /** Whether a text is a key: 32 octets in base64. */
    public static boolean isKey(String text) {
        return octets(text).isPresent();
    }

    /** What a secret is bound to: a field of a row of an organisation. No part has a slash. */
    public static String place(String organizationId, String table, String publicId, String field) {
        return String.join("/", organizationId, table, publicId, field);
    }

    /** Whether there is a key to seal with. */
    public boolean canSeal() {
        return !keys.isEmpty();
    }

    /** Encrypts a secret for its place. Only where {@link #canSeal}. */
    public Sealed seal(String plain, String boundTo) {
        if (!canSeal()) {
            throw new IllegalStateException("there is no key to seal with");
        }
        Key key = keys.getFirst();
        byte[] nonce = new byte[NONCE];
        random.nextBytes(nonce);
        byte[] text = plain.getBytes(StandardCharsets.UTF_8);
        ByteBuffer sealed = ByteBuffer.allocate(BEGIN + text.length + TAG).put(key.id()).put(nonce);
        try {
            sealed.put(cipher(Cipher.ENCRYPT_MODE, key, nonce, boundTo).doFinal(text));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java has no AES-256-GCM", e);
        }
        return new Sealed(sealed.array());
    }

    /**
     * The secret of that place.
     *
     * @throws Refusal when no key opens it: it was sealed with another one, or for another place
     */
    public String open(Sealed sealed, String boundTo) {
        byte[] octets = sealed.octets();
        if (octets.length >= BEGIN + TAG) {
            byte[] nonce = Arrays.copyOfRange(octets, 1, BEGIN);
            for (Key key : keys) {
                if (key.id() == octets[0]) {
                    Optional<String> plain = opened(octets, cipherOf(key, nonce, boundTo));
                    if (plain.isPresent()) {
                        return plain.get();
                    }
                }
            }
        }
        throw Refusal.of(Code.UNAVAILABLE, keys.isEmpty()
                ? "a secret cannot be opened, for this node has no secrets.key"
                : "a secret cannot be opened: it was sealed with another key than secrets.key");
    }

    private static Optional<String> opened(byte[] octets, Cipher cipher) {
        try {
            byte[] plain = cipher.doFinal(octets, BEGIN, octets.length - BEGIN);
            return Optional.of(new String(plain, StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            return Optional.empty(); // the tag does not fit: another key's, or another place's
        }
    }

    private static Cipher cipherOf(Key key, byte[] nonce, String boundTo) {
        try {
            return cipher(Cipher.DECRYPT_MODE, key, nonce, boundTo);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java has no AES-256-GCM", e);
        }
    }

    private static Cipher cipher(int mode, Key key, byte[] nonce, String boundTo)
            throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, key.spec(), new GCMParameterSpec(TAG * Byte.SIZE, nonce));
        cipher.updateAAD(boundTo.getBytes(StandardCharsets.UTF_8));
        return cipher;
    }

    private static Optional<byte[]> octets(String key) {
        try {
            return Optional.of(Base64.getDecoder().decode(key)).filter(octets -> octets.length == KEY);
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
