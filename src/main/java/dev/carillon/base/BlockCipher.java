package dev.carillon.base;

import java.security.GeneralSecurityException;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

import javax.crypto.Cipher;
import javax.crypto.spec.SecretKeySpec;

/**
 * AES of single blocks under one key, one way. A cipher that was set up is used again: to set one up costs
 * far more than a block. Thread-safe.
 */
final class BlockCipher {

    private final int mode;
    private final SecretKeySpec key;
    private final Queue<Cipher> idle = new ConcurrentLinkedQueue<>();

    /** @param mode {@link Cipher#ENCRYPT_MODE} or {@link Cipher#DECRYPT_MODE} */
    BlockCipher(int mode, byte[] key) {
        this.mode = mode;
        this.key = new SecretKeySpec(key, "AES");
    }

    /** One block, so that the mode of chaining does not matter. */
    byte[] of(byte[] block) {
        Cipher cipher = idle.poll();
        try {
            if (cipher == null) {
                cipher = Cipher.getInstance("AES/ECB/NoPadding");
                cipher.init(mode, key);
            }
            byte[] done = cipher.doFinal(block);
            idle.add(cipher);
            return done;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java has no AES", e);
        }
    }
}
