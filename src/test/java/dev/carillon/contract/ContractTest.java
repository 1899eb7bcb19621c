package dev.carillon.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

import dev.carillon.http.ServerFixture;

/**
 * {@code GET /batch-call/list} as the document and its readings have it, over real HTTP on the whole server;
 * what is wrong is in {@link BadQueries}, and the calls around it are in {@link AroundTest}.
 */
@Tag("database")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ContractTest {

    private final RunningServer server = new RunningServer();

    @BeforeAll
    void batches() {
        Campaigns.write(server);
    }

    @AfterAll
    void close() {
        server.close();
    }

    private Reply list(String query) {
        Reply reply = server.send(Ask.get("/batch-call/list" + (query.isEmpty() ? "" : "?" + query)));
        assertEquals(200, reply.status(), query + ": " + reply.text());
        return reply;
    }

    private static List<String> ids(JsonNode data) {
        return data.get("batch_calls").valueStream().map(r -> r.get("batch_call_id").asString()).toList();
    }

    private static JsonNode document() throws IOException {
        try (InputStream in = Objects
                .requireNonNull(ContractTest.class.getResourceAsStream("/contract/list-example.json"))) {
            return ServerFixture.JSON.readTree(in);
        }
    }

    @Test
    void the_answer_is_the_document_s_example_field_for_field_and_in_its_order() throws IOException {
        JsonNode expected = document();
        JsonNode json = list("").json();
        assertEquals(Reply.names(expected), Reply.names(json));
        for (String same : List.of("message", "status", "error")) {
            assertEquals(expected.get(same), json.get(same));
        }
        JsonNode data = json.get("data");
        List<String> documented = Reply.names(expected.get("data"));
        List<String> names = Reply.names(data);
        assertEquals(documented, names.subList(0, documented.size()));
        assertEquals(expected.at("/data/pagination").toString(), data.get("pagination").toString());
        for (String same : List.of("returned_count", "sort_order", "sort_by")) {
            assertEquals(expected.get("data").get(same), data.get(same));
        }
        assertEquals(List.of("metrics_as_of", "next_cursor"), names.subList(documented.size(), names.size()));
    }

    @Test
    void a_row_is_the_document_s_row() throws IOException {
        JsonNode expected = document().at("/data/batch_calls/0");
        JsonNode row = list("").data().at("/batch_calls/0");
        assertEquals(Reply.names(expected), Reply.names(row));
        for (String name : Reply.names(expected)) {
            if (!name.equals("batch_call_id") && !name.equals("organization_id")) {
                assertEquals(expected.get(name), row.get(name), name);
            }
        }
        assertEquals(list("").field("organization_id"), row.get("organization_id").asString());
    }

    @Test
    void what_is_unknown_is_null_and_never_left_out() {
        list("limit=100").data().get("batch_calls").forEach(row -> assertEquals(11, row.size()));
        assertTrue(list("limit=100").text().contains("\"name\":null"));
        assertTrue(list("limit=100").text().contains("\"scheduled_timestamp\":null"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "''|0|20|20", "page=0|0|20|20", "page=1|1|20|20", "page=2|2|20|5", "page=3|3|20|0",
            "page=007|7|20|0",
            "page=2147483647|2147483647|20|0", "limit=1|0|1|1", "limit=100|0|100|45",
            "limit=20&page=2|2|20|5",
            "size=7|0|7|7", "size=100|0|100|45", "limit=3&size=7|0|3|3", "size=7&limit=3|0|3|3",
            "limit=3&size=null|0|3|3", "limit=3&size=|0|3|3", "limit=44&page=1|1|44|1", "limit=45|0|45|45",
            "performance_mode=fast|0|20|20", "unknown=1|0|20|20", "unknown=1&unknown=2|0|20|20",
            "Page=9&LIMIT=0|0|20|20", "%6Cimit=4|0|4|4", "limit=2&%ff=1|0|2|2", "limit=2&|0|2|2",
            "&&|0|20|20"})
    void page_limit_and_size_are_read_as_the_contract_has_them(String query, int page, int limit, int rows) {
        JsonNode data = list(query).data();
        assertEquals(page, data.at("/pagination/page").asInt());
        assertEquals(limit, data.at("/pagination/limit").asInt());
        assertEquals(rows, data.get("returned_count").asInt());
        assertEquals(rows, data.get("batch_calls").size());
        assertEquals(Campaigns.COUNT, data.at("/pagination/total_count").asInt());
        assertEquals(Math.ceilDiv(Campaigns.COUNT, limit), data.at("/pagination/total_pages").asInt());
        assertEquals((page + 1L) * limit < Campaigns.COUNT, data.at("/pagination/has_next_page").asBoolean());
        assertEquals(page > 0, data.at("/pagination/has_previous_page").asBoolean());
    }

    @ParameterizedTest
    @ValueSource(strings = {"created_at", "updated_at", "scheduled_timestamp", "name", "status",
            "total_task_count"})
    void every_sort_is_told_and_pages_repeat_and_skip_nothing(String by) {
        for (String order : List.of("ascending", "descending")) {
            String sort = "sort_by=" + by + "&sort_order=" + order;
            JsonNode whole = list("limit=100&" + sort).data();
            assertEquals(by, whole.get("sort_by").asString());
            assertEquals(order, whole.get("sort_order").asString());
            var paged = new ArrayList<String>();
            for (int page = 0; page < 5; page++) {
                paged.addAll(ids(list("limit=10&page=" + page + "&" + sort).data()));
            }
            assertEquals(ids(whole), paged);
            assertEquals(Campaigns.COUNT, new HashSet<>(paged).size());
            if (!by.endsWith("_at")) {
                List<String> values =
                        whole.get("batch_calls").valueStream().map(r -> r.get(by).asString("~")).toList();
                long nulls = values.stream().filter("~"::equals).count();
                assertTrue(
                        values.subList((int) (values.size() - nulls), values.size()).stream()
                                .allMatch("~"::equals),
                        "nulls come last: " + values);
            }
        }
        assertEquals("descending", list("sort_by=" + by).field("sort_order"));
    }

    @Test
    void names_of_the_headers_are_in_any_case() {
        Ask ask = Ask.get("/batch-call/list").anonymously().header("x-api-key", RunningServer.KEY)
                .header("X-Api-Secret", RunningServer.SECRET);
        assertEquals(200, server.send(ask).status());
    }

    @Test
    void head_is_answered_like_get_without_a_body() {
        Reply head = server.send(Ask.of("HEAD", "/batch-call/list"));
        assertEquals(200, head.status());
        assertEquals("", head.text());
        assertEquals("application/json", head.header("Content-Type").orElse(""));
    }

    @Test
    void gzip_is_given_to_whom_reads_it_and_every_answer_says_that_it_varies() {
        Reply zipped = server.send(Ask.of("HEAD", "/batch-call/list").header("Accept-Encoding", "gzip"));
        assertEquals("gzip", zipped.header("Content-Encoding").orElse(""));
        assertEquals("Accept-Encoding", zipped.header("Vary").orElse(""));
        Reply plain = list("");
        assertTrue(plain.header("Content-Encoding").isEmpty());
        assertEquals("Accept-Encoding", plain.header("Vary").orElse(""));
    }

    @Test
    void every_answer_has_an_id_of_its_own() {
        var seen = new HashSet<String>();
        for (String query : List.of("", "page=x", "limit=1")) {
            seen.add(server.send(Ask.get("/batch-call/list?" + query)).header("X-Request-Id").orElseThrow());
        }
        assertEquals(3, seen.size());
    }

    @ParameterizedTest
    @ValueSource(strings = {"fast", "accurate", "ultra_fast"})
    void every_mode_shows_the_same_rows_when_nothing_changes(String mode) {
        assertEquals(ids(list("").data()), ids(list("performance_mode=" + mode).data()));
        long asOf = list("performance_mode=" + mode).data().get("metrics_as_of").asLong();
        assertTrue(Math.abs(server.node.now().toEpochMilli() - asOf) < 60_000, asOf + " is in milliseconds");
    }

    @ParameterizedTest
    @ValueSource(strings = {"limit=", "limit=null", "limit", "size=", "size=null", "limit=null&page=0",
            "limit=null&size=5", "limit=null&performance_mode=fast", "limit=null&sort_by=name"})
    void all_is_one_answer_whatever_the_number(String query) {
        Reply reply = list(query);
        JsonNode data = reply.data();
        assertEquals(Campaigns.COUNT, new HashSet<>(ids(data)).size());
        assertEquals("""
                {"page":0,"limit":45,"total_count":45,"total_pages":1,"has_next_page":false,\
                "has_previous_page":false}""", data.get("pagination").toString());
        assertEquals(Campaigns.COUNT, data.get("returned_count").asInt());
        assertTrue(data.get("next_cursor").isNull());
        assertTrue(reply.header("ETag").isEmpty());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "sort_by=created_at", "sort_by=name&sort_order=ascending",
            "sort_by=total_task_count",
            "sort_by=scheduled_timestamp&sort_order=descending"})
    void a_walk_by_cursor_meets_every_row_once_in_the_order_of_the_whole(String sort) {
        var walked = new ArrayList<String>();
        JsonNode data = list("limit=7&" + sort).data();
        for (int step = 0; step < 10 && !data.get("next_cursor").isNull(); step++) {
            walked.addAll(ids(data));
            data = list("limit=7&" + sort + "&cursor=" + data.get("next_cursor").asString()).data();
            assertTrue(data.at("/pagination/page").isNull());
            assertTrue(data.at("/pagination/has_previous_page").asBoolean());
        }
        walked.addAll(ids(data));
        assertEquals(ids(list("limit=100&" + sort).data()), walked);
    }

    @Test
    void a_cursor_is_of_its_own_sort_and_goes_neither_with_a_page_nor_with_all() {
        String cursor = list("limit=7").field("next_cursor");
        for (String wrong : List.of("page=0", "page=1", "limit=null", "size=", "sort_by=name",
                "sort_order=ascending")) {
            Reply reply = server.send(Ask.get("/batch-call/list?cursor=" + cursor + "&" + wrong));
            assertEquals(400, reply.status(), wrong);
            assertTrue(reply.error().contains("cursor") && reply.error().contains("; allowed: "),
                    reply.error());
        }
    }

    @Test
    void a_client_that_polls_is_told_that_nothing_changed() {
        Reply first = list("limit=5");
        String tag = first.header("ETag").orElseThrow();
        assertEquals(first.data().get("metrics_as_of").asString(),
                first.header("X-Metrics-As-Of").orElse(""));
        Reply again = server.send(Ask.get("/batch-call/list?limit=5").header("If-None-Match", tag));
        assertEquals(304, again.status());
        assertEquals(tag, again.header("ETag").orElse(""));
        assertNotEquals(tag, list("limit=6").header("ETag").orElse(""));
        assertFalse(list("limit=5&page=1").header("ETag").orElse("").isEmpty());
    }
}
