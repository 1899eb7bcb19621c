package dev.carillon.list;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import dev.carillon.base.Chance;
import dev.carillon.base.Ids;
import dev.carillon.base.Refusal;
import dev.carillon.base.VirtualTimeline;

class CursorsTest {

    private static final Ids IDS = new Ids(new byte[16], Chance.seeded(1),
            new VirtualTimeline(Instant.parse("2026-01-01T00:00:00Z")));

    private final Cursors cursors = new Cursors(IDS);

    private static Cursor at(SortBy by, SortOrder order, @Nullable String value) {
        return new Cursor(new Sort(by, order), value, 7);
    }

    private static Stream<Cursor> every() {
        return Stream.of(SortOrder.values()).flatMap(order -> Stream.of(
                at(SortBy.CREATED_AT, order, "1767225600000001"), at(SortBy.UPDATED_AT, order, "0"),
                at(SortBy.SCHEDULED_TIMESTAMP, order, null),
                at(SortBy.SCHEDULED_TIMESTAMP, order, "253402300799999999"), at(SortBy.NAME, order, null),
                at(SortBy.NAME, order, "null"), at(SortBy.NAME, order, "𝄞 Ünï\\%_ " + "x".repeat(240)),
                at(SortBy.STATUS, order, "draft"), at(SortBy.TOTAL_TASK_COUNT, order, "2147483647")));
    }

    @ParameterizedTest
    @MethodSource("every")
    void a_cursor_comes_back_as_it_was(Cursor cursor) {
        String text = cursors.write(cursor);
        assertTrue(text.matches("[A-Za-z0-9_-]+"), text);
        assertEquals(cursor, cursors.read("cursor", text, cursor.sort()));
    }

    @ParameterizedTest
    @MethodSource("every")
    void a_cursor_that_was_changed_anywhere_is_refused(Cursor cursor) {
        String text = cursors.write(cursor);
        for (int i = 0; i < text.length(); i++) {
            char other = text.charAt(i) == 'A' ? 'B' : 'A';
            String changed = text.substring(0, i) + other + text.substring(i + 1);
            byte[] before = Base64.getUrlDecoder().decode(text);
            if (!Arrays.equals(before, Base64.getUrlDecoder().decode(changed))) {
                assertThrows(Refusal.class, () -> cursors.read("cursor", changed, cursor.sort()), changed);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "abc", "=", "%", "not a cursor", "AAAAAAAAAAAAAAAAAAAAAAA",
            "____________________", "task_0123456789abcdef0123456789abcdef", "\u0000", "日本"})
    void what_is_no_cursor_is_refused_and_the_field_is_named(String text) {
        var sort = new Sort(SortBy.NAME, SortOrder.ASCENDING);
        Refusal refusal = assertThrows(Refusal.class, () -> cursors.read("pagination.cursor", text, sort));
        assertEquals(Refusal.Code.INVALID, refusal.code());
        assertEquals("pagination.cursor", refusal.field());
    }

    @Test
    void another_order_is_refused_and_both_are_told() {
        String text = cursors.write(at(SortBy.NAME, SortOrder.ASCENDING, "a"));
        for (Sort other : new Sort[]{new Sort(SortBy.NAME, SortOrder.DESCENDING),
                new Sort(SortBy.STATUS, SortOrder.ASCENDING)}) {
            Refusal refusal =
                    assertThrows(Refusal.class, () -> cursors.read("cursor", text, other));
            assertTrue(refusal.text().contains("sort_by name, sort_order ascending"), refusal.text());
        }
    }

    @Test
    void the_key_of_the_batch_cannot_be_read_from_it() {
        String first = cursors.write(new Cursor(new Sort(SortBy.STATUS, SortOrder.ASCENDING), "draft", 1));
        String second = cursors.write(new Cursor(new Sort(SortBy.STATUS, SortOrder.ASCENDING), "draft", 2));
        assertNotEquals(first.substring(2, 22), second.substring(2, 22));
        byte[] bytes = Base64.getUrlDecoder().decode(first);
        for (int i = 0; i + 8 <= bytes.length; i++) {
            assertFalse(ByteBuffer.wrap(bytes, i, 8).getLong() == 1);
        }
    }
}
