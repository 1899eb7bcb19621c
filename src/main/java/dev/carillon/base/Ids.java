package dev.carillon.base;

import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.UUID;
import java.util.random.RandomGenerator;

import javax.crypto.Cipher;

import org.jspecify.annotations.Nullable;

/**
 * Makes and reads public ids. A task's and a call's id is one AES block of its key, so that no second index
 * is needed and nobody can guess a neighbour's; everything that does not decode is unknown, never an error.
 * Thread-safe.
 */
public final class Ids {

    public static final String BATCH_CALL = "batch_call_";
    public static final String TASK = "task_";
    public static final String CALL = "call_";
    public static final String API_KEY = "apikey_";
    public static final String TRUNK = "trunk_";

    private static final HexFormat HEX = HexFormat.of();
    private static final String BASE36 = "0123456789abcdefghijklmnopqrstuvwxyz";
    private static final int BLOCK = 16;

    private final BlockCipher encryption;
    private final BlockCipher decryption;
    private final CallTokens callTokens;
    private final CallWords callWords;
    private final RandomGenerator random;
    private final Timeline timeline;

    /** @param key 16 bytes of the installation, the same on all nodes, never changed */
    public Ids(byte[] key, RandomGenerator random, Timeline timeline) {
        this.encryption = new BlockCipher(Cipher.ENCRYPT_MODE, key);
        this.decryption = new BlockCipher(Cipher.DECRYPT_MODE, key);
        this.callTokens = new CallTokens(key);
        this.callWords = new CallWords(key);
        this.random = random;
        this.timeline = timeline;
    }

    /** A task's place: its batch and its number there. */
    public record TaskKey(long batchId, int seq) {
    }

    /** An attempt's place: its task and its number there, from 1. */
    public record CallKey(long batchId, int seq, int no) {

        /** Written out: a call is looked up by it with every word that is told of it. */
        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof CallKey(long b, int s, int n) && batchId == b && seq == s && no == n;
        }

        /** Mixed well: neighbours in neighbouring batches are live together, and must not share a hash. */
        @Override
        public int hashCode() {
            long mixed = (batchId * 0x9E3779B97F4A7C15L + seq) * 0xBF58476D1CE4E5B9L + no;
            return Long.hashCode(mixed);
        }
    }

    /** A place in a list: its batch, and a mark of 31 bits that whoever made it chose. */
    public record Place(long batchId, int mark) {
    }

    /** A new UUID, version 7 (RFC 9562): it ascends with time. */
    public UUID uuid() {
        long millis = timeline.now().toEpochMilli();
        long high = (millis << 16) | 0x7000L | (random.nextLong() & 0x0FFFL);
        long low = (random.nextLong() & 0x3FFFFFFFFFFFFFFFL) | 0x8000000000000000L;
        return new UUID(high, low);
    }

    /** A new organisation's id: 20 characters of a-z0-9. */
    public static String organization(RandomGenerator random) {
        var text = new StringBuilder(20);
        for (int i = 0; i < 20; i++) {
            text.append(BASE36.charAt(random.nextInt(BASE36.length())));
        }
        return text.toString();
    }

    /** The public form of a UUID: the prefix and 32 lower-case hex digits. */
    public static String text(String prefix, UUID uuid) {
        return prefix + HEX.toHexDigits(uuid.getMostSignificantBits())
                + HEX.toHexDigits(uuid.getLeastSignificantBits());
    }

    /** The UUID of a public id, or null for anything that is not one. */
    public static @Nullable UUID uuid(String prefix, String text) {
        byte[] bytes = digits(prefix, text);
        if (bytes == null) {
            return null;
        }
        ByteBuffer b = ByteBuffer.wrap(bytes);
        return new UUID(b.getLong(), b.getLong());
    }

    public String task(long batchId, int seq) {
        return TASK + HEX.formatHex(encryption.of(block(batchId, seq, 0)));
    }

    public @Nullable TaskKey task(String text) {
        ByteBuffer b = decode(TASK, text);
        if (b == null) {
            return null;
        }
        var key = new TaskKey(b.getLong(), b.getInt());
        return b.getInt() == 0 && key.batchId() > 0 && key.seq() >= 0 ? key : null;
    }

    public String call(long batchId, int seq, int no) {
        return CALL + HEX.formatHex(encryption.of(block(batchId, seq, no)));
    }

    public @Nullable CallKey call(String text) {
        ByteBuffer b = decode(CALL, text);
        if (b == null) {
            return null;
        }
        var key = new CallKey(b.getLong(), b.getInt(), b.getInt());
        return key.no() > 0 && key.batchId() > 0 && key.seq() >= 0 ? key : null;
    }

    /** What stands for one call alone. */
    public CallTokens callTokens() {
        return callTokens;
    }

    /** What names a call where nobody else may guess it. */
    public CallWords callWords() {
        return callWords;
    }

    /** A place as a block that nobody else can read; it is never the block of a task or a call. */
    public byte[] place(long batchId, int mark) {
        return encryption.of(block(batchId, mark | Integer.MIN_VALUE, 0));
    }

    /** The place in a block, or null for any that was not made by {@link #place(long, int)}. */
    public @Nullable Place place(byte[] block) {
        if (block.length != BLOCK) {
            return null;
        }
        ByteBuffer b = ByteBuffer.wrap(decryption.of(block));
        long batchId = b.getLong();
        int mark = b.getInt();
        return batchId > 0 && mark < 0 && b.getInt() == 0
                ? new Place(batchId, mark & Integer.MAX_VALUE)
                : null;
    }

    private static byte[] block(long batchId, int seq, int no) {
        return ByteBuffer.allocate(BLOCK).putLong(batchId).putInt(seq).putInt(no).array();
    }

    private @Nullable ByteBuffer decode(String prefix, String text) {
        byte[] bytes = digits(prefix, text);
        return bytes == null ? null : ByteBuffer.wrap(decryption.of(bytes));
    }

    private static byte @Nullable [] digits(String prefix, String text) {
        if (text.length() != prefix.length() + 2 * BLOCK || !text.startsWith(prefix)) {
            return null;
        }
        for (int i = prefix.length(); i < text.length(); i++) {
            char c = text.charAt(i);
            if ((c < '0' || c > '9') && (c < 'a' || c > 'f')) {
                return null;
            }
        }
        return HEX.parseHex(text, prefix.length(), text.length());
    }
}
