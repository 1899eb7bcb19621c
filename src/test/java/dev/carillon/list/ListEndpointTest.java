package dev.carillon.list;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

import dev.carillon.base.Patience;
import dev.carillon.http.Scope;
import dev.carillon.http.ServerFixture;
import dev.carillon.list.ListFixture.Batch;
import dev.carillon.organization.Credentials;

@Tag("database")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ListEndpointTest {

    private static final int BATCHES = 45;
    private static final List<String> STATUSES =
            List.of("draft", "scheduled", "sent", "paused", "completed", "failed",
                    "cancelled");

    private final ListFixture list = new ListFixture();

    @BeforeAll
    void batches() {
        for (int i = 0; i < BATCHES; i++) {
            Instant made = ListFixture.START.plusSeconds(i / 3);
            list.add(new Batch(i % 5 == 0 ? null : "Q1 Sales Campaign " + i % 7, STATUSES.get(i % 7),
                    i % 4 * 100,
                    i % 2 == 0 ? null : made.plusSeconds(60 - i), made, made.plusSeconds(i * 7 % 11)));
        }
        String other = list.keys.createOrganization();
        list.add(other, Batch.named("another's"));
    }

    @AfterAll
    void close() {
        list.close();
    }

    private static List<String> names(JsonNode object) {
        return List.copyOf(object.propertyNames());
    }

    private static String error(HttpResponse<String> response) {
        JsonNode json = ServerFixture.json(response);
        assertEquals(List.of("message", "status", "error", "data"), names(json));
        assertEquals("error", json.get("status").stringValue());
        assertTrue(json.get("data").isNull());
        return json.get("error").stringValue();
    }

    private static List<String> ids(JsonNode data) {
        return data.get("batch_calls").valueStream().map(r -> r.get("batch_call_id").stringValue()).toList();
    }

    @Test
    @Tag("smoke")
    void without_parameters_it_answers_as_the_document_shows() {
        HttpResponse<String> response = list.get("");
        assertEquals(200, response.statusCode(), response.body());
        JsonNode json = ServerFixture.json(response);
        assertEquals(List.of("message", "status", "error", "data"), names(json));
        assertEquals("Batch calls retrieved successfully with real-time metrics",
                json.get("message").stringValue());
        assertEquals("success", json.get("status").stringValue());
        assertTrue(json.get("error").isNull());
        JsonNode data = json.get("data");
        assertEquals(List.of("organization_id", "batch_calls", "pagination", "returned_count", "sort_order",
                "sort_by", "metrics_as_of", "next_cursor"), names(data));
        assertEquals(list.organization, data.get("organization_id").stringValue());
        assertEquals(
                """
                {"page":0,"limit":20,"total_count":45,"total_pages":3,\
                "has_next_page":true,"has_previous_page":false}""",
                data.get("pagination").toString());
        assertEquals(20, data.get("returned_count").intValue());
        assertEquals("descending", data.get("sort_order").stringValue());
        assertEquals("updated_at", data.get("sort_by").stringValue());
        assertEquals(20, data.get("batch_calls").size());
    }

    @Test
    void a_row_has_the_eleven_fields_of_the_document_in_its_order() {
        try (var own = new ListFixture()) {
            String id = own
                    .add(new Batch("Q1 Sales Campaign", "completed", 100, Instant.ofEpochSecond(1735718400),
                            ListFixture.START, ListFixture.START));
            assertTrue(id.matches("batch_call_[0-9a-f]{32}"));
            assertEquals("""
                    {"batch_call_id":"%s","name":"Q1 Sales Campaign","from_number":"+14157774444",\
                    "status":"completed","total_task_count":100,"sent":100,"picked_up":75,"completed":66,\
                    "scheduled_timestamp":1735718400,"agent_id":"agent_uuid-here","organization_id":"%s"}"""
                    .formatted(id, own.organization), own.data("").get("batch_calls").get(0).toString());
        }
    }

    @Test
    void what_is_unknown_is_null_and_not_left_out() {
        JsonNode row = list.data("?sort_by=name").get("batch_calls").valueStream()
                .filter(r -> r.get("scheduled_timestamp").isNull()).findFirst().orElseThrow();
        assertEquals(11, row.size());
    }

    @Test
    void an_empty_list_has_no_pages() {
        try (var own = new ListFixture()) {
            JsonNode data = own.data("");
            assertEquals(0, data.get("batch_calls").size());
            assertEquals(
                    "{\"page\":0,\"limit\":20,\"total_count\":0,\"total_pages\":0,\"has_next_page\":false,"
                            + "\"has_previous_page\":false}",
                    data.get("pagination").toString());
        }
    }

    @ParameterizedTest
    @CsvSource({"0, 20, 20, true", "1, 20, 20, true", "2, 20, 5, false", "3, 20, 0, false",
            "2147483647, 100, 0, false", "8, 5, 5, false", "44, 1, 1, false", "0, 100, 45, false"})
    void a_page_has_its_rows_and_the_exact_total(int page, int limit, int rows, boolean next) {
        JsonNode data = list.data("?page=" + page + "&limit=" + limit);
        assertEquals(rows, data.get("batch_calls").size());
        assertEquals(rows, data.get("returned_count").intValue());
        JsonNode pagination = data.get("pagination");
        assertEquals(45, pagination.get("total_count").intValue());
        assertEquals((45 + limit - 1) / limit, pagination.get("total_pages").intValue());
        assertEquals(page, pagination.get("page").intValue());
        assertEquals(limit, pagination.get("limit").intValue());
        assertEquals(next, pagination.get("has_next_page").booleanValue());
        assertEquals(page > 0, pagination.get("has_previous_page").booleanValue());
    }

    @ParameterizedTest
    @CsvSource({"?size=7, 7", "?limit=3&size=7, 3", "?limit=3&size=null, 3", "?limit=003, 3",
            "?limit=100, 100",
            "?unknown=1&unknown=2&limit=2, 2", "?%6Cimit=4, 4", "?limit=2&%ff=1, 2",
            "?performance_mode=fast, 20"})
    void limit_wins_over_size_and_what_is_unknown_is_ignored(String query, int limit) {
        assertEquals(limit, list.data(query).get("pagination").get("limit").intValue());
    }

    static Stream<String> sorts() {
        return Stream
                .of("created_at", "updated_at", "scheduled_timestamp", "name", "status", "total_task_count")
                .flatMap(by -> Stream.of("ascending", "descending")
                        .map(order -> "sort_by=" + by + "&sort_order=" + order));
    }

    @ParameterizedTest
    @MethodSource("sorts")
    void pages_of_every_sort_together_hold_every_row_once_in_the_order_of_the_whole(String sort) {
        List<String> whole = ids(list.data("?limit=100&" + sort));
        var pages = new ArrayList<String>();
        for (int page = 0; page < 7; page++) {
            pages.addAll(ids(list.data("?limit=7&page=" + page + "&" + sort)));
        }
        assertEquals(whole, pages);
        assertEquals(BATCHES, whole.stream().distinct().count());
        String column = switch (sort.substring(8, sort.indexOf('&'))) {
            case "total_task_count" -> "total";
            case "scheduled_timestamp" -> "scheduled_at";
            case String same -> same;
        };
        String direction = sort.endsWith("ascending") && !sort.endsWith("descending") ? "asc" : "desc";
        List<String> expected = list.database.read(handle -> handle
                .select("""
                select 'batch_call_' || replace(public_id::text, '-', '') from batch_call
                where organization_id = ? order by %1$s %2$s nulls last, batch_id %2$s""".formatted(column,
                        direction),
                        list.organization)
                .mapTo(String.class).list());
        assertEquals(expected, whole);
        assertEquals(sort.substring(sort.lastIndexOf('=') + 1),
                list.data("?" + sort).get("sort_order").stringValue());
    }

    @ParameterizedTest
    @ValueSource(strings = {"page=-1", "page=", "page=x", "page=1.0", "page=2147483648", "page=%2B1",
            "page=1e2",
            "page=99999999999999999999", "page=0&page=0", "page", "page=%ff", "page=%00", "page=null",
            "page=%C2%B9",
            "limit=0", "limit=101", "limit=-5", "limit=x", "limit=20&limit=20",
            "limit=99999999999999999999999",
            "limit=NULL", "limit=%20", "size=0", "size=101", "size=x", "limit=5&size=0", "limit=5&size=x",
            "size=1&size=1", "sort_by=", "sort_by=Name", "sort_by=id", "sort_by=name&sort_by=name",
            "sort_by=name%20",
            "sort_by=name;drop", "sort_order=", "sort_order=asc", "sort_order=Descending",
            "sort_order=ascending&sort_order=descending", "performance_mode=", "performance_mode=FAST",
            "performance_mode=slow", "performance_mode=fast&performance_mode=fast",
            "performance_mode=accurate&performance_mode=fast", "sort_by=%ed%a0%80", "limit=null&page=x"})
    void a_wrong_value_is_400_and_names_the_field_and_what_is_allowed(String query) {
        HttpResponse<String> response = list.get("?" + query);
        assertEquals(400, response.statusCode(), response.body());
        assertEquals("Validation error", ServerFixture.json(response).get("message").stringValue());
        String field = query.endsWith("page=x")
                ? "page"
                : query.startsWith("limit=5&")
                        ? "size"
                        : query.replaceAll("[=&].*", "");
        String error = error(response);
        assertTrue(error.startsWith(field + ": ") && error.contains("; allowed: "), error);
    }

    @Test
    void an_answer_says_as_of_when_its_figures_are_true() {
        long before = databaseMillis();
        long asOf = list.data("").get("metrics_as_of").longValue();
        assertTrue(before <= asOf && asOf <= databaseMillis(), before + " " + asOf);
    }

    private long databaseMillis() {
        return list.database.read(handle -> handle
                .select("select floor(extract(epoch from clock_timestamp()) * 1000)::bigint")
                .mapTo(Long.class).one());
    }

    @Test
    void an_organisation_sees_its_own_batches_only() {
        Credentials stranger = list.keys.create(list.keys.createOrganization(), Scope.ADMIN);
        JsonNode json = ServerFixture.json(list.get(stranger, ""));
        assertEquals(0, json.get("data").get("pagination").get("total_count").intValue());
        assertFalse(ids(list.data("?limit=100")).isEmpty());
        assertFalse(list.get("?limit=100").body().contains("another's"));
    }

    @Test
    @Tag("smoke")
    void a_revoked_key_is_refused_within_a_second() {
        Credentials key = list.keys.create(list.organization, Scope.READ);
        assertEquals(200, list.get(key, "").statusCode());
        list.keys.revoke(list.organization, key.key());
        assertTrue(Patience.until(Duration.ofSeconds(10), () -> list.get(key, "").statusCode() == 401));
    }

    @Test
    void every_page_that_is_asked_for_at_once_is_answered() {
        List<Integer> statuses =
                IntStream.range(0, 200).parallel().mapToObj(i -> list.get("?page=" + i % 4).statusCode())
                        .toList();
        assertEquals(List.of(200), statuses.stream().distinct().toList());
    }
}
