package dev.carillon.list;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

import dev.carillon.base.Chance;
import dev.carillon.http.ServerFixture;
import dev.carillon.list.ListFixture.Batch;

/** Walking the list by {@code cursor}, also while it changes. */
@Tag("database")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CursorTest {

    private static final int BATCHES = 45;
    private static final List<String> STATUSES = List.of("completed", "failed", "cancelled");

    private final ListFixture list = new ListFixture();

    @BeforeAll
    void batches() {
        IntStream.range(0, BATCHES).forEach(i -> list.add(new Batch(i % 3 == 0 ? null : "batch " + i % 5,
                "completed", i, null, ListFixture.START, ListFixture.START.plusSeconds(i % 4))));
    }

    @AfterAll
    void close() {
        list.close();
    }

    private static List<String> walk(ListFixture list, String query) {
        var ids = new ArrayList<String>();
        String cursor = "";
        do {
            JsonNode data = list.data("?" + query + cursor);
            data.get("batch_calls").forEach(row -> ids.add(row.get("batch_call_id").stringValue()));
            assertEquals(data.get("next_cursor").isNull(),
                    !data.get("pagination").get("has_next_page").booleanValue());
            JsonNode next = data.get("next_cursor");
            cursor = next.isNull() ? "" : "&cursor=" + next.stringValue();
        } while (!cursor.isEmpty());
        return ids;
    }

    @ParameterizedTest
    @CsvSource({"name, ascending, 7", "name, descending, 45", "updated_at, descending, 44",
            "scheduled_timestamp, ascending, 1", "total_task_count, descending, 100"})
    void a_walk_holds_every_row_once_in_the_order_of_the_pages(String by, String order, int limit) {
        String sort = "sort_by=" + by + "&sort_order=" + order;
        List<String> pages = list.data("?limit=100&" + sort).get("batch_calls").valueStream()
                .map(row -> row.get("batch_call_id").stringValue()).toList();
        assertEquals(pages, walk(list, sort + "&limit=" + limit));
    }

    @Test
    void with_a_cursor_there_is_no_page_number_and_always_a_page_before() {
        String next = list.data("?limit=40").get("next_cursor").stringValue();
        assertEquals("""
                {"page":null,"limit":40,"total_count":45,"total_pages":2,"has_next_page":false,\
                "has_previous_page":true}""",
                list.data("?limit=40&cursor=" + next).get("pagination").toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"?limit=45", "?limit=100", "?page=2&limit=20", "?page=9", "?limit="})
    void after_the_last_row_there_is_no_cursor(String query) {
        assertTrue(list.data(query).get("next_cursor").isNull());
    }

    @ParameterizedTest
    @ValueSource(strings = {"page=0&", "page=1&", "limit=&", "limit=null&", "size=&", "sort_by=name&",
            "sort_order=ascending&", "cursor=x&"})
    void a_cursor_with_what_contradicts_it_is_400(String other) {
        String next = list.data("?limit=5").get("next_cursor").stringValue();
        HttpResponse<String> response = list.get("?" + other + "cursor=" + next);
        assertEquals(400, response.statusCode(), response.body());
        assertTrue(ServerFixture.json(response).get("error").stringValue().startsWith("cursor: "),
                response.body());
    }

    @ParameterizedTest
    @ValueSource(strings = {"cursor=", "cursor", "cursor=abc", "cursor=%ff", "cursor=%00", "cursor=null"})
    void a_broken_cursor_is_400(String query) {
        HttpResponse<String> response = list.get("?" + query);
        assertEquals(400, response.statusCode(), response.body());
        assertTrue(response.body().contains("\"error\":\"cursor: "), response.body());
    }

    @Test
    void a_cursor_of_another_organisation_shows_nothing_of_it() {
        try (var other = new ListFixture()) {
            other.add(Batch.named("mine"));
            String foreign = list.data("?limit=5").get("next_cursor").stringValue();
            String body = other.get("?cursor=" + foreign).body();
            assertFalse(body.contains("batch 1") || body.contains(list.organization), body);
        }
    }

    static Stream<Arguments> sorts() {
        return Stream.of(SortBy.values()).flatMap(
                by -> Stream.of(SortOrder.values()).map(order -> Arguments.of(by.word(), order.word())));
    }

    @ParameterizedTest
    @MethodSource("sorts")
    void a_row_that_does_not_move_comes_exactly_once_while_others_come_and_go(String by, String order)
            throws InterruptedException {
        try (var moving = new ListFixture()) {
            var stable = new ArrayList<String>();
            for (int i = 0; i < 150; i++) {
                Instant at = ListFixture.START.plusSeconds(i / 2);
                String name = i % 7 == 0 ? null : "n" + i % 11;
                stable.add(moving.add(
                        new Batch(name, STATUSES.get(i % 3), i % 9, i % 5 == 0 ? null : at, at, at)));
                moving.add(new Batch("moves", "completed", 3, at, at, at));
            }
            var over = new AtomicBoolean();
            Thread writer = Thread.ofVirtual().start(() -> write(moving, over));
            for (int round = 0; round < 3; round++) {
                Map<String, Integer> seen = new HashMap<>();
                walk(moving, "limit=7&sort_by=" + by + "&sort_order=" + order)
                        .forEach(id -> seen.merge(id, 1, Integer::sum));
                stable.forEach(id -> assertEquals(Integer.valueOf(1), seen.get(id), id));
            }
            over.set(true);
            writer.join();
        }
    }

    /** New rows, rows that move to another place, and rows that are gone, all at random. */
    private static void write(ListFixture list, AtomicBoolean over) {
        RandomGenerator random = Chance.seeded(7);
        while (!over.get()) {
            Instant at = ListFixture.START.plusMillis(random.nextInt(75_000));
            list.add(new Batch("moves", "completed", 3, random.nextBoolean() ? at : null, at, at));
            list.database.transaction(handle -> handle.execute("""
                    update batch_call set updated_at = ?, scheduled_at = nullif(?, timestamptz '2026-01-01Z'),
                        name = case n.number when 0 then 'moves' else 'moves ' || n.number end,
                        status = (array['completed', 'failed', 'cancelled'])[1 + n.number % 3],
                        total = n.number
                    from (select cast(? as int)) n(number)
                    where batch_id = (select batch_id from batch_call where name like 'moves%'
                                      order by public_id limit 1 offset ?)""",
                    at, random.nextInt(3) == 0 ? ListFixture.START : at, random.nextInt(9),
                    random.nextInt(100)));
            list.database.transaction(handle -> handle.execute("""
                    with gone as (select batch_id from batch_call where name like 'moves%'
                                  order by public_id desc limit 1 offset ?),
                    progress as (delete from batch_progress where batch_id in (select * from gone)
                                 returning batch_id)
                    update organization_counter
                    set batch_count = batch_count - (select count(*) from progress)""", random.nextInt(100))
                    + handle.execute("""
                            delete from batch_call b where not exists (
                                select from batch_progress p where p.batch_id = b.batch_id)"""));
        }
    }
}
