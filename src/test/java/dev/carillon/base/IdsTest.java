package dev.carillon.base;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.UUID;
import java.util.random.RandomGenerator;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import dev.carillon.base.Ids.CallKey;
import dev.carillon.base.Ids.TaskKey;

class IdsTest {

    private static final Instant START = Instant.parse("2026-03-01T12:00:00Z");
    private static final int DRAWS = 2_000;

    private final RandomGenerator random = Chance.seeded(20260301);
    private final VirtualTimeline timeline = new VirtualTimeline(START);
    private final Ids ids = new Ids(key(1), Chance.seeded(7), timeline);

    @Test
    void a_task_comes_back_from_its_id() {
        for (int i = 0; i < DRAWS; i++) {
            var key = new TaskKey(random.nextLong(1, Long.MAX_VALUE), random.nextInt(Integer.MAX_VALUE));
            String text = ids.task(key.batchId(), key.seq());
            assertTrue(text.matches("task_[0-9a-f]{32}"), text);
            assertEquals(key, ids.task(text));
        }
    }

    @Test
    void a_call_comes_back_from_its_id() {
        for (int i = 0; i < DRAWS; i++) {
            var key = new CallKey(random.nextLong(1, Long.MAX_VALUE), random.nextInt(Integer.MAX_VALUE),
                    random.nextInt(1, Short.MAX_VALUE));
            String text = ids.call(key.batchId(), key.seq(), key.no());
            assertTrue(text.matches("call_[0-9a-f]{32}"), text);
            assertEquals(key, ids.call(text));
        }
    }

    @Test
    void a_word_of_a_call_is_the_same_each_time_and_no_other_is() {
        var call = new CallKey(1, 2, 3);
        String word = ids.callWords().word(call, "tag");
        assertTrue(word.matches("[0-9a-f]{32}"), word);
        assertEquals(word, new Ids(key(1), random, timeline).callWords().word(call, "tag"));
        assertNotEquals(word, new Ids(key(2), random, timeline).callWords().word(call, "tag"));
        assertNotEquals(word, ids.callWords().word(call, "branch"));
        assertNotEquals(word, ids.callWords().word(new CallKey(1, 2, 4), "tag"));
    }

    @Test
    void a_batch_comes_back_from_its_id() {
        for (int i = 0; i < DRAWS; i++) {
            UUID uuid = ids.uuid();
            String text = Ids.text(Ids.BATCH_CALL, uuid);
            assertTrue(text.matches("batch_call_[0-9a-f]{32}"), text);
            assertEquals(uuid, Ids.uuid(Ids.BATCH_CALL, text));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "task_", "call_", "batch_call_", "task_0", "call_xyz",
            "task_0123456789abcdef0123456789abcde", "task_0123456789abcdef0123456789abcdef0",
            "task_0123456789ABCDEF0123456789ABCDEF", "TASK_0123456789abcdef0123456789abcdef",
            "task_0123456789abcdef0123456789abcdeg", "task_0123456789abcdef 123456789abcdef",
            "batch_call_0123456789abcdef0123456789abcdef0", "task_\u0660123456789abcdef0123456789abcdef"})
    void what_is_not_an_id_is_nothing_and_no_error(String text) {
        assertNull(ids.task(text));
        assertNull(ids.call(text));
        assertNull(Ids.uuid(Ids.BATCH_CALL, text));
    }

    @Test
    void digits_that_nobody_made_are_nothing() {
        for (int i = 0; i < DRAWS; i++) {
            String digits = "%016x%016x".formatted(random.nextLong(), random.nextLong());
            assertNull(ids.task(Ids.TASK + digits));
        }
    }

    @Test
    void any_text_can_be_asked_for() {
        for (int i = 0; i < DRAWS; i++) {
            var text = new StringBuilder(Ids.CALL);
            for (int c = random.nextInt(40); c > 0; c--) {
                text.append((char) random.nextInt(0x250));
            }
            assertNull(ids.task(text.toString()));
            ids.call(text.toString());
        }
    }

    @Test
    void the_id_of_a_task_is_not_that_of_a_call_and_the_other_way_round() {
        assertNull(ids.task(Ids.TASK + ids.call(5, 6, 1).substring(Ids.CALL.length())));
        assertNull(ids.call(Ids.CALL + ids.task(5, 6).substring(Ids.TASK.length())));
    }

    @Test
    void another_installation_reads_nothing_of_it() {
        var other = new Ids(key(2), Chance.seeded(7), timeline);
        assertNull(other.task(ids.task(5, 6)));
        assertNotEquals(ids.task(5, 6), other.task(5, 6));
    }

    @Test
    void neighbours_do_not_look_alike() {
        var seen = new HashSet<String>();
        for (int seq = 0; seq < DRAWS; seq++) {
            seen.add(ids.task(1, seq).substring(0, Ids.TASK.length() + 6));
        }
        assertTrue(seen.size() > DRAWS * 0.99, () -> seen.size() + " different beginnings");
    }

    @Test
    void a_uuid_is_of_version_7_and_ascends_with_time() {
        UUID before = ids.uuid();
        for (int i = 0; i < DRAWS; i++) {
            timeline.advance(Duration.ofMillis(1));
            UUID next = ids.uuid();
            assertEquals(7, next.version());
            assertEquals(2, next.variant());
            assertEquals(timeline.now().toEpochMilli(), next.getMostSignificantBits() >>> 16);
            assertTrue(Ids.text("", before).compareTo(Ids.text("", next)) < 0);
            before = next;
        }
    }

    @Test
    void an_organisation_is_20_characters() {
        var seen = new HashSet<String>();
        for (int i = 0; i < DRAWS; i++) {
            String id = Ids.organization(random);
            assertTrue(id.matches("[a-z0-9]{20}"), id);
            assertFalse(seen.contains(id));
            seen.add(id);
        }
    }

    private static byte[] key(int first) {
        var key = new byte[16];
        key[0] = (byte) first;
        return key;
    }

    @Test
    void a_place_comes_back_and_is_neither_a_task_nor_a_call() {
        for (long batch : new long[]{1, 7, Long.MAX_VALUE}) {
            for (int mark : new int[]{0, 1, Integer.MAX_VALUE}) {
                byte[] block = ids.place(batch, mark);
                assertEquals(new Ids.Place(batch, mark), ids.place(block));
                String digits = HexFormat.of().formatHex(block);
                assertNull(ids.task(Ids.TASK + digits));
                assertNull(ids.call(Ids.CALL + digits));
            }
        }
        HexFormat hex = HexFormat.of();
        assertNull(ids.place(hex.parseHex(ids.task(5, 6).substring(Ids.TASK.length()))));
        assertNull(ids.place(hex.parseHex(ids.call(5, 6, 1).substring(Ids.CALL.length()))));
        assertNull(ids.place(new byte[15]));
        assertNull(ids.place(new byte[16]));
    }
}
