package dev.carillon.list;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

import dev.carillon.base.Patience;
import dev.carillon.http.ServerFixture;
import dev.carillon.list.ListFixture.Batch;

/** {@code POST /batch-call/list}. */
@Tag("database")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SearchTest {

    private final ListFixture list = new ListFixture();

    @BeforeAll
    void batches() {
        add("Spring", "completed", 0, null);
        add("spring 50% off", "failed", 1, 100);
        add("SPRING_CLEANING", "draft", 2, 200);
        add("ÜBER Größe", "sent", 3, 300);
        add("back\\slash", "paused", 4, 400);
        add(null, "cancelled", 5, null);
        list.add(list.keys.createOrganization(), Batch.named("Spring of another"));
        list.database.transaction(handle -> handle.execute("""
                update batch_call set agent_id = 'agent_' || total where organization_id = ?;
                update batch_call set from_number = '+4930123456' where total = 3""", list.organization));
    }

    @AfterAll
    void close() {
        list.close();
    }

    private void add(@Nullable String name, String status, int number,
            @Nullable Integer scheduled) {
        Instant made = ListFixture.START.plusSeconds(number * 10L);
        list.add(new Batch(name, status, number,
                scheduled == null ? null : ListFixture.START.plusSeconds(scheduled), made, made));
    }

    private static String found(JsonNode data) {
        return data.get("batch_calls").valueStream().map(r -> r.get("total_task_count").asString())
                .collect(Collectors.joining(" "));
    }

    private JsonNode data(String body) {
        HttpResponse<String> response = list.post(body);
        assertEquals(200, response.statusCode(), response.body());
        return ServerFixture.json(response).get("data");
    }

    /** The START is 1767225600. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
            "{}|0 1 2 3 4 5", "\"status\": [\"draft\"]|2", "\"status\": [\"Draft\", \"SENT\", \"draft\"]|2 3",
            "\"status\": [\"scheduled\"]|", "\"agent_id\": [\"agent_1\", \"agent_4\", \"agent_9\"]|1 4",
            "\"name\": [\"spring\"]|0 1 2", "\"name\": [\"SPRING\"]|0 1 2", "\"name\": [\"%\"]|1",
            "\"name\": [\"_\"]|2", "\"name\": [\"\\\\\"]|4", "\"name\": [\"k\\\\s\"]|4",
            "\"name\": [\"über gröẞe\"]|3", "\"name\": [\"über grö\"]|3", "\"name\": [\"g_c\", \"0% \"]|1 2",
            "\"name\": [\"p%g\"]|", "\"from_number\": [\"+4930123456\"]|3",
            "\"created_after\": 1767225620|2 3 4 5", "\"created_before\": 1767225620|0 1",
            "\"created_after\": 1767225620000, \"created_before\": \"2026-01-01T00:00:40Z\"|2 3",
            "\"scheduled_after\": 1767225800|2 3 4", "\"scheduled_before\": 1767225800|1",
            "\"created_after\": 1767225630, \"created_before\": 1767225610|",
            "\"status\": null, \"name\": null|0 1 2 3 4 5",
            "\"name\": [\"spring\"], \"status\": [\"failed\"]|1",
            "\"unknown\": [7]|0 1 2 3 4 5"})
    void a_filter_lets_through_what_fits_every_criterion(String criteria, String expected) {
        String wanted = expected == null ? "" : expected;
        for (String mode : List.of("fast", "accurate", "ultra_fast")) {
            JsonNode data = data("""
                    {"filter_criteria": %s, "sort_by": "created_at", "sort_order": "ascending",
                     "performance_mode": "%s"}""".formatted(
                    criteria.equals("{}") ? criteria : "{" + criteria + "}", mode));
            // Recounted, a batch that has no tasks has none in its figures.
            assertEquals(mode.equals("accurate") ? count(wanted) : wanted,
                    mode.equals("accurate") ? count(found(data)) : found(data));
            assertEquals(count(wanted),
                    String.valueOf(data.get("pagination").get("total_count").intValue()));
            assertEquals(count(wanted), String.valueOf(data.get("returned_count").intValue()));
        }
    }

    private static String count(String words) {
        return String.valueOf(words.isEmpty() ? 0 : words.split(" ").length);
    }

    @Test
    void the_answer_is_that_of_the_list_with_the_filters_in_force() {
        JsonNode data = data("""
                {"filter_criteria": {"status": ["DRAFT", "sent", "draft"], "agent_id": ["a", "a"],
                 "created_after": "2026-01-01T01:00:00+01:00"}}""");
        assertEquals(List.of("organization_id", "batch_calls", "pagination", "returned_count", "sort_order",
                "sort_by", "applied_filters", "metrics_as_of", "next_cursor"),
                List.copyOf(data.propertyNames()));
        assertEquals("{\"status\":[\"draft\",\"sent\"],\"agent_id\":[\"a\"],\"created_after\":1767225600}",
                data.get("applied_filters").toString());
        assertEquals("{}", data("{}").get("applied_filters").toString());
        assertEquals("{}", data("{\"filter_criteria\": {}}").get("applied_filters").toString());
    }

    @Test
    void without_a_body_it_is_the_list() {
        assertEquals("5 4 3 2 1 0", found(data("")));
        assertEquals("""
                {"page":0,"limit":20,"total_count":6,"total_pages":1,"has_next_page":false,\
                "has_previous_page":false}""", data("{\"pagination\": {\"limit\": null}}").get("pagination")
                .toString());
    }

    @Test
    void pages_and_cursors_go_through_what_the_filter_leaves() {
        String body = """
                {"filter_criteria": {"name": ["spring"]}, "sort_by": "name", "sort_order": "ascending",
                 "pagination": {%s}}""";
        JsonNode first = data(body.formatted("\"limit\": 2"));
        assertEquals("2 0", found(first));
        String cursor = first.get("next_cursor").stringValue();
        assertEquals("1", found(data(body.formatted("\"page\": 1, \"limit\": 2"))));
        JsonNode rest = data(body.formatted("\"limit\": 2, \"cursor\": \"" + cursor + "\""));
        assertEquals("1", found(rest));
        assertTrue(rest.get("next_cursor").isNull());
        assertTrue(rest.get("pagination").get("page").isNull());
        assertEquals(3, rest.get("pagination").get("total_count").intValue());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
            "{\"filter_criteria\": []}|filter_criteria", "{\"filter_criteria\": \"x\"}|filter_criteria",
            "{\"filter_criteria\": {\"status\": \"draft\"}}|filter_criteria.status",
            "{\"filter_criteria\": {\"status\": []}}|filter_criteria.status",
            "{\"filter_criteria\": {\"status\": [\"draft\", \"open\"]}}|filter_criteria.status[1]",
            "{\"filter_criteria\": {\"status\": [7]}}|filter_criteria.status[0]",
            "{\"filter_criteria\": {\"name\": [\"\"]}}|filter_criteria.name[0]",
            "{\"filter_criteria\": {\"name\": [null]}}|filter_criteria.name[0]",
            "{\"filter_criteria\": {\"name\": [\"a\\u0000\"]}}|filter_criteria.name[0]",
            "{\"filter_criteria\": {\"agent_id\": {}}}|filter_criteria.agent_id",
            "{\"filter_criteria\": {\"from_number\": [\"12\"]}}|filter_criteria.from_number[0]",
            "{\"filter_criteria\": {\"created_after\": \"yesterday\"}}|filter_criteria.created_after",
            "{\"filter_criteria\": {\"scheduled_before\": -1}}|filter_criteria.scheduled_before",
            "{\"pagination\": 7}|pagination", "{\"pagination\": {\"page\": -1}}|pagination.page",
            "{\"pagination\": {\"limit\": 0}}|pagination.limit",
            "{\"pagination\": {\"limit\": 101}}|pagination.limit",
            "{\"pagination\": {\"limit\": \"20\"}}|pagination.limit",
            "{\"pagination\": {\"cursor\": \"x\"}}|pagination.cursor",
            "{\"pagination\": {\"cursor\": 7}}|pagination.cursor", "{\"sort_by\": \"id\"}|sort_by",
            "{\"sort_order\": \"asc\"}|sort_order", "{\"performance_mode\": \"slow\"}|performance_mode",
            "{\"performance_mode\": true}|performance_mode"})
    void a_wrong_field_is_400_and_named(String body, String field) {
        HttpResponse<String> response = list.post(body);
        assertEquals(400, response.statusCode(), response.body());
        String error = ServerFixture.json(response).get("error").stringValue();
        assertTrue(error.startsWith(field + ": ") && error.contains("; allowed: "), error);
    }

    @Test
    void a_hundred_values_are_taken_and_one_more_is_not() {
        String values = IntStream.range(0, 100).mapToObj(i -> "\"spring " + i + "\"")
                .collect(Collectors.joining(","));
        assertEquals("1", found(data("{\"filter_criteria\": {\"name\": [\"spring 5\"]}}")));
        assertEquals("1", found(data("{\"filter_criteria\": {\"name\": [" + values + "]}}")));
        assertEquals(400,
                list.post("{\"filter_criteria\": {\"name\": [" + values + ", \"x\"]}}").statusCode());
    }

    @Test
    void a_cursor_with_a_page_is_400() {
        String cursor = data("{\"pagination\": {\"limit\": 2}}").get("next_cursor").stringValue();
        HttpResponse<String> response =
                list.post("{\"pagination\": {\"page\": 0, \"cursor\": \"" + cursor + "\"}}");
        assertEquals(400, response.statusCode(), response.body());
        assertTrue(response.body().contains("pagination.cursor: contradicts page"), response.body());
    }

    @Test
    void counting_that_takes_longer_than_two_seconds_is_503() {
        try (var locked = new ListFixture()) {
            locked.add(Batch.named("a"));
            locked.database.transaction(handle -> {
                handle.execute("lock table batch_call in access exclusive mode");
                HttpResponse<String> response = locked.post("{\"filter_criteria\": {\"name\": [\"a\"]}}");
                assertEquals(503, response.statusCode(), response.body());
                assertTrue(response.headers().firstValue("Retry-After").isPresent());
                return response;
            });
            assertTrue(Patience.until(Duration.ofSeconds(10), () -> locked
                    .post("{\"filter_criteria\": {\"name\": [\"a\"]}}").statusCode() == 200));
        }
    }
}
