package dev.carillon.list;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.http.HttpResponse;
import java.time.Instant;

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

    @Test
    void one_figure_more_is_another_answer() {
        try (var own = new ListFixture()) {
            own.add(Batch.named("a"));
            String tag = header(own.get(""), "ETag");
            assertEquals(tag, header(own.get(""), "ETag"));
            own.database.transaction(handle -> handle.execute("update batch_progress set sent = sent - 1"));
            assertNotEquals(tag, header(own.get(""), "ETag"));
            own.database.transaction(handle -> handle.execute("update batch_progress set sent = sent + 1"));
            assertEquals(tag, header(own.get(""), "ETag"));
        }
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
