package dev.carillon.list;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.List;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import dev.carillon.http.ServerFixture;
import dev.carillon.list.ListFixture.Batch;

/** What a client that polls gets besides the rows. */
@Tag("database")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ValidatorTest {

    private final ListFixture list = new ListFixture();

    @BeforeAll
    void batches() {
        list.add(Batch.named("metrics_as_of\":1,"));
        list.add(new Batch(null, "completed", 4, null, ListFixture.START, Instant.EPOCH));
    }

    @AfterAll
    void close() {
        list.close();
    }

    private static String header(HttpResponse<String> response, String name) {
        return response.headers().firstValue(name).orElse("");
    }

    private HttpResponse<String> known(String query, String tag) {
        return list.server.send(list.request(query).header("If-None-Match", tag));
    }

    @ParameterizedTest
    @ValueSource(strings = {"fast", "accurate", "ultra_fast"})
    void what_has_not_changed_is_304_and_says_as_of_when(String mode) {
        String query = "?performance_mode=" + mode;
        HttpResponse<String> first = list.get(query);
        String tag = header(first, "ETag");
        assertTrue(tag.matches("W/\"[0-9a-f]{16}\""), tag);
        assertEquals(ServerFixture.json(first).get("data").get("metrics_as_of").longValue(),
                Long.parseLong(header(first, "X-Metrics-As-Of")));
        HttpResponse<String> second = known(query, tag);
        assertEquals(304, second.statusCode());
        assertEquals("", second.body());
        assertEquals(tag, header(second, "ETag"));
        assertTrue(Long.parseLong(header(second, "X-Metrics-As-Of")) >= Long
                .parseLong(header(first, "X-Metrics-As-Of")));
        assertEquals("Accept-Encoding", header(second, "Vary"));
        assertTrue(second.headers().firstValue("X-Request-Id").isPresent());
    }

    @ParameterizedTest
    @ValueSource(strings = {"draft", "scheduled", "sent", "paused", "cancelled"})
    void one_figure_more_is_another_answer(String status) {
        try (var own = new ListFixture()) {
            own.add(new Batch("a", status, 100, null, ListFixture.START, ListFixture.START));
            String tag = header(own.get(""), "ETag");
            assertEquals(tag, header(own.get(""), "ETag"));
            own.database.transaction(handle -> handle.execute("update batch_progress set sent = sent - 1"));
            assertNotEquals(tag, header(own.get(""), "ETag"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"update batch_progress set sent = sent - 1", "update batch_call set name = 'b'",
            "update organization_counter set batch_count = batch_count + 1"})
    void whatever_of_a_page_changes_it_is_sent_again(String change) {
        try (var own = new ListFixture()) {
            own.add(new Batch("a", "sent", 100, null, ListFixture.START, ListFixture.START));
            String tag = header(own.get(""), "ETag");
            assertEquals(304, own.server.send(own.request("").header("If-None-Match", tag)).statusCode());
            own.database.transaction(handle -> handle.execute(change));
            HttpResponse<String> changed = own.server.send(own.request("").header("If-None-Match", tag));
            assertEquals(200, changed.statusCode());
            assertEquals(ServerFixture.json(own.get("")).get("data").get("batch_calls"),
                    ServerFixture.json(changed).get("data").get("batch_calls"));
            assertNotEquals(tag, header(changed, "ETag"));
        }
    }

    @Test
    void what_comes_after_a_cursor_and_what_is_empty_is_304_as_well() {
        String next = ServerFixture.json(list.get("?limit=1")).get("data").get("next_cursor").stringValue();
        for (String query : List.of("?limit=1&cursor=" + next, "?page=7", "?limit=1", "?page=1&limit=1")) {
            assertEquals(304, known(query, header(list.get(query), "ETag")).statusCode(), query);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"W/\"0000000000000000\"", "\"no\"", "W/\"zzzzzzzzzzzzzzzz\"", "W/", "\"", ","})
    void who_has_another_page_or_none_is_told_all(String tag) {
        assertEquals(200, known("", tag).statusCode());
    }

    @Test
    void one_of_several_validators_is_enough_and_a_strong_one_is_as_good() {
        String tag = header(list.get(""), "ETag");
        assertEquals(304, known("", "W/\"0000000000000000\", " + tag).statusCode());
        assertEquals(304, known("", tag.substring(2)).statusCode());
        assertEquals(304, known("", "*").statusCode());
    }

    @Test
    void a_page_that_another_was_asked_for_is_not_taken_for_it() {
        String tag = header(list.get("?sort_by=name"), "ETag");
        assertEquals(200, known("?sort_by=created_at", tag).statusCode());
    }

    @Test
    void other_questions_have_other_answers() {
        assertNotEquals(header(list.get("?limit=1"), "ETag"), header(list.get("?limit=2"), "ETag"));
        assertNotEquals(header(list.get("?sort_by=name"), "ETag"), header(list.get(""), "ETag"));
    }

    @Test
    void a_search_says_as_of_when_and_is_never_304() {
        HttpResponse<String> response = list.post("{}");
        assertEquals(ServerFixture.json(response).get("data").get("metrics_as_of").longValue(),
                Long.parseLong(header(response, "X-Metrics-As-Of")));
        assertEquals("", header(response, "ETag"));
    }
}
