package dev.carillon.batch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

import dev.carillon.batch.ApiHouse.Reply;
import dev.carillon.call.BatchStatus;
import dev.carillon.task.NotYet;

@Tag("database")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BatchEditTest {

    private final ApiHouse house = new ApiHouse();

    @AfterAll
    void close() {
        house.close();
    }

    /** What asking for a status leads to from each, as docs/lifecycle.md has it. */
    static List<Arguments> everyStatusFromEveryStatus() {
        return Situation.table(
                "draft: draft=draft scheduled=draft sent=400 paused=400"
                        + " completed=400 failed=400 cancelled=400",
                "scheduled: draft=scheduled scheduled=scheduled sent=400 paused=400"
                        + " completed=400 failed=400 cancelled=400",
                "sent: draft=sent scheduled=sent sent=sent paused=sent"
                        + " completed=400 failed=400 cancelled=400",
                "paused: draft=400 scheduled=400 sent=paused paused=paused"
                        + " completed=400 failed=400 cancelled=400",
                "cancelled: draft=cancelled scheduled=cancelled sent=cancelled paused=cancelled"
                        + " completed=400 failed=400 cancelled=cancelled",
                "completed: draft=400 scheduled=400 sent=400 paused=400"
                        + " completed=400 failed=400 cancelled=400",
                "failed: draft=400 scheduled=400 sent=400 paused=400"
                        + " completed=400 failed=400 cancelled=400");
    }

    private static final Map<String, String> WAYS = Map.of("draft", "scheduled", "scheduled", "draft", "sent",
            "draft, scheduled, paused", "paused", "sent", "cancelled", "draft, scheduled, sent, paused");

    @ParameterizedTest
    @MethodSource("everyStatusFromEveryStatus")
    void a_status_is_reached_where_the_table_says(String asked, String from, String to) {
        String id = Situation.batchIn(house, from);
        String before = Situation.rows(house, id);
        house.timeline.advance(Duration.ofSeconds(10));
        Reply reply = house.patch(id, "{'status': '" + asked.toUpperCase(java.util.Locale.ROOT) + "'}");
        if (to.equals("400")) {
            assertEquals(400, reply.status(), reply.text());
            assertEquals(WAYS.containsKey(asked)
                    ? "status: a batch call with status " + from + " cannot become " + asked
                            + "; allowed: from " + WAYS.get(asked)
                    : "status: " + asked + " cannot be set by a client;"
                            + " allowed: draft, scheduled, sent, paused, cancelled",
                    reply.error());
        } else {
            assertEquals(200, reply.status(), reply.text());
            assertEquals(to, reply.field("status"));
            assertEquals(house.get("/batch-call/" + id).data(), reply.data());
        }
        if (to.equals("400") || to.equals(from)) {
            assertEquals(before, Situation.rows(house, id), "nothing is changed");
            return;
        }
        assertEquals(to.equals("draft")
                ? "batch_updated draft"
                : "batch_" + to
                        + (to.equals("paused") ? " by_user" : ""),
                lastEvents(id));
        assertEquals(to + " " + to + " " + house.timeline.now().getEpochSecond(), house.value("""
                select concat_ws(' ', b.status, p.status, extract(epoch from b.updated_at)::bigint)
                from batch_call b join batch_progress p using (batch_id) where batch_id = """
                + ApiHouse.key(id)));
        assertEquals(to.equals("sent"), reply.message().contains("no phone rings"), reply.message());
    }

    private String lastEvents(String id) {
        return house.value("select coalesce(string_agg(concat_ws(' ', type, word), ';' order by event_id),"
                + " 'none') from event where type <> 'batch_created' and batch_id = " + ApiHouse.key(id));
    }

    /** A new value of each field, and whether it can be given while the batch runs. */
    private static final List<String> VALUES = List.of("'name': 'other'|running",
            "'from_number': '+14157775555'|waiting", "'agent_id': 'agent_z'|waiting",
            "'trigger_timestamp': '2031-01-01T00:00:00Z'|waiting", "'timezone': 'Europe/Vienna'|waiting",
            "'quiet_hours': {'start_time': '21:00', 'end_time': '08:00'}|running",
            "'retry_config': {'enabled': true, 'max_attempts': 5}|running",
            "'pacing': {'max_live_calls': 9}|running", "'expires_at': '2032-01-01T00:00:00Z'|running",
            "'duplicates': 'allow'|waiting",
            "'retry_rules': [{'condition': 'busy', 'retry_timing': {'type': 'AT', 'time': '13:00'}}],"
                    + " 'retry_config': {'enabled': false}|running",
            "'calling_window': {'hours': [{'start_time': '09:00', 'end_time': '17:00'}]}|running",
            "'priority': 9|running", "'stop_loss': [{'measure': 'abandon_rate', 'percent': 3}]|running");

    static Stream<Arguments> everyFieldInEveryStatus() {
        var all = new ArrayList<Arguments>();
        for (String value : VALUES) {
            String[] parts = value.split("[|]", -1);
            for (BatchStatus status : BatchStatus.values()) {
                all.add(Arguments.of(parts[0], parts[1], status.word()));
            }
        }
        return all.stream();
    }

    @ParameterizedTest
    @MethodSource("everyFieldInEveryStatus")
    void a_field_is_changed_as_long_as_it_can_be_obeyed(String field, String until, String status) {
        String id = Situation.batchIn(house, status);
        String before = Situation.rows(house, id);
        String name = field.substring(1, field.indexOf('\'', 1));
        Reply reply = house.patch(id, "{" + field + "}");
        boolean waits = status.equals("draft") || status.equals("scheduled");
        boolean runs = status.equals("sent") || status.equals("paused");
        if (waits || (runs && until.equals("running"))) {
            assertEquals(200, reply.status(), reply.text());
            assertEquals(status, reply.field("status"));
            assertEquals("batch_updated " + name, lastEvents(id));
            assertEquals(house.get("/batch-call/" + id).data(), reply.data());
            assertFalse(reply.data().equals(house.get("/batch-call/" + Situation.batchIn(house, status))
                    .data()));
            return;
        }
        assertEquals(400, reply.status(), reply.text());
        assertEquals(name + ": cannot be changed in a batch call with status " + status
                + "; allowed: in status draft, scheduled"
                + (until.equals("running") ? ", sent, paused" : ""), reply.error());
        assertEquals(before, Situation.rows(house, id));
    }

    @Test
    void every_field_is_in_the_table() {
        assertEquals(Editable.words(),
                VALUES.stream().map(v -> v.substring(1, v.indexOf('\'', 1))).toList());
    }

    @Test
    void what_is_absent_stays_and_null_is_as_if_it_had_never_been_given() {
        String id = house.create(BatchCreateTest.batch("'name': 'N', 'status': 'draft',"
                + " 'trigger_timestamp': '2030-01-01T00:00:00Z', 'expires_at': '2031-01-01T00:00:00Z',"
                + " 'timezone': 'Europe/Vienna', 'duplicates': 'allow',"
                + " 'quiet_hours': {'start_time': '21:00', 'end_time': '08:00'},"
                + " 'retry_config': {'enabled': true, 'max_attempts': 4},"
                + " 'pacing': {'calls_per_second': 2, 'max_live_calls': 7}"));
        String before = house.get("/batch-call/" + id).text();
        assertEquals(200, house.patch(id, "{}").status());
        assertEquals(before, house.get("/batch-call/" + id).text());
        Reply one = house.patch(id, "{'name': null}");
        assertEquals(before.replace("\"name\":\"N\"", "\"name\":null"),
                house.get("/batch-call/" + id).text());
        assertTrue(one.data().get("name").isNull());
        Reply all = house.patch(id, "{'trigger_timestamp': null, 'expires_at': null, 'timezone': null,"
                + " 'duplicates': null, 'quiet_hours': null, 'retry_config': null, 'pacing': null}");
        assertEquals(200, all.status(), all.text());
        assertEquals("null null UTC skip null {\"enabled\":false,\"max_attempts\":1,\"spread\":false} null",
                Stream.of("scheduled_timestamp", "expires_at", "timezone", "duplicates", "quiet_hours",
                        "retry_config", "pacing")
                        .map(f -> all.data().get(f).isString()
                                ? all.field(f)
                                : all.data().get(f).toString())
                        .reduce((a, b) -> a + " " + b).orElseThrow());
    }

    @Test
    void within_an_object_too_what_is_absent_stays() {
        String id = house.create(BatchCreateTest.batch("'status': 'draft', 'timezone': 'Europe/Vienna',"
                + " 'quiet_hours': {'start_time': '21:00', 'end_time': '08:00', 'timezone': 'Asia/Tokyo'},"
                + " 'retry_config': {'enabled': true, 'max_attempts': 4},"
                + " 'pacing': {'calls_per_second': 2, 'max_live_calls': 7}"));
        Reply reply = house.patch(id, "{'quiet_hours': {'end_time': '09:00'},"
                + " 'retry_config': {'max_attempts': 6}, 'pacing': {'max_live_calls': 3}}");
        assertEquals("{\"enabled\":true,\"start_time\":\"21:00\",\"end_time\":\"09:00\","
                + "\"timezone\":\"Asia/Tokyo\"}", reply.data().get("quiet_hours").toString());
        assertEquals("{\"enabled\":true,\"max_attempts\":6,\"spread\":false}",
                reply.data().get("retry_config").toString());
        assertEquals("{\"calls_per_second\":2.0,\"max_live_calls\":3}",
                reply.data().get("pacing").toString());
        Reply other = house.patch(id, "{'quiet_hours': {'timezone': null}, 'retry_config':"
                + " {'enabled': false}, 'pacing': {'calls_per_second': null, 'max_live_calls': null}}");
        assertEquals("Europe/Vienna", other.data().get("quiet_hours").get("timezone").asString());
        assertEquals("{\"enabled\":false,\"max_attempts\":1,\"spread\":false}",
                other.data().get("retry_config").toString());
        assertTrue(other.data().get("pacing").isNull());
        assertTrue(house.patch(id, "{'quiet_hours': {'enabled': false}}").data().get("quiet_hours").isNull());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
            "draft|'status': 'scheduled', 'trigger_timestamp': null|trigger_timestamp: is missing",
            "scheduled|'trigger_timestamp': null|trigger_timestamp: is missing",
            "scheduled|'trigger_timestamp': 1|trigger_timestamp: is not in the future",
            "draft|'status': 'sent', 'trigger_timestamp': 1893456000|trigger_timestamp: contradicts",
            "draft|'send_now': true, 'status': 'scheduled'|send_now: contradicts status scheduled",
            "draft|'expires_at': 1893456000|expires_at: leaves expires_at no later",
            "draft|'expires_at': 1|expires_at: is not in the future",
            "draft|'from_number': null|from_number: is missing",
            "draft|'from_number': '+0'|from_number: \"+0\" is not a telephone number",
            "draft|'from_number': '+14155550102'|from_number: is the same as a task's to_number",
            "draft|'agent_id': null|agent_id: is missing, and not every task has one",
            "draft|'agent_id': 'x'|agent_id: \"x\" has not the form",
            "draft|'quiet_hours': {'start_time': '08:00', 'end_time': '08:00'}|quiet_hours.end_time: is the",
            "draft|'quiet_hours': {'start_time': '08:00'}|quiet_hours.end_time: is missing",
            "draft|'quiet_hours': 8|quiet_hours: must be an object",
            "draft|'retry_config': {'max_attempts': 11}|retry_config.max_attempts: 11 is out of range",
            "draft|'pacing': {'calls_per_second': 0}|pacing.calls_per_second: is out of range",
            "draft|'timezone': 'Mars/Base'|timezone: \"Mars/Base\" is not a known time zone",
            "draft|'duplicates': 'maybe'|duplicates: \"maybe\" is not known",
            "draft|'name': ''|name: ", "draft|'name': 7|name: must be text",
            "draft|'status': null|status: must be text, not null",
            "draft|'status': 'running'|status: \"running\" is not known",
            "draft|'status': 7|status: must be text, not a number; allowed: draft, scheduled, sent, paused",
            "draft|'tasks': []|tasks: cannot be changed by PATCH",
            "draft|'sandbox': false|sandbox: cannot be changed",
            "sent|'status': 'cancelled', 'live_calls': 'drop'|live_calls: "})
    void the_whole_is_checked_as_it_would_be_and_nothing_is_half_done(String status, String body,
            String error) {
        String id = Situation.batchIn(house, status);
        String before = Situation.rows(house, id);
        Reply reply = house.patch(id, "{'duplicates': 'reject', " + body + "}");
        if (status.equals("sent") || body.contains("'duplicates'")) {
            reply = house.patch(id, "{" + body + "}");
        }
        assertEquals(400, reply.status(), reply.text());
        assertTrue(reply.error().startsWith(error), reply.error());
        assertEquals(before, Situation.rows(house, id));
    }

    @Test
    void an_empty_batch_is_neither_executed_nor_scheduled() {
        String id = house.create("{\"from_number\": \"+14157774444\", \"status\": \"draft\"}");
        assertEquals("Cannot execute an empty batch call; allowed: one with at least 1 task",
                house.patch(id, "{'status': 'sent'}").error());
        assertEquals("Cannot schedule an empty batch call; allowed: one with at least 1 task",
                house.patch(id, "{'status': 'scheduled', 'trigger_timestamp': '2030-01-01T00:00:00Z'}")
                        .error());
        assertEquals(200, house.patch(id, "{'agent_id': null, 'name': 'still a draft'}").status());
    }

    @Test
    void a_number_that_is_no_caller_id_is_refused() {
        String id = Situation.batchIn(house, "draft");
        house.execute("update caller_id set number = '+14157774444' where organization_id = '"
                + ApiHouse.ONE + "'");
        try {
            Reply reply = house.patch(id, "{'from_number': '+14157775555'}");
            assertTrue(reply.error().startsWith("from_number: is not a caller ID"), reply.error());
            assertEquals(200, house.patch(id, "{'from_number': '+14157774444'}").status());
        } finally {
            house.execute("update caller_id set number = '*' where organization_id = '" + ApiHouse.ONE
                    + "'");
        }
    }

    @Test
    void what_this_version_does_not_act_on_is_refused_and_what_nobody_knows_is_ignored() {
        String id = Situation.batchIn(house, "draft");
        assertEquals(List.of("voicemail"), NotYet.inBatch());
        assertEquals(422, house.patch(id, "{'voicemail': 'join'}").status());
        String before = Situation.rows(house, id);
        assertEquals(200, house.patch(id, "{'colour': 'blue', 'sandbox': true}").status());
        assertEquals(before, Situation.rows(house, id));
        assertEquals(400, house.patch(id, "").status());
        assertEquals(400, house.patch(id, "[]").status());
    }

    @Test
    void a_value_that_it_has_already_is_no_change_in_any_status() {
        String id = Situation.batchIn(house, "completed");
        String before = Situation.rows(house, id);
        house.timeline.advance(Duration.ofSeconds(5));
        Reply reply = house.patch(id, "{'from_number': '+14157774444', 'agent_id': 'agent_a',"
                + " 'trigger_timestamp': 1893456000, 'quiet_hours': null}");
        assertEquals(200, reply.status(), reply.text());
        assertEquals(before, Situation.rows(house, id));
    }

    @Test
    void a_draft_is_scheduled_with_a_time_given_before_and_goes_back_with_it() {
        String id = Situation.batchIn(house, "draft");
        assertEquals("scheduled", house.patch(id, "{'status': 'scheduled'}").field("status"));
        Reply back = house.patch(id, "{'status': 'draft', 'name': 'again'}");
        assertEquals("draft 1893456000 again", back.field("status") + " " + back.field("scheduled_timestamp")
                + " " + back.field("name"));
        assertEquals("batch_scheduled;batch_updated name;batch_updated draft", lastEvents(id));
    }

    @Test
    void fields_and_status_change_together() {
        String id = Situation.batchIn(house, "sent");
        Reply reply = house.patch(id, "{'status': 'paused', 'name': 'rest', 'pacing':"
                + " {'calls_per_second': 4}}");
        assertEquals("paused by_user rest", reply.field("status") + " " + reply.field("reason") + " "
                + reply.field("name"));
        assertEquals("batch_updated name,pacing;batch_paused by_user", lastEvents(id));
        assertEquals(200, house.patch(id, "{'send_now': true}").status());
        assertEquals("sent", house.get("/batch-call/" + id).field("status"));
    }

    @Test
    void live_calls_are_hung_up_when_it_is_cancelled_so() {
        String id = Situation.batchIn(house, "sent");
        house.patch(id, "{'status': 'cancelled'}");
        String told = "select concat_ws(' ', hang_up::text, (select count(*) from deferred_end d"
                + " where d.batch_id = p.batch_id)) from batch_progress p where batch_id = "
                + ApiHouse.key(id);
        assertEquals("false 1", house.value(told));
        house.patch(id, "{'status': 'cancelled', 'live_calls': 'hang_up'}");
        assertEquals("true 1", house.value(told));
    }

    @Test
    void another_number_of_attempts_is_the_budget_of_the_tasks_that_named_none() {
        String id = Situation.batchIn(house, "draft");
        house.patch(id, "{'retry_config': {'enabled': true, 'max_attempts': 6}}");
        assertEquals("6 2", house.value("select string_agg(budget::text, ' ' order by seq) from task"
                + " where batch_id = " + ApiHouse.key(id)));
        house.post("/batch-call/" + id + "/tasks", "{\"tasks\": [{\"to_number\": \"+14155550103\"}]}");
        house.patch(id, "{'retry_config': {'enabled': false}}");
        assertEquals("1 2 1", house.value("select string_agg(budget::text, ' ' order by seq) from task"
                + " where batch_id = " + ApiHouse.key(id)));
    }

    @Test
    void a_faster_pace_does_not_wait_for_the_slower_one() {
        String id = house.create(BatchCreateTest.batch("'pacing': {'calls_per_second': 0.001}"));
        String limit = " where scope = 10 and id = " + ApiHouse.key(id) + "::text";
        house.execute("update usage set free_at = '2026-03-01 11:00Z', live = 3" + limit);
        house.patch(id, "{'pacing': {'calls_per_second': 2, 'max_live_calls': 2}}");
        String now = house.timeline.now().plusMillis(500).toString();
        assertEquals("true 2 2 true", house.value("select concat_ws(' ', (free_at = '" + now + "')::text,"
                + " max_live, calls_per_second, (limited_at is not null)::text) from usage" + limit));
        house.patch(id, "{'pacing': {'max_live_calls': 3}}");
        assertEquals("true", house.value("select (limited_at is null)::text from usage" + limit));
    }

    @Test
    void a_repeated_request_under_its_key_gives_the_first_answer() {
        String id = Situation.batchIn(house, "draft");
        String path = "/batch-call/" + id;
        String body = "{\"status\": \"sent\"}";
        Reply first = house.asking("PATCH", path, body).once("p1").as(ApiHouse.ONE);
        assertEquals(200, first.status());
        house.post(path + "/cancel", "");
        assertEquals(first, house.asking("PATCH", path, body).once("p1").as(ApiHouse.ONE));
        assertEquals(400, house.asking("PATCH", path, body).once("p2").as(ApiHouse.ONE).status());
        assertEquals(409, house.asking("PATCH", path, "{\"name\": \"x\"}").once("p1").as(ApiHouse.ONE)
                .status());
    }
}
