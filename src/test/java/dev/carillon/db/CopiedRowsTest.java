package dev.carillon.db;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Rows that come by COPY. */
@Tag("database")
class CopiedRowsTest {

    private static Database database;

    @BeforeAll
    static void open() {
        database = Database.open(TestPostgres.database(), "copied rows", 1);
    }

    @AfterAll
    static void close() {
        database.close();
    }

    private static List<Integer> numbers(Handle handle, String query) {
        var read = new ArrayList<Integer>();
        CopiedRows.each(handle, query, row -> read.add(row.integer()));
        return read;
    }

    @Test
    void every_type_is_read_as_it_was_written() {
        var uuid = UUID.fromString("01a20ebe-346b-721e-801d-541df29bd001");
        String query = """
                select 'ä"\\€'::text, null::text, -7, '%s'::uuid, null::timestamptz,
                    '1999-12-31T23:59:59.999999Z'::timestamptz, '2025-11-24T18:00:00.000001Z'::timestamptz"""
                .formatted(uuid);
        var read = new ArrayList<Object>();
        database.snapshot(handle -> {
            CopiedRows.each(handle, query, row -> {
                read.addAll(List.of(row.text(), String.valueOf(row.textOrNull()), row.integer(), row.uuid()));
                for (int i = 0; i < 3; i++) {
                    read.add(String.valueOf(row.instantOrNull()));
                }
            });
            return true;
        });
        assertEquals(List.of("ä\"\\€", "null", -7, uuid, "null", "1999-12-31T23:59:59.999999Z",
                Instant.parse("2025-11-24T18:00:00.000001Z").toString()), read);
    }

    @Test
    void none_is_none_and_the_transaction_goes_on() {
        assertEquals(List.of(), database.snapshot(handle -> numbers(handle, "select 1 where false")));
        assertEquals(List.of(1, 2, 3), database.snapshot(handle -> {
            numbers(handle, "select 7");
            return numbers(handle, "select generate_series(1, 3)");
        }));
    }

    @Test
    void a_column_of_another_type_is_refused() {
        assertThrows(IllegalStateException.class,
                () -> database.snapshot(handle -> numbers(handle, "select 1::bigint")));
    }

    @Test
    void a_row_that_is_not_taken_ends_it_and_the_pool_goes_on() {
        var thrown = assertThrows(IllegalArgumentException.class, () -> database.snapshot(handle -> {
            CopiedRows.each(handle, "select generate_series(1, 100000000)", _ -> {
                throw new IllegalArgumentException("no more");
            });
            return true;
        }));
        assertEquals("no more", thrown.getMessage());
        assertEquals(List.of(1), database.snapshot(handle -> numbers(handle, "select 1")));
    }

    @Test
    void what_takes_too_long_is_out_of_time() {
        assertThrows(OutOfTime.class, () -> database.snapshot(Duration.ofMillis(100),
                handle -> numbers(handle, "select 1 from pg_sleep(30)")));
        assertEquals(List.of(1), database.snapshot(handle -> numbers(handle, "select 1")));
    }
}
