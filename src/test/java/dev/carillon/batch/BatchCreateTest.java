package dev.carillon.batch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

import dev.carillon.batch.ApiHouse.Reply;
import dev.carillon.task.NotYet;

@Tag("database")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BatchCreateTest {

    private static final long NOW = ApiHouse.START.getEpochSecond();

    private final ApiHouse house = new ApiHouse();

    @AfterAll
    void close() {
        house.close();
    }

    /** A batch that is fine, with more fields in it; single quotes stand for double ones. */
    static String batch(String more) {
        return ("{'from_number': '+14157774444', 'agent_id': 'agent_a',"
                + " 'tasks': [{'to_number': '+14155550101'}]" + (more.isEmpty() ? "" : ", " + more) + "}")
                .replace('\'', '"');
    }

    /** A batch with these tasks. */
    static String tasks(String tasks, String more) {
        return ("{'from_number': '+14157774444', 'tasks': [" + tasks + "]"
                + (more.isEmpty() ? "" : ", " + more) + "}").replace('\'', '"');
    }

    private Reply create(String more) {
        return house.post("/batch-call", batch(more));
    }

    private void refused(int status, String error, String body) {
        String before = house.rowCounts();
        Reply reply = house.post("/batch-call", body.replace('\'', '"'));
        assertEquals(status, reply.status(), reply.text());
        assertTrue(reply.error().startsWith(error), reply.error());
        assertEquals(before, house.rowCounts(), "nothing is half created");
    }

    @Test
    void the_answer_is_the_batch_as_it_is_read() {
        Reply created = create("'name': 'Q1', 'timezone': 'Europe/Vienna', 'expires_at': " + (NOW + 7200)
                + ", 'quiet_hours': {'enabled': true, 'start_time': '21:00', 'end_time': '08:30'}"
                + ", 'retry_config': {'enabled': true}"
                + ", 'pacing': {'calls_per_second': 2.5, 'max_live_calls': 7}");
        assertEquals(201, created.status());
        String id = created.field("batch_call_id");
        assertTrue(id.matches("batch_call_[0-9a-f]{32}"), id);
        Reply read = house.get("/batch-call/" + id);
        assertEquals(read.data(), created.data());
        assertEquals("""
                ["batch_call_id","name","from_number","status","total_task_count","sent","picked_up","completed",\
                "scheduled_timestamp","agent_id","organization_id","total","timezone","created_timestamp",\
                "last_sent_timestamp","tasks_url","reason","sandbox","retry_config","quiet_hours","expires_at",\
                "duplicates","pacing","retry_rules","calling_window","priority","stop_loss","reason_detail","waiting",\
                "skipped"]""", names(read.data()));
        assertEquals(
                ("{'name':'Q1','timezone':'Europe/Vienna','created_timestamp':%d,'last_sent_timestamp':%d,"
                        + "'tasks_url':'/batch-call/%s/tasks','reason':null,'sandbox':true,"
                        + "'retry_config':{'enabled':true,'max_attempts':3,'spread':false},"
                        + "'quiet_hours':{'enabled':true,'start_time':'21:00','end_time':'08:30',"
                        + "'timezone':'Europe/Vienna'},"
                        + "'expires_at':%d,'duplicates':'skip',"
                        + "'pacing':{'calls_per_second':2.5,'max_live_calls':7}}")
                        .formatted(NOW, NOW, id, NOW + 7200).replace('\'', '"'),
                part(read.data(), "name", "timezone", "created_timestamp", "last_sent_timestamp", "tasks_url",
                        "reason", "sandbox", "retry_config", "quiet_hours", "expires_at", "duplicates",
                        "pacing"));
    }

    @Test
    void all_its_rows_are_there_and_count_right() {
        String id = house.create(tasks("""
                {'to_number': '+14155550101', 'agent_id': 'agent_b', 'dynamic_variables': {'a': [1, null]},
                 'external_id': 'x', 'max_retries': 4, 'not_before': 1772359200000},
                {'to_number': '+14155550102'}, {'to_number': '+14155550101'}""",
                "'agent_id': 'agent_a', 'pacing': {'max_live_calls': 3}, 'retry_config': {'enabled': true}"));
        String key = ApiHouse.key(id);
        assertEquals("sent 3 2 0 0 1", house.value("""
                select concat_ws(' ', status, total, open, next_seq, calling, skipped)
                from batch_progress where batch_id = """ + key));
        assertEquals("""
                0 +14155550101 pending - 5 agent_b x 2026-03-01 10:00:00+00 {"a": [1, null]}
                1 +14155550102 pending - 3 - - - -
                2 +14155550101 skipped duplicate_number 3 - - - -""",
                house.value(
                        """
                select string_agg(concat_ws(' ', seq, to_number, status, coalesce(reason, '-'), budget,
                    coalesce(agent_id, '-'), coalesce(external_id, '-'), coalesce(not_before::text, '-'),
                    coalesce(dynamic_variables::text, '-')), E'\\n' order by seq) from task where batch_id = """
                                + key));
        assertEquals("10 3,50 500,50 500", house.value("""
                select string_agg(scope || ' ' || max_live, ',' order by scope, id) from usage
                where organization_id = 'one00000000000000000' and
                    (id in ('agent_a', 'agent_b') or scope = 10 and id =""" + key + "::text)"));
        assertEquals("batch_created sent", house.value("""
                select string_agg(type || ' ' || word, ',') from event where batch_id = """ + key));
        assertEquals("t", house.value("""
                select case when batch_count = (select count(*) from batch_call b
                    where b.organization_id = c.organization_id) then 't' else 'f' end
                from organization_counter c where organization_id = 'one00000000000000000'"""));
    }

    @Test
    void a_thousand_tasks_are_taken_and_one_more_is_not() {
        String thousand = IntStream.range(0, 1000).mapToObj(i -> "{'to_number': '+1415555%04d'}".formatted(i))
                .collect(Collectors.joining(","));
        String id = house.create(tasks(thousand, "'agent_id': 'agent_a'"));
        assertEquals("1000 999", house.value("select count(*) || ' ' || max(seq) from task where batch_id = "
                + ApiHouse.key(id)));
        refused(400, "tasks: has 1001 elements",
                tasks(thousand + ",{'to_number': '+14155559999'}", "'agent_id': 'agent_a'"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
            "``|sent",
            "'send_now': true|sent",
            "'send_now': false|sent",
            "'status': 'SENT'|sent",
            "'status': 'Draft'|draft",
            "'trigger_timestamp': 1772400000|scheduled",
            "'trigger_timestamp': 1772400000000|scheduled",
            "'trigger_timestamp': '2026-03-02T00:00:00+01:00', 'status': 'scheduled'|scheduled",
            "'trigger_timestamp': 1772400000, 'status': 'draft'|draft"})
    void it_begins_as_status_and_time_say(String more, String status) {
        Reply reply = create(more);
        assertEquals(201, reply.status(), reply.text());
        assertEquals(status, reply.field("status"));
        assertEquals(status.equals("sent"), !reply.data().get("last_sent_timestamp").isNull());
        assertEquals(status.equals("sent"), reply.message().contains("no phone rings"));
    }

    @Test
    void a_draft_may_be_without_tasks_and_agent() {
        Reply reply = house.post("/batch-call", tasks("", "'status': 'draft'"));
        assertEquals(201, reply.status());
        assertEquals(0, reply.data().get("total").asInt());
        String absent = house.create("{\"from_number\": \"+14157774444\", \"status\": \"draft\"}");
        assertEquals("0 0", house.value("select total || ' ' || open from batch_progress where batch_id = "
                + ApiHouse.key(absent)));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
            "'status': 'completed'|status: ",
            "'status': 'paused'|status: ",
            "'status': 7|status: ",
            "'status': 'scheduled'|trigger_timestamp: is missing",
            "'trigger_timestamp': 1772359200|trigger_timestamp: is not in the future",
            "'trigger_timestamp': 'soon'|trigger_timestamp: ",
            "'trigger_timestamp': 1772400000, 'status': 'sent'|trigger_timestamp: contradicts",
            "'trigger_timestamp': 1772400000, 'send_now': true|send_now: contradicts",
            "'status': 'draft', 'send_now': true|send_now: contradicts status draft",
            "'send_now': 'yes'|send_now: ",
            "'expires_at': 1772359200|expires_at: is not in the future",
            "'expires_at': 1772400000, 'trigger_timestamp': 1772400000|expires_at: is not after",
            "'timezone': 'Mars/Olympus'|timezone: ",
            "'timezone': '+02:00'|timezone: ",
            "'timezone': 'europe/vienna'|timezone: ",
            "'quiet_hours': {'start_time': '08:00', 'end_time': '08:00'}|quiet_hours.end_time: is the same",
            "'quiet_hours': {'start_time': '8:00', 'end_time': '09:00'}|quiet_hours.start_time: ",
            "'quiet_hours': {'start_time': '24:00', 'end_time': '09:00'}|quiet_hours.start_time: ",
            "'quiet_hours': {'start_time': '08:00'}|quiet_hours.end_time: is missing",
            "'quiet_hours': {'start_time': '08:00', 'end_time': '09:00', 'timezone': 'X'}"
                    + "|quiet_hours.timezone: ",
            "'quiet_hours': 'night'|quiet_hours: ",
            "'retry_config': {'enabled': true, 'max_attempts': 11}|retry_config.max_attempts: ",
            "'retry_config': {'enabled': true, 'max_attempts': 0}|retry_config.max_attempts: ",
            "'retry_config': {'enabled': 1}|retry_config.enabled: ",
            "'pacing': {'calls_per_second': 0}|pacing.calls_per_second: ",
            "'pacing': {'max_live_calls': 0}|pacing.max_live_calls: ",
            "'sandbox': false|sandbox: ",
            "'sandbox': 'no'|sandbox: ",
            "'duplicates': 'drop'|duplicates: ",
            "'name': ''|name: ",
            "'name': 5|name: "})
    void a_wrong_field_is_named(String more, String error) {
        refused(400, error, batch(more));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
            "{}|tasks[0].to_number: is missing",
            "{'to_number': '4155550101'}|tasks[0].to_number: ",
            "{'to_number': '+0155550101'}|tasks[0].to_number: ",
            "{'to_number': '+123456'}|tasks[0].to_number: ",
            "{'to_number': '+1234567890123456'}|tasks[0].to_number: ",
            "{'to_number': '+14157774444'}|tasks[0].to_number: is the same as from_number",
            "{'to_number': '+14155550101', 'agent_id': 'smith'}|tasks[0].agent_id: ",
            "{'to_number': '+14155550101', 'max_retries': 10}|tasks[0].max_retries: ",
            "{'to_number': '+14155550101', 'max_retries': -1}|tasks[0].max_retries: ",
            "{'to_number': '+14155550101', 'dynamic_variables': []}|tasks[0].dynamic_variables: ",
            "{'to_number': '+14155550101', 'not_before': 'x'}|tasks[0].not_before: ",
            "{'to_number': '+14155550101', 'external_id': ''}|tasks[0].external_id: ",
            "7|tasks[0]: must be an object"})
    void a_wrong_field_of_a_task_is_named_with_its_index(String task, String error) {
        refused(400, error, tasks(task, "'agent_id': 'agent_a'"));
    }

    @Test
    void the_same_external_id_twice_is_refused_with_both_indices() {
        refused(400, "tasks[2].external_id: is the same as tasks[0].external_id", tasks("""
                {'to_number': '+14155550101', 'external_id': 'x'}, {'to_number': '+14155550102'},
                {'to_number': '+14155550103', 'external_id': 'x'}""", "'agent_id': 'agent_a'"));
    }

    @Test
    void the_same_number_twice_is_refused_with_both_indices_when_asked_for() {
        refused(400, "tasks[1].to_number: is the same as tasks[0].to_number", tasks(
                "{'to_number': '+14155550101'}, {'to_number': '+14155550101'}",
                "'agent_id': 'agent_a', 'duplicates': 'reject'"));
    }

    @Test
    void the_same_number_twice_is_two_tasks_when_allowed() {
        String id = house.create(tasks("{'to_number': '+14155550101'}, {'to_number': '+14155550101'}",
                "'agent_id': 'agent_a', 'duplicates': 'allow'"));
        assertEquals("2",
                house.value("select open from batch_progress where batch_id = " + ApiHouse.key(id)));
    }

    @Test
    void variables_of_more_than_five_kilobytes_are_refused() {
        String task = "{'to_number': '+14155550101', 'dynamic_variables': {'a': '%s'}}";
        int frame = "{'a':''}".length();
        house.create(tasks(task.formatted("x".repeat(5120 - frame)), "'agent_id': 'agent_a'"));
        refused(400, "tasks[0].dynamic_variables: is too large",
                tasks(task.formatted("x".repeat(5121 - frame)), "'agent_id': 'agent_a'"));
    }

    @Test
    void an_agent_is_required_unless_every_task_has_one() {
        refused(400, "tasks[1].agent_id: is missing", tasks(
                "{'to_number': '+14155550101', 'agent_id': 'agent_b'}, {'to_number': '+14155550102'}", ""));
        Reply reply = house.post("/batch-call",
                tasks("{'to_number': '+14155550101', 'agent_id': 'agent_b'}", ""));
        assertEquals(201, reply.status());
        assertTrue(reply.data().get("agent_id").isNull());
        refused(400, "agent_id: ", batch("").replace("agent_a", "a"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
            "{}|from_number: is missing",
            "{'from_number': 'me'}|from_number: ",
            "{'from_number': '+14157774444'}|tasks: is missing",
            "{'from_number': '+14157774444', 'tasks': []}|tasks: ",
            "{'from_number': '+14157774444', 'tasks': {}}|tasks: ",
            "[]|body: "})
    void what_is_required_is_named(String body, String error) {
        refused(400, error, body);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
            "``|1|1", "'retry_config': {'max_attempts': 5}|1|1",
            "'retry_config': {'enabled': false, 'max_attempts': 5}|1|1",
            "'retry_config': {'enabled': true}|3|3",
            "'retry_config': {'enabled': true, 'max_attempts': 10}|10|10"})
    void the_budget_of_a_task_is_the_batch_s_number_of_attempts(String more, String attempts, String budget) {
        String id = create(more).field("batch_call_id");
        assertEquals(attempts,
                house.value("select max_attempts from batch_call where batch_id = " + ApiHouse.key(id)));
        assertEquals(budget, house.value("select budget from task where batch_id = " + ApiHouse.key(id)));
    }

    @Test
    void hours_that_are_turned_off_are_checked_and_not_kept() {
        Reply reply = create("'quiet_hours': {'enabled': false, 'start_time': '20:00', 'end_time': '08:00'}");
        assertTrue(reply.data().get("quiet_hours").isNull());
        assertEquals(201, reply.status());
    }

    @Test
    void a_number_that_is_no_caller_id_is_refused_when_no_number_goes() {
        house.execute("update caller_id set number = '+14157770000' where organization_id = '" + ApiHouse.TWO
                + "'");
        Reply reply = house.asking("POST", "/batch-call", batch("")).as(ApiHouse.TWO);
        assertEquals(400, reply.status());
        assertTrue(reply.error().startsWith("from_number: "), reply.error());
        assertEquals(201, house.asking("POST", "/batch-call",
                batch("").replace("+14157774444", "+14157770000")).as(ApiHouse.TWO).status());
        house.execute("update caller_id set number = '*' where organization_id = '" + ApiHouse.TWO + "'");
    }

    @Test
    void what_is_not_available_yet_is_checked_and_refused_never_taken_and_ignored() {
        assertEquals(List.of("voicemail"), NotYet.inBatch());
        refused(422, "voicemail: not available yet", batch("'voicemail': 'join'"));
        refused(400, "voicemail: ", batch("'voicemail': 'leave'"));
        assertEquals(201, create("'voicemail': null, 'retry_rules': null, 'priority': null").status());
    }

    @Test
    void the_same_key_and_body_give_the_first_answer_again() {
        String body = batch("'trigger_timestamp': " + (NOW + 60));
        Reply first = house.asking("POST", "/batch-call", body).once("k1").as(ApiHouse.ONE);
        String after = house.rowCounts();
        Reply again = house.asking("POST", "/batch-call", body).once("k1").as(ApiHouse.ONE);
        assertEquals(first, again);
        assertEquals(after, house.rowCounts());
        Reply other = house.asking("POST", "/batch-call", batch("")).once("k1").as(ApiHouse.ONE);
        assertEquals(409, other.status());
        assertEquals(after, house.rowCounts());
        Reply elsewhere = house.asking("POST", "/batch-call", body).once("k1").as(ApiHouse.TWO);
        assertEquals(201, elsewhere.status(), "a key belongs to its organisation");
        assertNotEquals(first.field("batch_call_id"), elsewhere.field("batch_call_id"));
    }

    @Test
    void while_the_first_is_in_flight_a_second_is_refused() {
        house.database.transaction(handle -> {
            handle.execute("select pg_advisory_xact_lock(hashtextextended('" + ApiHouse.ONE + " k2', 0))");
            Reply reply = house.asking("POST", "/batch-call", batch("")).once("k2").as(ApiHouse.ONE);
            assertEquals(409, reply.status());
            return 0;
        });
        assertEquals(201,
                house.asking("POST", "/batch-call", batch("")).once("k2").as(ApiHouse.ONE).status());
    }

    @Test
    void a_refused_request_leaves_its_key_unused() {
        assertEquals(400, house.asking("POST", "/batch-call", "{}").once("k3").as(ApiHouse.ONE).status());
        assertEquals(201,
                house.asking("POST", "/batch-call", batch("")).once("k3").as(ApiHouse.ONE).status());
    }

    private static String names(JsonNode data) {
        return data.propertyNames().stream().map(n -> '"' + n + '"')
                .collect(Collectors.joining(",", "[", "]"));
    }

    private static String part(JsonNode data, String... names) {
        assertFalse(data.isNull());
        return List.of(names).stream().map(n -> '"' + n + "\":" + data.get(n))
                .collect(Collectors.joining(",", "{", "}"));
    }
}
