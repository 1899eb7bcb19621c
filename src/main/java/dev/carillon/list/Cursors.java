package dev.carillon.list;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.zip.CRC32;

import org.jspecify.annotations.Nullable;

import dev.carillon.base.Ids;
import dev.carillon.base.Refusal;

/**
 * Cursors as clients carry them: opaque text that says its order and value, with the batch's key in a block
 * that nobody reads. The block also holds a mark of the rest, so what was not written here, or was changed
 * since, is refused. Thread-safe.
 */
final class Cursors {

    private static final int BLOCK = 16;
    private static final int VALUE = 1 + BLOCK;
    private static final List<Sort> SORTS = Arrays.stream(SortBy.values())
            .flatMap(by -> Arrays.stream(SortOrder.values()).map(order -> new Sort(by, order))).toList();

    private final Ids ids;

    Cursors(Ids ids) {
        this.ids = ids;
    }

    String write(Cursor cursor) {
        byte order = (byte) SORTS.indexOf(cursor.sort());
        byte[] value = cursor.value() == null
                ? new byte[0]
                : ("=" + cursor.value()).getBytes(StandardCharsets.UTF_8);
        byte[] block = ids.place(cursor.batchId(), mark(order, value));
        byte[] all = ByteBuffer.allocate(VALUE + value.length).put(order).put(block).put(value).array();
        return Base64.getUrlEncoder().withoutPadding().encodeToString(all);
    }

    /**
     * The place that a text stands for, or a refusal.
     *
     * @param field where the text stood
     * @param sort  the order that is asked for: the place must be of the same
     */
    Cursor read(String field, String text, Sort sort) {
        Cursor cursor = decode(text);
        if (cursor == null) {
            throw Refusal.invalid(field, "is none that this list gave",
                    "the next_cursor of an answer, as it was");
        }
        if (!cursor.sort().equals(sort)) {
            throw Refusal.invalid(field,
                    "belongs to another order: sort_by " + cursor.sort().by().word() + ", sort_order "
                            + cursor.sort().order().word(),
                    "the next_cursor of an answer in the same order");
        }
        return cursor;
    }

    private @Nullable Cursor decode(String text) {
        try {
            byte[] all = Base64.getUrlDecoder().decode(text);
            return all.length < VALUE || all[0] < 0 || all[0] >= SORTS.size() ? null : decode(all);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    private @Nullable Cursor decode(byte[] all) {
        var value = new byte[all.length - VALUE];
        var block = new byte[BLOCK];
        ByteBuffer.wrap(all, 1, all.length - 1).get(block).get(value);
        Ids.Place place = ids.place(block);
        if (place == null || place.mark() != mark(all[0], value)) {
            return null;
        }
        var cursor = new Cursor(SORTS.get(all[0]),
                value.length == 0 ? null : new String(value, 1, value.length - 1, StandardCharsets.UTF_8),
                place.batchId());
        return isPossible(cursor.sort().by(), cursor.value()) ? cursor : null;
    }

    /** The mark is no signature: what would be an error of the database is refused before it gets there. */
    private static boolean isPossible(SortBy by, @Nullable String value) {
        if (value == null) {
            return by.nullable();
        }
        return switch (by.kind()) {
            case TIME, TIME_OR_NULL -> Long.parseLong(value) >= 0;
            case NUMBER -> Integer.parseInt(value) >= 0;
            case TEXT, TEXT_OR_NULL -> value.indexOf(0) < 0;
        };
    }

    private static int mark(byte order, byte[] value) {
        var crc = new CRC32();
        crc.update(order);
        crc.update(value);
        return (int) crc.getValue() & Integer.MAX_VALUE;
    }
}
