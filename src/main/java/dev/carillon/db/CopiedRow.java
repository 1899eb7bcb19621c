package dev.carillon.db;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

/** A row of {@link CopiedRows}: each call reads the next column, which must be of its type. */
public final class CopiedRow {

    private static final int NULL = -1;
    /** From where PostgreSQL counts its microseconds. */
    private static final long EPOCH_SECONDS = Instant.parse("2000-01-01T00:00:00Z").getEpochSecond();
    private static final long MICROS = 1_000_000;
    private static final int NANOS_OF_MICRO = 1_000;

    private final byte[] message;
    private final ByteBuffer bytes;

    /** @param begin where its first column is */
    CopiedRow(byte[] message, int begin) {
        this.message = message;
        this.bytes = ByteBuffer.wrap(message).position(begin);
    }

    public String text() {
        return text(bytes.getInt());
    }

    public @Nullable String textOrNull() {
        int length = bytes.getInt();
        return length == NULL ? null : text(length);
    }

    public int integer() {
        expect(Integer.BYTES, bytes.getInt());
        return bytes.getInt();
    }

    public UUID uuid() {
        expect(2 * Long.BYTES, bytes.getInt());
        return new UUID(bytes.getLong(), bytes.getLong());
    }

    public @Nullable Instant instantOrNull() {
        int length = bytes.getInt();
        return length == NULL ? null : instant(length);
    }

    private Instant instant(int length) {
        expect(Long.BYTES, length);
        long micros = bytes.getLong();
        return Instant.ofEpochSecond(EPOCH_SECONDS + Math.floorDiv(micros, MICROS),
                Math.floorMod(micros, MICROS) * NANOS_OF_MICRO);
    }

    private String text(int length) {
        int from = bytes.position();
        bytes.position(from + length);
        return new String(message, from, length, StandardCharsets.UTF_8);
    }

    private static void expect(int wanted, int length) {
        if (length != wanted) {
            throw new IllegalStateException("a column of " + length + " bytes, where " + wanted + " belong");
        }
    }
}
