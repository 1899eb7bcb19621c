package dev.carillon.batch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import dev.carillon.batch.ApiHouse.Reply;

@Tag("database")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BatchDeleteTest {

    private final ApiHouse house = new ApiHouse();

    @AfterAll
    void close() {
        house.close();
    }

    static List<Arguments> everyStatus() {
        return Situation.table("delete: draft=gone scheduled=400 sent=400 paused=400"
                + " completed=gone failed=gone cancelled=gone");
    }

    @ParameterizedTest(name = "{1} is {2}")
    @MethodSource("everyStatus")
    void what_nobody_dials_can_be_deleted(String action, String status, String to) {
        String id = Situation.batchIn(house, status);
        String before = Situation.rows(house, id);
        Reply reply = house.asking(action.toUpperCase(java.util.Locale.ROOT), "/batch-call/" + id, "")
                .as(ApiHouse.ONE);
        if (to.equals("400")) {
            assertEquals(400, reply.status());
            assertEquals("Cannot delete batch call with status " + status
                    + "; allowed: draft, completed, failed, cancelled", reply.error());
            assertEquals(before, Situation.rows(house, id));
        } else {
            assertEquals(200, reply.status(), reply.text());
            assertTrue(reply.json().get("data").isNull());
            assertEquals(404, house.get("/batch-call/" + id).status());
        }
    }

    @Test
    void it_is_gone_for_every_reader_at_once_and_the_total_is_one_fewer() {
        String id = Situation.batchIn(house, "cancelled");
        house.execute("insert into deferred_end values (" + ApiHouse.key(id) + ")");
        String total = "select batch_count from organization_counter where organization_id = '"
                + ApiHouse.ONE + "'";
        long before = Long.parseLong(house.value(total));
        String key = house.value("select " + ApiHouse.key(id));
        assertEquals(200, house.delete(id).status());
        assertEquals(before - 1, Long.parseLong(house.value(total)));
        String unknown = house.get("/batch-call/batch_call_0").text();
        for (String path : new String[]{"", "/tasks"}) {
            assertEquals(unknown, house.get("/batch-call/" + id + path).text());
        }
        for (String path : new String[]{"/execute", "/pause", "/resume", "/cancel"}) {
            assertEquals(unknown, house.post("/batch-call/" + id + path, "").text());
        }
        assertEquals(unknown, house.patch(id, "{'name': 'x'}").text());
        assertEquals(unknown, house.delete(id).text());
        assertEquals(404, house.post("/batch-call/" + id + "/tasks",
                "{\"tasks\": [{\"to_number\": \"+14155550103\"}]}").status());
        assertEquals("0 0 0 2", house.value("""
                select concat_ws(' ', (select count(*) from batch_call where batch_id = k),
                    (select count(*) from batch_progress where batch_id = k),
                    (select count(*) from deferred_end where batch_id = k),
                    (select count(*) from task where batch_id = k)) from (select %s as k) x"""
                .formatted(key)));
    }

    @Test
    void a_cancelled_one_with_live_calls_has_to_wait_for_them() {
        String id = Situation.batchIn(house, "cancelled");
        String live = "update batch_progress set sent = 1, next_seq = 1, calling = %d where batch_id = "
                + ApiHouse.key(id);
        house.execute(live.formatted(1));
        Reply reply = house.delete(id);
        assertEquals(409, reply.status());
        assertEquals("Cannot delete batch call with live calls: 1 are not over yet; allowed: when they are",
                reply.error());
        house.execute(live.formatted(0));
        assertEquals(200, house.delete(id).status());
    }

    @Test
    void a_repeated_request_under_its_key_gives_the_first_answer() {
        String path = "/batch-call/" + Situation.batchIn(house, "draft");
        Reply first = house.asking("DELETE", path, "").once("d1").as(ApiHouse.ONE);
        assertEquals(200, first.status());
        assertEquals(first, house.asking("DELETE", path, "").once("d1").as(ApiHouse.ONE));
        assertEquals(404, house.asking("DELETE", path, "").as(ApiHouse.ONE).status());
    }

    @Test
    void of_many_at_once_one_deletes_and_readers_see_it_whole_or_not_at_all() throws Exception {
        String id = Situation.batchIn(house, "completed");
        String path = "/batch-call/" + id;
        var over = new AtomicBoolean();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var readers = new ArrayList<Future<Integer>>();
            for (String read : new String[]{"", "/tasks"}) {
                readers.add(threads.submit(() -> {
                    int found = 0;
                    int last = 200;
                    while (!over.get() || last == 200) {
                        Reply reply = house.get(path + read);
                        assertTrue(reply.status() == 200 || reply.status() == 404, reply.text());
                        assertTrue(last == 200 || reply.status() == 404, "it came back");
                        last = reply.status();
                        found += last == 200 ? 1 : 0;
                        if (last == 200 && !read.isEmpty()) {
                            assertEquals(2, reply.data().get("returned_count").asInt());
                        }
                    }
                    return found;
                }));
            }
            var answers = new ArrayList<Integer>();
            var asked = new ArrayList<Future<Integer>>();
            for (int i = 0; i < 8; i++) {
                asked.add(threads.submit(() -> house.delete(id).status()));
            }
            for (Future<Integer> a : asked) {
                answers.add(a.get());
            }
            over.set(true);
            for (Future<Integer> reader : readers) {
                assertTrue(reader.get() >= 0);
            }
            assertEquals(1, answers.stream().filter(s -> s == 200).count(), answers.toString());
            assertEquals(7, answers.stream().filter(s -> s == 404).count(), answers.toString());
        }
        assertEquals(0, house.database.lockRetries());
    }
}
