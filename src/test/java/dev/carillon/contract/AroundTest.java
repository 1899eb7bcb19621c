package dev.carillon.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

import dev.carillon.base.Patience;
import dev.carillon.http.ServerFixture;

/**
 * The calls around the list, every field of theirs with a good value; wrong ones are in {@link BadBodies}.
 */
@Tag("database")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AroundTest {

    private static final Duration SOON = Duration.ofSeconds(10);

    private final RunningServer server = new RunningServer();

    @AfterAll
    void close() {
        server.close();
    }

    private static String json(String text) {
        return text.replace('\'', '"');
    }

    /** A batch call with these fields; a draft unless they say what it is. */
    private Ask create(String more) {
        String start = more.contains("'status'") || more.contains("'send_now'") || more.contains("'now'")
                ? ""
                : "'status': 'draft', ";
        return Ask.post("/batch-call",
                json("{'from_number': '+99970000000', 'agent_id': 'agent_demo', " + start
                        + "'tasks': [{'to_number': '+99970010010'}]" + (more.isEmpty() ? "" : ", " + more)
                        + "}"));
    }

    private Reply good(Ask ask, int status) {
        Reply reply = server.send(ask);
        assertEquals(status, reply.status(), ask + " " + reply.text());
        return reply;
    }

    private Reply post(String id, String action, String body) {
        return server.send(Ask.post("/batch-call/" + id + action, json(body)));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
            "'name': 'Q1 Ünïcode 🔔'|/name|\"Q1 Ünïcode 🔔\"",
            "'name': null|/name|null",
            "'timezone': 'Europe/Vienna'|/timezone|\"Europe/Vienna\"",
            "'timezone': null|/timezone|\"UTC\"",
            "'trigger_timestamp': 4073500800, 'status': 'scheduled'|/scheduled_timestamp|4073500800",
            "'trigger_timestamp': 4073500800000, 'status': 'scheduled'|/scheduled_timestamp|4073500800",
            "'trigger_timestamp': '2099-01-31T09:00:00+01:00'|/scheduled_timestamp|4073529600",
            "'trigger_timestamp': '2099-01-31T08:00:00Z', 'status': 'draft'|/scheduled_timestamp|4073529600",
            "'trigger_timestamp': 4073500800, 'now': 0|/status|\"scheduled\"",
            "'trigger_timestamp': 4073500800, 'status': 'SCHEDULED'|/status|\"scheduled\"",
            "'status': 'Draft'|/status|\"draft\"",
            "'status': 'sent'|/status|\"sent\"",
            "'send_now': true|/status|\"sent\"",
            "'now': 0|/status|\"sent\"",
            "'retry_config': {'enabled': true}"
                    + "|/retry_config|{\"enabled\":true,\"max_attempts\":3,\"spread\":false}",
            "'retry_config': {'enabled': true, 'spread': true}|/retry_config/spread|true",
            "'retry_rules': [{'condition': 'busy', 'retry_timing': {'type': 'AT', 'time': '13:00'}}]"
                    + "|/retry_rules/0/retry_timing|{\"type\":\"AT\",\"time\":\"13:00\"}",
            "'retry_rules': [{'condition': 'lost', 'retry_timing':"
                    + " {'type': 'AFTER', 'duration_minutes': 43200}}]"
                    + "|/retry_config/max_attempts|3",
            "'retry_rules': [{'condition': 'busy', 'enabled': false,"
                    + " 'retry_timing': {'type': 'AT', 'time': '13:00'}}]|/retry_rules|[]",
            "'retry_rules': []|/retry_config/enabled|false",
            "'calling_window': {'hours': [{'start_time': '09:00', 'end_time': '00:00'}]}"
                    + "|/calling_window/hours/0/end_time|\"00:00\"",
            "'calling_window': {'enabled': false}|/calling_window|null",
            "'calling_window': null|/calling_window|null",
            "'priority': 0|/priority|0", "'priority': null|/priority|5",
            "'stop_loss': [{'measure': 'abandon_rate', 'percent': 3}]|/stop_loss/0"
                    + "|{\"measure\":\"abandon_rate\",\"percent\":3.0,\"minimum_calls\":300,"
                    + "\"window_minutes\":43200}",
            "'stop_loss': [{'measure': 'asr_below', 'percent': 0.5}]|/stop_loss/0/window_minutes|60",
            "'stop_loss': null|/stop_loss|[]", "'now': 0|/stop_loss|[]",
            "'retry_config': {'enabled': true, 'max_attempts': 10}|/retry_config/max_attempts|10",
            "'retry_config': {'enabled': false, 'max_attempts': 5}|/retry_config/max_attempts|1",
            "'retry_config': null|/retry_config|{\"enabled\":false,\"max_attempts\":1,\"spread\":false}",
            "'quiet_hours': {'start_time': '21:00', 'end_time': '08:30'}|/quiet_hours/timezone|\"UTC\"",
            "'quiet_hours': {'start_time': '00:00', 'end_time': '23:59'}|/quiet_hours/enabled|true",
            "'quiet_hours': {'enabled': false}|/quiet_hours|null",
            "'expires_at': 4073500800|/expires_at|4073500800",
            "'pacing': {'calls_per_second': 0.001}|/pacing/calls_per_second|0.001",
            "'pacing': {'max_live_calls': 1000000}|/pacing/max_live_calls|1000000",
            "'pacing': {}|/pacing|null",
            "'duplicates': 'allow'|/duplicates|\"allow\"",
            "'duplicates': null|/duplicates|\"skip\"",
            "'sandbox': true|/sandbox|true",
            "'priority': null, 'voicemail': null|/sandbox|true",
            "'unknown': {'x': 1}|/total|1"})
    void a_field_of_a_new_batch_call_is_taken(String field, String pointer, String value) {
        Reply created = good(create(field), 201);
        assertEquals(ServerFixture.JSON.readTree(value), created.data().at(pointer));
        JsonNode read = good(Ask.get("/batch-call/" + created.field("batch_call_id")), 200).data();
        assertEquals(Reply.names(created.data()), Reply.names(read));
        assertEquals(created.data().get("created_timestamp"), read.get("created_timestamp"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
            "'agent_id': 'agent_ABC-9_z'|status|\"pending\"",
            "'max_retries': 0|attempts|0", "'max_retries': 9|attempts|0",
            "'external_id': 'crm-17'|external_id|\"crm-17\"",
            "'not_before': 4073500800|not_before|4073500800",
            "'timezone': 'Asia/Kathmandu'|timezone|\"Asia/Kathmandu\"",
            "'not_before': 4073500800123|not_before|4073500800",
            "'not_before': '2099-01-31T08:00:00Z'|not_before|4073529600",
            "'dynamic_variables': {'a': [1, null, {'b': 'ü'}]}|outcome|null",
            "'timezone': null, 'unknown': 1|error_message|null"})
    void a_field_of_a_task_is_taken(String field, String name, String value) {
        String id = server.draft();
        Reply appended = post(id, "/tasks", "{'tasks': [{'to_number': '+99970010010', " + field + "}]}");
        assertEquals(201, appended.status(), appended.text());
        JsonNode task =
                good(Ask.get("/batch-call/" + id + "/tasks?page=1&limit=1"), 200).data().at("/tasks/0");
        assertEquals(appended.data().at("/tasks/0/task_id"), task.get("task_id"));
        assertEquals(ServerFixture.JSON.readTree(value), task.get(name));
    }

    @Test
    void a_thousand_tasks_are_taken_at_once() {
        String tasks = IntStream.range(0, 1000).mapToObj(i -> "{'to_number': '+9997%07d'}".formatted(i))
                .collect(Collectors.joining(","));
        Reply reply = good(Ask.post("/batch-call",
                json("{'from_number': '+99970000000', 'agent_id': 'agent_a',"
                        + "'status': 'draft', 'tasks': [" + tasks.replace("+99970000000", "+99971000000")
                        + "]}")),
                201);
        assertEquals(1000, reply.data().get("total_task_count").asInt());
        String path = "/batch-call/" + reply.field("batch_call_id") + "/tasks";
        JsonNode first = good(Ask.get(path), 200).data();
        assertEquals("""
                {"page":0,"limit":50,"total_count":1000,"total_pages":20,"has_next_page":true,\
                "has_previous_page":false}""", first.get("pagination").toString());
        assertEquals(100,
                good(Ask.get(path + "?limit=100&page=9"), 200).data().get("returned_count").asInt());
        assertEquals(0, good(Ask.get(path + "?page=20"), 200).data().get("returned_count").asInt());
        assertEquals(1000,
                good(Ask.get(path + "?status=PENDING"), 200).data().at("/pagination/total_count").asInt());
        assertEquals(0,
                good(Ask.get(path + "?status=failed"), 200).data().at("/pagination/total_count").asInt());
    }

    @Test
    void a_task_says_what_became_of_it_in_the_contract_s_order() {
        JsonNode data = good(Ask.get("/batch-call/" + server.draft() + "/tasks"), 200).data();
        assertEquals(List.of("batch_call_id", "tasks", "pagination", "returned_count"), Reply.names(data));
        assertEquals(List.of("task_id", "to_number", "status", "call_id", "error_message", "created_at",
                "attempts", "outcome", "sip_status", "q850_cause", "reason_text", "reason", "external_id",
                "not_before", "timezone", "due_at"),
                Reply.names(data.at("/tasks/0")));
    }

    @Test
    void the_same_external_id_again_is_not_a_second_task() {
        String id = server.draft();
        String body = "{'tasks': [{'to_number': '+99970010010', 'external_id': 'x'}]}";
        Reply first = post(id, "/tasks", body);
        Reply again = post(id, "/tasks", body);
        assertEquals(201, first.status());
        assertEquals(200, again.status());
        assertEquals(first.data().at("/tasks/0/task_id"), again.data().at("/tasks/0/task_id"));
        assertEquals("2", good(Ask.get("/batch-call/" + id), 200).field("total"));
    }

    @Test
    void execute_answers_when_it_began_and_is_not_for_one_that_runs() {
        String id = server.draft();
        Reply started = post(id, "/execute", "");
        assertEquals(List.of("batch_call_id", "status", "execution_started_at"), Reply.names(started.data()));
        assertEquals("sent", started.field("status"));
        Reply again = post(id, "/execute", "");
        assertEquals(400, again.status());
        assertTrue(again.error().startsWith("Cannot execute batch call with status "), again.error());
    }

    @Test
    void pause_resume_and_cancel_asked_for_twice_change_nothing_the_second_time() {
        String id = server.draft();
        post(id, "/execute", "");
        for (String action : List.of("pause", "resume", "cancel")) {
            Reply once = post(id, "/" + action, "");
            Reply twice = post(id, "/" + action, "");
            assertEquals(200, once.status(), once.text());
            assertEquals(200, twice.status(), twice.text());
            assertEquals(once.field("status"), twice.field("status"));
        }
        assertEquals("cancelled", good(Ask.get("/batch-call/" + id), 200).field("status"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{}", "{'live_calls': null}", "{'live_calls': 'finish'}",
            "{'live_calls': 'hang_up'}"})
    void live_calls_of_a_cancelled_one_finish_or_are_hung_up(String body) {
        Reply cancelled = post(server.draft(), "/cancel", body);
        assertEquals(200, cancelled.status(), cancelled.text());
        assertEquals("cancelled", cancelled.field("status"));
    }

    @Test
    void the_same_idempotency_key_and_body_give_the_first_answer_again_and_another_body_409() {
        Ask ask = create("'name': 'once'").header("Idempotency-Key", "k".repeat(255));
        Reply first = good(ask, 201);
        assertEquals(first.text(), good(ask, 201).text());
        assertEquals(409,
                server.send(create("'name': 'twice'").header("Idempotency-Key", "k".repeat(255))).status());
        assertNotEquals(first.field("batch_call_id"),
                good(create("'name': 'once'"), 201).field("batch_call_id"));
    }

    @Test
    void whoever_has_only_the_sandbox_is_told_that_no_phone_rings() {
        Reply started = good(create("'send_now': true"), 201);
        assertTrue(started.json().get("message").asString().contains("no phone rings"), started.text());
    }

    @Test
    void figures_move_while_it_runs_and_end_where_the_document_says() {
        String id = good(create("'now': 0"), 201).field("batch_call_id");
        assertTrue(Patience.until(Duration.ofSeconds(60), () -> server.send(Ask.get("/batch-call/" + id))
                .field("status").equals("completed")));
        JsonNode row =
                good(Ask.get("/batch-call/list?limit=100"), 200).data().get("batch_calls").valueStream()
                        .filter(r -> r.get("batch_call_id").asString().equals(id)).findFirst().orElseThrow();
        for (String figure : List.of("total_task_count", "sent", "picked_up", "completed")) {
            assertEquals(1, row.get(figure).asInt(), figure);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
            "{}|{}", "{'filter_criteria': {}}|{}", "{'filter_criteria': null, 'pagination': null}|{}",
            "{'filter_criteria': {'status': ['DRAFT', 'sent']}}|{\"status\":[\"draft\",\"sent\"]}",
            "{'filter_criteria': {'name': ['nobody']}}|{\"name\":[\"nobody\"]}",
            "{'filter_criteria': {'agent_id': ['agent_demo']}}|{\"agent_id\":[\"agent_demo\"]}",
            "{'filter_criteria': {'from_number': ['+99970000000']}}|{\"from_number\":[\"+99970000000\"]}",
            "{'filter_criteria': {'created_after': '2024-01-01T00:00:00Z'}}|{\"created_after\":1704067200}",
            "{'filter_criteria': {'created_before': 4073500800000}}|{\"created_before\":4073500800}",
            "{'filter_criteria': {'scheduled_after': 1, 'scheduled_before': 2}}"
                    + "|{\"scheduled_after\":1,\"scheduled_before\":2}"})
    void the_filtered_list_says_which_filters_are_in_force(String body, String applied) {
        JsonNode data = good(Ask.post("/batch-call/list", json(body)), 200).data();
        assertEquals(ServerFixture.JSON.readTree(applied), data.get("applied_filters"));
        assertEquals(List.of("organization_id", "batch_calls", "pagination", "returned_count", "sort_order",
                "sort_by",
                "applied_filters", "metrics_as_of", "next_cursor"), Reply.names(data));
        assertEquals(20, data.at("/pagination/limit").asInt());
    }

    @Test
    void the_filtered_list_is_paged_and_sorted_like_the_list() {
        server.draft();
        JsonNode data = good(Ask.post("/batch-call/list", json("{'pagination': {'page': 1, 'limit': 1},"
                + "'sort_by': 'created_at', 'sort_order': 'ascending', 'performance_mode': 'fast'}")), 200)
                .data();
        assertEquals(1, data.at("/pagination/page").asInt());
        assertEquals("created_at", data.get("sort_by").asString());
        assertEquals("ascending", data.get("sort_order").asString());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
            "'name': 'Q2'|/name|\"Q2\"", "'from_number': '+99970000001'|/from_number|\"+99970000001\"",
            "'agent_id': 'agent_b'|/agent_id|\"agent_b\"",
            "'timezone': 'Europe/Vienna'|/timezone|\"Europe/Vienna\"",
            "'trigger_timestamp': 4073500800|/scheduled_timestamp|4073500800",
            "'status': 'scheduled', 'trigger_timestamp': 4073500800|/status|\"scheduled\"",
            "'status': 'DRAFT'|/status|\"draft\"",
            "'retry_config': {'enabled': true}|/retry_config/max_attempts|3",
            "'quiet_hours': {'start_time': '21:00', 'end_time': '08:00'}|/quiet_hours/start_time|\"21:00\"",
            "'expires_at': 4073500800|/expires_at|4073500800",
            "'pacing': {'max_live_calls': 3}|/pacing/max_live_calls|3",
            "'duplicates': 'allow'|/duplicates|\"allow\"",
            "'priority': 9|/priority|9", "'retry_config': {'spread': true}|/retry_config/spread|true",
            "'retry_rules': [{'condition': 'no_answer', 'retry_timing': {'type': 'AT', 'time': '18:30'}}]"
                    + "|/retry_config/enabled|true",
            "'calling_window': {'hours': [{'days': ['sunday'], 'start_time': '09:00', 'end_time': '17:00'}]}"
                    + "|/calling_window/hours/0/days|[\"sunday\"]",
            "'stop_loss': [{'measure': 'decline_rate', 'percent': 10}]|/stop_loss/0/minimum_calls|100"})
    void a_field_of_a_draft_is_changed(String field, String pointer, String value) {
        String path = "/batch-call/" + server.draft();
        JsonNode changed = good(Ask.of("PATCH", path).with(json("{" + field + "}")), 200).data();
        assertEquals(ServerFixture.JSON.readTree(value), changed.at(pointer));
        assertEquals(changed, good(Ask.get(path), 200).data());
    }

    @Test
    void a_draft_is_deleted_and_gone_and_one_that_runs_is_not() {
        String path = "/batch-call/" + server.draft();
        assertTrue(good(Ask.of("DELETE", path), 200).data().isNull());
        assertEquals(404, server.send(Ask.get(path)).status());
        assertEquals(404, server.send(Ask.of("DELETE", path)).status());
        String running = server.draft();
        post(running, "/execute", "");
        assertEquals(400, server.send(Ask.of("DELETE", "/batch-call/" + running)).status());
    }

    @Test
    void a_key_is_made_read_changed_and_revoked_and_then_refused() {
        Reply made = good(Ask.post("/api/keys", json("{'name': 'wall', 'scope': 'read'}")), 201);
        assertEquals(List.of("api_key_id", "key", "secret", "name", "scope", "created_at", "revoked_at"),
                Reply.names(made.data()));
        Ask asked = Ask.get("/batch-call/list").anonymously().header("X-API-KEY", made.field("key"))
                .header("X-API-SECRET", made.field("secret"));
        assertTrue(Patience.until(SOON, () -> server.send(asked).status() == 200));
        Ask writes = new Ask("POST", "/batch-call", "{}", asked.headers(), true);
        assertEquals(403, server.send(writes).status());
        String path = "/api/keys/" + made.field("api_key_id");
        assertEquals("lobby", good(Ask.of("PATCH", path).with(json("{'name': 'lobby'}")), 200).field("name"));
        assertEquals("lobby", good(Ask.get(path), 200).field("name"));
        assertTrue(good(Ask.get("/api/keys"), 200).data().get("returned_count").asInt() >= 2);
        assertTrue(good(Ask.of("DELETE", path), 200).data().isNull());
        assertTrue(Patience.until(SOON, () -> server.send(asked).status() == 401));
    }

    @Test
    void a_key_that_was_asked_for_under_a_used_idempotency_key_is_409() {
        Ask ask = Ask.post("/api/keys", "{}").header("Idempotency-Key", "key-once");
        assertEquals("operate", good(ask, 201).field("scope"));
        assertEquals(409, server.send(ask).status());
    }

    @Test
    void operators_and_machines_need_no_key() {
        assertEquals(200, server.send(Ask.get("/health/live").anonymously()).status());
        assertTrue(Patience.until(SOON,
                () -> server.send(Ask.get("/health/ready").anonymously()).status() == 200));
        assertEquals(200, server.send(Ask.get("/openapi.yaml").anonymously()).status());
        Reply metrics = server.send(Ask.get("/metrics").anonymously());
        assertTrue(metrics.text().contains("# TYPE "), metrics.text());
    }
}
