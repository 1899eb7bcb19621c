package dev.carillon.task;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import dev.carillon.batch.ApiHouse;
import dev.carillon.batch.ApiHouse.Reply;

@Tag("database")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TaskAppendTest {

    private final ApiHouse house = new ApiHouse();

    @AfterAll
    void close() {
        house.close();
    }

    private String batch(String more) {
        return house.create(json("{'from_number': '+14157774444', 'agent_id': 'agent_a',"
                + " 'tasks': [{'to_number': '+14155550101', 'external_id': 'first'}]" + more + "}"));
    }

    private Reply append(String id, String tasks) {
        return house.post("/batch-call/" + id + "/tasks", json("{'tasks': [" + tasks + "]}"));
    }

    private static String json(String text) {
        return text.replace('\'', '"');
    }

    private String figures(String id) {
        return house.value("select concat_ws(' ', total, open, skipped, next_seq,"
                + " (select b.total from batch_call b where b.batch_id = p.batch_id),"
                + " (select count(*) from task t where t.batch_id = p.batch_id),"
                + " (select count(*) from task t where t.batch_id = p.batch_id and t.status = 'pending'))"
                + " from batch_progress p where batch_id = " + ApiHouse.key(id));
    }

    private void is(String id, String status) {
        house.execute("update batch_call set status = '%s', reason = %s where batch_id = %s".formatted(status,
                status.equals("paused") ? "'by_user'" : "null", ApiHouse.key(id)));
        boolean end = status.equals("completed") || status.equals("failed");
        house.execute("update batch_progress set status = '%s', open = %d, failed = %d where batch_id = %s"
                .formatted(status, end ? 0 : 1, end ? 1 : 0, ApiHouse.key(id)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"draft", "scheduled", "sent", "paused"})
    void tasks_come_in_while_the_batch_is_open(String status) {
        String id = batch("");
        is(id, status);
        house.timeline.advance(Duration.ofSeconds(5));
        Reply reply = append(id,
                "{'to_number': '+14155550102', 'agent_id': 'agent_new'}, {'to_number': '+14155550103'}");
        assertEquals(201, reply.status(), reply.text());
        assertEquals(2, reply.data().get("accepted").asInt());
        assertEquals("3 3 0 0 3 3 3", figures(id));
        assertEquals(house.timeline.now().getEpochSecond() + "", house.value(
                "select extract(epoch from updated_at)::bigint from batch_call where batch_id = "
                        + ApiHouse.key(id)));
        assertEquals("batch_appended 2", house.value("select type || ' ' || word from event where batch_id = "
                + ApiHouse.key(id) + " order by event_id desc limit 1"));
        assertEquals("500", house.value("select max_live from usage where scope = 50 and id = 'agent_new'"));
        assertEquals(status.equals("sent"), reply.message().contains("no phone rings"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"completed", "failed", "cancelled"})
    void a_batch_that_has_ended_takes_none(String status) {
        String id = batch("");
        is(id, status);
        String rows = house.rowCounts();
        Reply reply = append(id, "{'to_number': '+14155550102'}");
        assertEquals(400, reply.status());
        assertEquals("Cannot append tasks to a batch call with status " + status
                + "; allowed: draft, scheduled, sent, paused", reply.error());
        assertEquals(rows, house.rowCounts());
    }

    @Test
    void an_external_id_that_is_there_is_not_a_second_task() {
        String id = batch("");
        Reply reply = append(id, "{'to_number': '+14155550109', 'external_id': 'first'},"
                + " {'to_number': '+14155550102', 'external_id': 'second'}");
        assertEquals("1 1 0",
                reply.field("accepted") + " " + reply.field("existing") + " " + reply.field("skipped"));
        assertEquals(json("[{'task_id':'%s','external_id':'first','existing':true},"
                + "{'task_id':'%s','external_id':'second','existing':false}]")
                .formatted(task(id, 0), task(id, 1)),
                reply.data().get("tasks").toString());
        assertEquals("2 2 0 0 2 2 2", figures(id));
    }

    @Test
    void when_all_are_there_nothing_changes() {
        String id = batch("");
        String rows = house.rowCounts();
        String updated = "select updated_at from batch_call where batch_id = " + ApiHouse.key(id);
        String before = house.value(updated);
        house.timeline.advance(Duration.ofSeconds(5));
        Reply reply = append(id, "{'to_number': '+14155550101', 'external_id': 'first'}");
        assertEquals(200, reply.status());
        assertEquals(0, reply.data().get("accepted").asInt());
        assertEquals(rows, house.rowCounts());
        assertEquals(before, house.value(updated));
    }

    @Test
    void a_number_that_the_batch_has_is_skipped() {
        String id = batch("");
        Reply reply = append(id, "{'to_number': '+14155550101'}, {'to_number': '+14155550102'},"
                + " {'to_number': '+14155550102'}");
        assertEquals("3 0 2",
                reply.field("accepted") + " " + reply.field("existing") + " " + reply.field("skipped"));
        assertEquals("4 2 2 0 4 4 2", figures(id));
    }

    @Test
    void a_number_that_the_batch_has_is_refused_or_dialled_twice_as_the_batch_says() {
        String rejecting = batch(", 'duplicates': 'reject'");
        Reply refused = append(rejecting, "{'to_number': '+14155550102'}, {'to_number': '+14155550101'}");
        assertEquals(400, refused.status());
        assertTrue(
                refused.error().startsWith("tasks[1].to_number: is a number that the batch call has already"),
                refused.error());
        assertEquals("1 1 0 0 1 1 1", figures(rejecting));
        String allowing = batch(", 'duplicates': 'allow'");
        assertEquals(201, append(allowing, "{'to_number': '+14155550101'}").status());
        assertEquals("2 2 0 0 2 2 2", figures(allowing));
    }

    @Test
    void the_rules_of_the_door_are_those_of_create() {
        String id = batch("");
        for (String bad : new String[]{"", "{}", "{'to_number': '+14157774444'}", "{'to_number': 'x'}",
                "{'to_number': '+14155550102', 'external_id': 'a'},"
                        + " {'to_number': '+14155550103', 'external_id': 'a'}"}) {
            assertEquals(400, append(id, bad).status(), bad);
        }
        assertEquals(400, house.post("/batch-call/" + id + "/tasks", "{}").status());
        assertEquals(400, append(id, "{'to_number': '+14155550102', 'timezone': 'Rome'}").status());
        assertEquals("1 1 0 0 1 1 1", figures(id));
        String without = house.create(json("{'from_number': '+14157774444', 'status': 'draft'}"));
        assertEquals(400, append(without, "{'to_number': '+14155550102'}").status(), "no agent");
        assertEquals(201, append(without, "{'to_number': '+14155550102', 'agent_id': 'agent_b'}").status());
    }

    @Test
    void the_same_key_appends_once() {
        String id = batch("");
        String path = "/batch-call/" + id + "/tasks";
        String body = json("{'tasks': [{'to_number': '+14155550102'}]}");
        Reply first = house.asking("POST", path, body).once("a1").as(ApiHouse.ONE);
        assertEquals(201, first.status());
        assertEquals(first, house.asking("POST", path, body).once("a1").as(ApiHouse.ONE));
        assertEquals("2 2 0 0 2 2 2", figures(id));
    }

    @Test
    void appends_at_the_same_time_leave_no_gap_and_no_number_twice() throws Exception {
        String id = batch("");
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var asked = new ArrayList<Future<Integer>>();
            for (int i = 0; i < 8; i++) {
                String own = "{'to_number': '+1415556000" + i + "', 'external_id': 'p" + i % 4 + "'}";
                asked.add(threads.submit(() -> append(id, own + ", {'to_number': '+14155569999'}").status()));
            }
            for (Future<Integer> a : asked) {
                assertEquals(201, a.get());
            }
        }
        assertEquals("13 6 7 0 13 13 6", figures(id));
        assertEquals("12", house.value("select max(seq) from task where batch_id = " + ApiHouse.key(id)));
        assertEquals(0, house.database.lockRetries());
    }

    private String task(String id, int seq) {
        return house.ids.task(Long.parseLong(house.value("select " + ApiHouse.key(id))), seq);
    }
}
