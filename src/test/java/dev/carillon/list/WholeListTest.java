package dev.carillon.list;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

import dev.carillon.base.Patience;
import dev.carillon.http.ServerFixture;
import dev.carillon.list.ListFixture.Batch;

/** A list without a limit: everything in one answer. */
@Tag("database")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class WholeListTest {

    private static final int BATCHES = 130;
    /** More than all the buffers between the server and a client that does not read. */
    private static final int TOO_MANY_TO_BUFFER = 40_000;

    private final ListFixture list = new ListFixture();
    private final ListFixture large = new ListFixture();

    @BeforeAll
    void batches() {
        for (int i = 0; i < BATCHES; i++) {
            Instant at = ListFixture.START.plusSeconds(i / 2);
            list.add(new Batch(i % 3 == 0 ? null : "b" + i % 7, "completed", i % 5, null, at, at));
        }
        list.add(list.keys.createOrganization(), Batch.named("another's"));
        large.addMany(large.organization, TOO_MANY_TO_BUFFER);
    }

    @AfterAll
    void close() {
        list.close();
        large.close();
    }

    private static List<String> ids(JsonNode data) {
        return data.get("batch_calls").valueStream().map(r -> r.get("batch_call_id").stringValue()).toList();
    }

    @ParameterizedTest
    @ValueSource(strings = {"?limit=", "?limit=null", "?limit", "?size=", "?size=null", "?limit=&size=5",
            "?limit=null&page=0", "?limit=&performance_mode=accurate", "?limit=&performance_mode=ultra_fast"})
    void no_limit_means_everything_in_one_answer(String query) {
        JsonNode data = list.data(query);
        assertEquals(BATCHES, data.get("batch_calls").size());
        assertEquals(BATCHES, data.get("returned_count").intValue());
        assertEquals("""
                {"page":0,"limit":130,"total_count":130,"total_pages":1,"has_next_page":false,\
                "has_previous_page":false}""", data.get("pagination").toString());
        assertTrue(data.get("next_cursor").isNull());
        assertEquals(List.of("organization_id", "batch_calls", "pagination", "returned_count", "sort_order",
                "sort_by", "metrics_as_of", "next_cursor"), List.copyOf(data.propertyNames()));
    }

    @ParameterizedTest
    @CsvSource({"name, ascending", "name, descending", "updated_at, descending",
            "scheduled_timestamp, ascending", "total_task_count, descending", "status, ascending"})
    void it_has_the_rows_and_the_order_of_the_pages(String by, String order) {
        String sort = "&sort_by=" + by + "&sort_order=" + order;
        var pages = new java.util.ArrayList<>(ids(list.data("?limit=100" + sort)));
        pages.addAll(ids(list.data("?limit=100&page=1" + sort)));
        assertEquals(pages, ids(list.data("?limit=" + sort)));
        assertEquals(list.data("?limit=1" + sort).get("batch_calls").get(0),
                list.data("?limit=" + sort).get("batch_calls").get(0));
    }

    @Test
    void an_empty_whole_list_has_no_page() {
        try (var empty = new ListFixture()) {
            JsonNode data = empty.data("?limit=null");
            assertEquals(0, data.get("batch_calls").size());
            assertEquals(
                    "{\"page\":0,\"limit\":0,\"total_count\":0,\"total_pages\":0,\"has_next_page\":false,"
                            + "\"has_previous_page\":false}",
                    data.get("pagination").toString());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"?limit=&page=1", "?limit=null&page=7", "?size=&page=1"})
    void it_has_no_second_page(String query) {
        HttpResponse<String> response = list.get(query);
        assertEquals(400, response.statusCode());
        assertTrue(response.body().contains("\"error\":\"page: "), response.body());
    }

    @ParameterizedTest
    @CsvSource({"'', 130", "?page=0, 130", "?limit=20, 20", "?size=7, 7", "?limit=, 130",
            "?sort_by=name, 130"})
    void a_setting_makes_an_omitted_limit_mean_everything(String query, int rows) {
        try (var all = new ListFixture(new ListSettings(true), UnaryOperator.identity())) {
            all.addMany(all.organization, BATCHES);
            JsonNode data = all.data(query);
            assertEquals(rows, data.get("batch_calls").size());
            assertEquals(rows, data.get("pagination").get("limit").intValue());
            assertEquals(400, all.get("?page=1").statusCode());
            String next = all.data("?limit=30").get("next_cursor").stringValue();
            assertEquals(20, all.data("?cursor=" + next).get("batch_calls").size());
        }
    }

    @Test
    void it_is_stored_nowhere_and_so_has_no_validator() {
        HttpResponse<String> response = list.get("?limit=");
        assertEquals(Optional.empty(), response.headers().firstValue("ETag"));
        HttpResponse<String> head = list.server.send(list.request("?limit=").HEAD());
        assertEquals(200, head.statusCode());
        assertEquals(response.body().getBytes(StandardCharsets.UTF_8).length,
                head.headers().firstValueAsLong("Content-Length").orElse(-1));
    }

    /** A client that asks and reads no further than the status. */
    private static Socket stalled(ListFixture fixture) throws IOException {
        var socket = new Socket();
        socket.setReceiveBufferSize(4096);
        socket.setSoTimeout(20_000);
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(),
                fixture.server.server().port()));
        String request = """
                GET /batch-call/list?limit= HTTP/1.1
                Host: a
                X-API-KEY: %s
                X-API-SECRET: %s

                """.formatted(fixture.credentials.key(), fixture.credentials.secret());
        socket.getOutputStream().write(request.replace("\n", "\r\n").getBytes(StandardCharsets.US_ASCII));
        byte[] status = socket.getInputStream().readNBytes(12);
        assertEquals("HTTP/1.1 200", new String(status, StandardCharsets.US_ASCII));
        return socket;
    }

    @Test
    void a_third_at_the_same_time_waits_and_is_then_429() throws IOException {
        try (Socket first = stalled(large); Socket second = stalled(large)) {
            assertTrue(first.isConnected() && second.isConnected());
            HttpResponse<String> third = large.get("?limit=");
            assertEquals(429, third.statusCode(), third.body());
            assertTrue(third.headers().firstValue("Retry-After").isPresent());
            assertEquals(200, large.get("").statusCode());
            assertEquals(200, large.get("?performance_mode=accurate").statusCode());
        }
        assertTrue(Patience.until(Duration.ofSeconds(20), () -> large.get("?limit=").statusCode() == 200),
                "those who hang up make room");
    }

    @Test
    void a_database_that_fails_in_the_middle_breaks_the_answer_off() throws IOException {
        try (Socket client = stalled(large)) {
            InputStream in = client.getInputStream();
            in.readNBytes(100_000);
            // It waits for us to read once the client's buffers and then ours are full.
            assertTrue(Patience.until(Duration.ofSeconds(20),
                    () -> large.database.read(handle -> handle.select("""
                    select pg_terminate_backend(pid, 5000) from pg_stat_activity
                    where application_name = 'carillon long reads' and wait_event = 'ClientWrite'
                        and datname = current_database()""").mapTo(Boolean.class).list()).contains(true)));
            String rest = rest(in);
            assertFalse(rest.endsWith("0\r\n\r\n"), "it looks whole");
            assertFalse(rest.contains("returned_count"));
        }
        assertEquals(200, large.get("?limit=1").statusCode());
    }

    /** What still comes, up to the end of the connection, whatever its kind. */
    private static String rest(InputStream in) {
        var text = new StringBuilder();
        var buffer = new byte[65_536];
        try {
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                text.append(new String(buffer, 0, n, StandardCharsets.US_ASCII));
            }
        } catch (IOException e) {
            text.append("(reset)");
        }
        return text.toString();
    }

    @Test
    void every_row_of_a_large_list_comes_once() {
        JsonNode data = ServerFixture.json(large.get("?limit=")).get("data");
        assertEquals(TOO_MANY_TO_BUFFER, ids(data).stream().distinct().count());
    }
}
