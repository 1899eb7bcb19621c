package dev.carillon.batch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import dev.carillon.batch.ApiHouse.Reply;
import dev.carillon.call.BatchStatus;

@Tag("database")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BatchControlTest {

    private final ApiHouse house = new ApiHouse();

    @AfterAll
    void close() {
        house.close();
    }

    /**
     * What each action does from each state, as docs/lifecycle.md has it: the new state, the same one, or a
     * refusal.
     */
    static List<Arguments> everyActionFromEveryState() {
        var all = new ArrayList<Arguments>();
        String[] table = {
                "execute:  draft=sent scheduled=sent sent=400"
                        + " paused=400 completed=400 failed=400 cancelled=400",
                "pause:    draft=400 scheduled=400 sent=paused"
                        + " paused=paused completed=400 failed=400 cancelled=400",
                "resume:   draft=400 scheduled=400 sent=sent"
                        + " paused=sent completed=400 failed=400 cancelled=400",
                "cancel:   draft=cancelled scheduled=cancelled sent=cancelled paused=cancelled completed=400"
                        + " failed=400 cancelled=cancelled"};
        for (String line : table) {
            String[] words = line.split("[: =]+", -1);
            for (int i = 1; i < words.length; i += 2) {
                all.add(Arguments.of(words[0], words[i], words[i + 1]));
            }
        }
        assertEquals(Action.values().length * BatchStatus.values().length, all.size());
        return all;
    }

    @ParameterizedTest
    @MethodSource("everyActionFromEveryState")
    void an_action_leads_where_the_table_says(String action, String from, String to) {
        String id = batchIn(from);
        String key = ApiHouse.key(id);
        String before = row(key);
        house.timeline.advance(Duration.ofSeconds(10));
        Reply reply = house.post("/batch-call/" + id + "/" + action, "");
        if (to.equals("400")) {
            assertEquals(400, reply.status());
            assertEquals(
                    "Cannot " + action + " batch call with status " + from + "; allowed: " + allowed(action),
                    reply.error());
        } else {
            assertEquals(200, reply.status(), reply.text());
            assertEquals(to, reply.field("status"));
        }
        if (to.equals("400") || to.equals(from)) {
            assertEquals(before, row(key), "nothing is changed");
            return;
        }
        long now = house.timeline.now().getEpochSecond();
        assertEquals("%s %s %d".formatted(to, to, now), house.value("""
                select concat_ws(' ', b.status, p.status, extract(epoch from b.updated_at)::bigint)
                from batch_call b join batch_progress p using (batch_id) where batch_id = """ + key));
        assertEquals("batch_" + to, house.value("select string_agg(type, ',' order by event_id) from event"
                + " where type <> 'batch_created' and batch_id = " + key));
    }

    private static String allowed(String action) {
        return switch (Action.valueOf(action.toUpperCase(Locale.ROOT))) {
            case EXECUTE -> "draft, scheduled";
            case PAUSE -> "sent";
            case RESUME -> "paused";
            case CANCEL -> "draft, scheduled, sent, paused";
        };
    }

    /** Everything that an action may change. */
    private String row(String key) {
        return house.value("""
                select concat_ws(' ', b, p, (select count(*) from event e where e.batch_id = b.batch_id),
                    (select count(*) from deferred_end d where d.batch_id = b.batch_id))
                from batch_call b join batch_progress p using (batch_id) where batch_id = """ + key);
    }

    /** A batch with two tasks that is in this state, however it came there. */
    private String batchIn(String status) {
        String id = house.create(BatchCreateTest.tasks(
                "{'to_number': '+14155550101'}, {'to_number': '+14155550102'}",
                "'agent_id': 'agent_a', 'status': 'draft', 'trigger_timestamp': '2030-01-01T00:00:00Z'"));
        boolean ended = status.equals("completed") || status.equals("failed");
        house.execute("update batch_progress set status = '%s', open = %d, failed = %d where batch_id = %s"
                .formatted(status, ended ? 0 : 2, ended ? 2 : 0, ApiHouse.key(id)));
        house.execute("update batch_call set status = '%s', reason = %s where batch_id = %s".formatted(status,
                status.equals("paused") ? "'by_user'" : "null", ApiHouse.key(id)));
        return id;
    }

    @Test
    void execute_answers_when_it_started_and_that_no_phone_rings() {
        Reply reply = house.post("/batch-call/" + batchIn("draft") + "/execute", "");
        assertEquals(List.of("batch_call_id", "status", "execution_started_at"),
                List.copyOf(reply.data().propertyNames()));
        assertEquals(house.timeline.now().getEpochSecond(),
                reply.data().get("execution_started_at").asLong());
        assertTrue(reply.message().endsWith("This organization has only the sandbox: no phone rings."));
    }

    @Test
    void an_empty_batch_is_not_executed() {
        String id = house.create("{\"from_number\": \"+14157774444\", \"status\": \"draft\"}");
        Reply reply = house.post("/batch-call/" + id + "/execute", "");
        assertEquals(400, reply.status());
        assertTrue(reply.error().startsWith("Cannot execute an empty batch call"), reply.error());
        assertEquals("draft", house.get("/batch-call/" + id).field("status"));
    }

    @Test
    void a_paused_batch_says_by_whom_and_a_resumed_one_does_not() {
        String id = batchIn("sent");
        assertEquals("by_user", house.post("/batch-call/" + id + "/pause", "").field("reason"));
        assertTrue(house.post("/batch-call/" + id + "/resume", "").data().get("reason").isNull());
    }

    @Test
    void the_first_start_stays_the_start() {
        String id = batchIn("draft");
        house.post("/batch-call/" + id + "/execute", "");
        String first = house.get("/batch-call/" + id).field("last_sent_timestamp");
        house.post("/batch-call/" + id + "/pause", "");
        house.timeline.advance(Duration.ofMinutes(1));
        assertEquals(first, house.post("/batch-call/" + id + "/resume", "").field("last_sent_timestamp"));
    }

    @Test
    void the_time_of_a_change_never_goes_back_though_the_clock_of_a_node_does() {
        String id = batchIn("sent");
        String ahead = "updated_at = '2031-01-01Z'";
        house.execute("update batch_call set " + ahead + " where batch_id = " + ApiHouse.key(id));
        assertEquals(200, house.post("/batch-call/" + id + "/pause", "").status());
        assertEquals(200, house.patch(id, "{'name': 'later'}").status());
        assertEquals(201, house.post("/batch-call/" + id + "/tasks",
                "{\"tasks\": [{\"to_number\": \"+14155550103\"}]}").status());
        assertEquals("true paused later 3", house.value("select concat_ws(' ', (" + ahead + ")::text, status,"
                + " name, total) from batch_call where batch_id = " + ApiHouse.key(id)));
    }

    @Test
    void cancel_is_one_row_whatever_the_number_of_tasks() {
        String id = batchIn("sent");
        String key = ApiHouse.key(id);
        assertEquals(200,
                house.post("/batch-call/" + id + "/cancel", "{\"live_calls\": \"finish\"}").status());
        assertEquals("pending 2 0 false", house.value("""
                select concat_ws(' ', (select min(status) from task t where t.batch_id = p.batch_id), open, skipped,
                    hang_up::text) from batch_progress p where batch_id = """ + key));
        assertEquals("1", house.value("select count(*) from deferred_end where batch_id = " + key));
    }

    @Test
    void live_calls_are_hung_up_when_asked_also_by_a_later_cancel_and_that_is_not_taken_back() {
        String id = batchIn("sent");
        String hangUp = "select hang_up::text from batch_progress where batch_id = " + ApiHouse.key(id);
        house.post("/batch-call/" + id + "/cancel", "");
        assertEquals("false", house.value(hangUp));
        house.post("/batch-call/" + id + "/cancel", "{\"live_calls\": \"hang_up\"}");
        assertEquals("true", house.value(hangUp));
        house.post("/batch-call/" + id + "/cancel", "{\"live_calls\": \"finish\"}");
        assertEquals("true", house.value(hangUp));
    }

    @Test
    void another_word_about_live_calls_is_refused_and_nothing_is_cancelled() {
        String id = batchIn("sent");
        Reply reply = house.post("/batch-call/" + id + "/cancel", "{\"live_calls\": \"drop\"}");
        assertEquals(400, reply.status());
        assertTrue(reply.error().startsWith("live_calls: "), reply.error());
        assertEquals("sent", house.get("/batch-call/" + id).field("status"));
    }

    @Test
    void a_repeated_execute_under_its_key_gives_the_first_answer_and_not_a_refusal() {
        String path = "/batch-call/" + batchIn("draft") + "/execute";
        Reply first = house.asking("POST", path, "").once("e1").as(ApiHouse.ONE);
        assertEquals(200, first.status());
        assertEquals(first, house.asking("POST", path, "").once("e1").as(ApiHouse.ONE));
        assertEquals(400, house.asking("POST", path, "").once("e2").as(ApiHouse.ONE).status());
    }

    @Test
    void of_many_at_once_one_executes() throws Exception {
        String path = "/batch-call/" + batchIn("draft") + "/execute";
        var ready = new CountDownLatch(8);
        var answers = new ArrayList<Integer>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var asked = new ArrayList<Future<Integer>>();
            for (int i = 0; i < 8; i++) {
                asked.add(threads.submit(() -> {
                    ready.countDown();
                    ready.await();
                    return house.post(path, "").status();
                }));
            }
            for (Future<Integer> a : asked) {
                answers.add(a.get());
            }
        }
        assertEquals(1, answers.stream().filter(s -> s == 200).count(), answers.toString());
        assertEquals(7, answers.stream().filter(s -> s == 400).count(), answers.toString());
        assertEquals(0, house.database.lockRetries());
    }
}
