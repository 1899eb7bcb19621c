package dev.carillon.directory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

import dev.carillon.base.Patience;
import dev.carillon.contract.RunningServer;
import dev.carillon.directory.Client.Reply;

/** What the directory's calls promise, on a whole server. */
@Tag("database")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DirectoryTest {

    private static final String DO_NOT_CALL = "/api/do-not-call";

    private final RunningServer server = new RunningServer();
    private final Client client = new Client(server);

    @AfterAll
    void close() {
        server.close();
    }

    @Test
    void a_number_is_on_the_do_not_call_list_once_until_it_is_removed() {
        assertEquals(201, client.post(DO_NOT_CALL, "{'number': '+99970110001'}").status());
        Reply again = client.post(DO_NOT_CALL, "{'numbers': ['+99970110001', '+99970110001']}");
        assertEquals(200, again.status());
        assertEquals("0 1", again.field("added") + " " + again.field("already_there"));
        Reply listed = client.get(DO_NOT_CALL + "/%2B99970110001");
        assertEquals("+99970110001", listed.field("number"));
        assertTrue(listed.data().get("source").isNull());
        assertEquals("1", client.get(DO_NOT_CALL + "?number=%2B99970110001").field("returned_count"));
        assertEquals("0", client.get(DO_NOT_CALL + "?number=%2B99970110002").field("returned_count"));
        assertEquals(200, client.delete(DO_NOT_CALL + "/+99970110001").status());
        assertEquals(404, client.delete(DO_NOT_CALL + "/+99970110001").status());
        assertEquals(404, client.get(DO_NOT_CALL + "/+99970110001").status());
        assertEquals(404, client.get(DO_NOT_CALL + "/%00").status());
        assertEquals("1",
                client.value("select count(*) from do_not_call_removed where number = '+99970110001'"));
        assertEquals(201, client.post(DO_NOT_CALL, "{'number': '+99970110001'}").status());
        assertEquals(200, client.delete(DO_NOT_CALL + "/+99970110001").status());
    }

    @Test
    void ten_thousand_numbers_are_added_by_one_request_and_an_idempotency_key_repeats_the_answer() {
        String numbers = IntStream.range(0, 10_000).mapToObj(i -> "'+9997012%04d'".formatted(i))
                .collect(Collectors.joining(","));
        String body = "{'numbers': [" + numbers + "]}";
        assertEquals("10000", client.once("import", DO_NOT_CALL, body).field("added"));
        assertEquals("10000", client.once("import", DO_NOT_CALL, body).field("added"));
        assertEquals("0", client.post(DO_NOT_CALL, body).field("added"));
        assertEquals(400, client.post(DO_NOT_CALL,
                "{'numbers': ['+99970139999'," + numbers + "]}").status());
        assertEquals(404, client.get(DO_NOT_CALL + "/+99970139999").status(), "nothing half done");
    }

    @Test
    void a_task_for_a_number_on_the_list_is_skipped_and_says_why() {
        client.post(DO_NOT_CALL, "{'number': '+99970140001'}");
        String id = server.create("opted out", "+99970140001", "+99970140010");
        server.becomes(id, "completed");
        assertEquals("do_not_call", client.get("/batch-call/" + id + "/tasks?status=skipped").data()
                .get("tasks").get(0).get("reason").asString());
    }

    @Test
    void an_agent_that_is_deleted_has_the_limits_of_the_sandbox_again() {
        Reply made = client.post("/api/agents",
                "{'agent_id': 'agent_smith', 'name': 'Smith', 'max_live_calls': 3}");
        assertEquals(201, made.status());
        assertEquals(409, client.post("/api/agents", "{'agent_id': 'agent_smith'}").status());
        assertEquals("3", client.get("/api/agents/agent_smith").field("max_live_calls"));
        Reply changed = client.patch("/api/agents/agent_smith",
                "{'name': null, 'max_live_calls': null, 'calls_per_second': 2.5}");
        assertEquals("500 2.5 true", changed.field("max_live_calls") + " "
                + changed.field("calls_per_second") + " " + changed.data().get("name").isNull());
        assertEquals(200, client.delete("/api/agents/agent_smith").status());
        assertEquals("500 null", client.value("select concat_ws(' ', max_live,"
                + " coalesce(calls_per_second::text, 'null')) from usage where scope = 50"
                + " and id = 'agent_smith'"));
        assertEquals(404, client.get("/api/agents/agent_smith").status());
        assertEquals(404, client.delete("/api/agents/agent_%20").status());
    }

    @Test
    void any_number_is_a_caller_id_that_can_be_read_and_neither_made_nor_deleted() {
        assertEquals("*", client.get("/api/caller-ids/*").field("number"));
        assertEquals("*", client.get("/api/caller-ids/%2A").field("number"));
        assertEquals(409, client.delete("/api/caller-ids/*").status());
        assertEquals(400, client.post("/api/caller-ids", "{'number': '*', 'trunks': []}").status());
        assertEquals(400, client.patch("/api/caller-ids/*", "{'max_live_calls': 5}").status());
    }

    @Test
    void a_caller_id_keeps_its_trunks_in_their_order_and_has_a_limit_only_where_one_is_set() {
        String first = client.trunk().substring("/api/trunks/".length());
        String second = client.post("/api/trunks", "{'kind': 'sandbox', 'name': 'Second'}")
                .field("trunk_id");
        Reply made = client.post("/api/caller-ids", "{'number': '+99970150000', 'trunks': ['%s', '%s']}"
                .formatted(second, first));
        assertEquals(201, made.status(), made.json().toString());
        assertEquals(second, made.data().get("trunks").get(0).asString());
        String path = "/api/caller-ids/+99970150000";
        assertEquals("0", limits("+99970150000"));
        assertEquals("4", client.patch(path, "{'max_live_calls': 4, 'trunks': ['%s']}".formatted(first))
                .field("max_live_calls"));
        assertEquals("1", limits("+99970150000"));
        assertEquals("[\"" + first + "\"]", client.get(path).data().get("trunks").toString());
        client.patch(path, "{'max_live_calls': null}");
        assertEquals("0", limits("+99970150000"));
        client.patch(path, "{'calls_per_second': 1}");
        assertEquals(200, client.delete(path).status());
        assertEquals("0", limits("+99970150000"));
        assertEquals(404, client.get(path).status());
        assertEquals(200, client.delete("/api/trunks/" + second).status());
    }

    private String limits(String number) {
        return client.value("select count(*) from usage where scope = 20 and id = '" + number + "'");
    }

    @Test
    void a_trunk_is_as_it_was_set_and_what_is_not_named_stays() {
        Reply made = client.post("/api/trunks", "{'kind': 'sandbox', 'name': 'Quick', 'settings':"
                + " {'speed': 10}, 'burst': 3, 'reserved_calls': 2,"
                + " 'destinations': {'countries': ['AT', 'DE'], 'kinds': ['satellite']}}");
        assertEquals(201, made.status(), made.json().toString());
        String path = "/api/trunks/" + made.field("trunk_id");
        Reply changed = client.patch(path, "{'paused': true, 'max_live_calls': 7}");
        assertEquals("{\"speed\":10}", changed.data().get("settings").toString().replace(" ", ""));
        assertEquals("7 50.0 3 2 true", String.join(" ", changed.field("max_live_calls"),
                changed.field("calls_per_second"), changed.field("burst"), changed.field("reserved_calls"),
                changed.field("paused")));
        assertEquals("{\"countries\":[\"AT\",\"DE\"],\"kinds\":[\"satellite\"]}",
                client.get(path).data().get("destinations").toString());
        assertTrue(client.patch(path, "{'destinations': null}").data().get("destinations").isNull());
        assertTrue(client.patch(path, "{'reserved_calls': 7}").error().startsWith("reserved_calls: "));
        assertTrue(client.patch(path, "{'settings': {'speed': 0}}").error().startsWith("settings.speed: "));
        assertTrue(client.patch(path, "{'kind': 'rest'}").error().startsWith("kind: cannot be changed"));
        assertEquals(200, client.delete(path).status());
        assertEquals(404, client.get(path).status());
    }

    @Test
    void while_the_trunk_that_may_call_there_is_paused_a_task_waits_for_it_and_is_not_skipped() {
        String german = client.post("/api/trunks",
                "{'kind': 'sandbox', 'name': 'German', 'destinations': {'countries': ['DE']}}")
                .field("trunk_id");
        String french = client.post("/api/trunks",
                "{'kind': 'sandbox', 'name': 'French', 'destinations': {'countries': ['FR']}}")
                .field("trunk_id");
        client.post("/api/caller-ids", "{'number': '+99970150077', 'trunks': ['%s', '%s']}".formatted(german,
                french));
        client.patch("/api/trunks/" + german, "{'paused': true}");
        String id = client.post("/batch-call", "{'from_number': '+99970150077', 'agent_id': 'agent_x',"
                + " 'tasks': [{'to_number': '+493012345678'}, {'to_number': '+12125550123'}],"
                + " 'status': 'sent'}")
                .field("batch_call_id");
        assertTrue(Patience.until(Duration.ofSeconds(20),
                () -> client.get("/batch-call/" + id).data().get("waiting").get("trunk_paused").asInt() == 1
                        && client.get("/batch-call/" + id).data().get("skipped").get("blocked_destination")
                                .asInt() == 1));
        client.post("/batch-call/" + id + "/cancel", "");
        client.delete("/api/caller-ids/+99970150077");
    }

    @Test
    void an_organisation_says_what_holds_for_all_its_batches_and_those_that_run_follow() {
        String id = server.create("follows", "+99970160010");
        server.becomes(id, "completed");
        assertEquals("10000", client.get("/api/organization").field("daily_attempts"));
        String notSoon =
                client.value("select trim(to_char(now() at time zone 'UTC' + interval '3 days', 'day'))");
        Reply changed = client.patch("/api/organization", "{'name': 'Example', 'weight': 3,"
                + " 'calling_window': {'hours': [{'days': ['" + notSoon + "'], 'start_time': '09:00',"
                + " 'end_time': '18:00'}]}, 'default_zones': {'RU': 'Europe/Moscow'},"
                + " 'attempt_cap': {'attempts': 3, 'days': 7}, 'daily_attempts': 5000}");
        assertEquals(changed.data().toString(), client.get("/api/organization").data().toString());
        assertEquals("{\"RU\":\"Europe/Moscow\"}", changed.data().get("default_zones").toString());
        assertEquals("true", client.value("select (window_since is not null and cap_since is not null)::text"
                + " from organization"));
        String paused = client.post("/batch-call", "{'from_number': '+99970000000', 'agent_id': 'agent_x',"
                + " 'tasks': [{'to_number': '+99970160011', 'timezone': 'UTC'}], 'status': 'sent'}")
                .field("batch_call_id");
        awaitDue("d.reason = 'outside_window' and d.due_at > now() + interval '1 day'");
        client.post("/batch-call/" + paused + "/pause", "");
        Reply back = client.patch("/api/organization", "{'name': null, 'weight': null,"
                + " 'calling_window': null, 'default_zones': null, 'attempt_cap': null,"
                + " 'daily_attempts': null}");
        awaitDue("d.due_at <= now()");
        assertEquals("1 10000", back.field("weight") + " " + back.field("daily_attempts"));
        assertTrue(back.data().get("calling_window").isNull());
        client.post("/batch-call/" + paused + "/cancel", "");
    }

    private void awaitDue(String condition) {
        String count = "select count(*) from due d join task t using (batch_id, seq)"
                + " where t.to_number = '+99970160011' and " + condition;
        assertTrue(Patience.until(Duration.ofSeconds(20), () -> client.value(count).equals("1")), condition);
    }
}
