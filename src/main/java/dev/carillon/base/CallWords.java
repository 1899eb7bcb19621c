package dev.carillon.base;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

import dev.carillon.base.Ids.CallKey;

/**
 * Words by which a call is named to others, worked out from the call and the installation's key: nobody else
 * can guess one, and none has to be stored, for after a crash the same are made again. Thread-safe.
 */
public final class CallWords {

    private static final int CALL_BYTES = 16;
    private static final int WORD_BYTES = 16;

    private final KeyedHash hash;

    /** @param key the installation's; the words' own is worked out from it, so each has one purpose */
    CallWords(byte[] key) {
        this.hash = KeyedHash.of(key, "carillon call words 1".getBytes(StandardCharsets.US_ASCII));
    }

    /**
     * 32 hex digits.
     *
     * @param purpose what the word is for: it tells the words of one call apart
     */
    public String word(CallKey call, String purpose) {
        byte[] what = purpose.getBytes(StandardCharsets.UTF_8);
        byte[] block = ByteBuffer.allocate(CALL_BYTES + what.length).putLong(call.batchId())
                .putInt(call.seq()).putInt(call.no()).put(what).array();
        return HexFormat.of().formatHex(hash.of(block), 0, WORD_BYTES);
    }
}
