package dev.carillon.base;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;

import dev.carillon.base.Ids.CallKey;

/**
 * The token of each call, by which whoever plays its agent may report what happened, and nothing else. It is
 * worked out from the call and the installation's key and stored nowhere; whoever has all the tokens but one
 * cannot guess that one. Thread-safe.
 */
public final class CallTokens {

    public static final String PREFIX = "calltoken_";

    private static final int BYTES = 24;
    private static final int CALL_BYTES = 16;

    private final KeyedHash hash;

    /** @param key the installation's; the tokens' own is worked out from it, so each has one purpose */
    CallTokens(byte[] key) {
        this.hash = KeyedHash.of(key, "carillon call tokens 1".getBytes(StandardCharsets.US_ASCII));
    }

    /** The token's text: the prefix and 32 characters. */
    public String token(CallKey call) {
        byte[] block = ByteBuffer.allocate(CALL_BYTES).putLong(call.batchId()).putInt(call.seq())
                .putInt(call.no()).array();
        return PREFIX + Base64.getUrlEncoder().withoutPadding()
                .encodeToString(Arrays.copyOf(hash.of(block), BYTES));
    }

    /** Whether the text is this call's token; compared in constant time. */
    public boolean isOf(CallKey call, String text) {
        return MessageDigest.isEqual(token(call).getBytes(StandardCharsets.US_ASCII),
                text.getBytes(StandardCharsets.UTF_8));
    }
}
