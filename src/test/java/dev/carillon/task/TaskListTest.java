package dev.carillon.task;

import static org.junit.jupiter.api.Assertions.assertEquals;
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
import org.junit.jupiter.params.provider.ValueSource;

import dev.carillon.batch.ApiHouse;
import dev.carillon.batch.ApiHouse.Reply;

@Tag("database")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TaskListTest {

    private final ApiHouse house = new ApiHouse();

    @AfterAll
    void close() {
        house.close();
    }

    private String batch(int tasks) {
        return house.create("{\"from_number\": \"+14157774444\", \"agent_id\": \"agent_a\", \"tasks\": ["
                + IntStream.range(0, tasks).mapToObj(i -> "{\"to_number\": \"+1415555%04d\"}".formatted(i))
                        .collect(Collectors.joining(","))
                + "]}");
    }

    private String rows(Reply page, String... fields) {
        return page.data().get("tasks").values().stream().map(t -> List.of(fields).stream()
                .map(f -> t.get(f).isNull() ? "null" : t.get(f).asString()).collect(Collectors.joining(" ")))
                .collect(Collectors.joining("\n"));
    }

    /** One task in each state: waiting in turn, on the line, and so on. */
    private String everyState() {
        String id = batch(7);
        String key = ApiHouse.key(id);
        house.execute("""
                update task set status = 'completed', picked_up = true where seq = 1 and batch_id = %1$s;
                update task set status = 'failed' where seq = 2 and batch_id = %1$s;
                update task set status = 'skipped', reason = 'do_not_call' where seq = 3 and batch_id = %1$s;
                insert into attempt (batch_id, seq, no, spent, budget, phase, node_id, trunk_id, to_number,
                    agent_id, opened_at, place_at, place_by, last_deadline, ended_at, outcome, note, sip_status, reason_text)
                select %1$s, v.seq, v.no, v.no, 3, v.phase, 1, 1, '+1', 'agent_a', at, at, at, at,
                    case when v.phase = 4 then at end, v.outcome, v.note, v.sip, v.said
                from (values (0, 1, 2, null, null, null, null), (1, 1, 4, 'no_answer', null, 480, 'Gone'),
                    (1, 2, 4, 'completed', 'call_limit', null, null),
                    (2, 1, 4, 'busy', '486 Busy Here', 486, 'Busy Here'),
                    (4, 1, 4, 'no_answer', null, null, null)) v (seq, no, phase, outcome, note, sip, said),
                    (select timestamptz '2026-03-01' as at) x;
                insert into due values (%1$s, '2026-03-01 10:30Z', 4, 2, 1, 'retry_wait');
                update batch_progress set sent = 4, picked_up = 1, completed = 1, failed = 1, skipped = 1,
                    open = 4, calling = 1, next_seq = 5 where batch_id = %1$s;""".formatted(key));
        return id;
    }

    @Test
    void a_row_says_what_became_of_its_task() {
        String id = everyState();
        Reply page = house.get("/batch-call/" + id + "/tasks");
        assertEquals("""
                +14155550000 calling 1 null null null
                +14155550001 completed 2 completed null null
                +14155550002 failed 1 busy null 486 Busy Here
                +14155550003 skipped 0 null do_not_call null
                +14155550004 pending 1 no_answer retry_wait no answer
                +14155550005 pending 0 null queued null
                +14155550006 pending 0 null queued null""",
                rows(page, "to_number", "status", "attempts", "outcome", "reason", "error_message"));
        assertEquals(List.of("null null null", "486 null Busy Here"),
                rows(page, "sip_status", "q850_cause", "reason_text").lines().skip(1).limit(2).toList());
        assertEquals(
                List.of("task_id", "to_number", "status", "call_id", "error_message", "created_at",
                        "attempts",
                        "outcome", "sip_status", "q850_cause", "reason_text", "reason", "external_id",
                        "not_before", "timezone",
                        "due_at"),
                List.copyOf(page.data().get("tasks").get(0).propertyNames()));
        long batch = Long.parseLong(house.value("select " + ApiHouse.key(id)));
        assertEquals(house.ids.task(batch, 1), page.data().get("tasks").get(1).get("task_id").asString());
        assertEquals(house.ids.call(batch, 1, 2), page.data().get("tasks").get(1).get("call_id").asString());
        assertTrue(page.data().get("tasks").get(5).get("call_id").isNull());
    }

    @ParameterizedTest
    @CsvSource({"pending,4 5 6,sent", "calling,0,sent", "completed,1,sent", "failed,2,sent", "skipped,3,sent",
            "SKIPPED,3,sent", "pending,4 5 6,paused", "pending,'',cancelled", "skipped,3 4 5 6,cancelled",
            "calling,0,cancelled"})
    void a_filter_gives_those_and_their_exact_total(String status, String places, String batchStatus) {
        String id = everyState();
        is(id, batchStatus);
        Reply page = house.get("/batch-call/" + id + "/tasks?limit=2&status=" + status);
        List<String> expected = places.isEmpty() ? List.of() : List.of(places.split(" "));
        assertEquals(expected.stream().limit(2).toList(), numbers(page));
        assertEquals(expected.size(), page.data().get("pagination").get("total_count").asInt());
        Reply next = house.get("/batch-call/" + id + "/tasks?page=1&limit=2&status=" + status);
        assertEquals(expected.stream().skip(2).limit(2).toList(), numbers(next));
    }

    @ParameterizedTest
    @CsvSource({"paused,batch_paused,batch_paused", "cancelled,batch_cancelled,batch_cancelled",
            "scheduled,retry_wait,queued"})
    void what_waits_says_so_by_its_batch(String batchStatus, String due, String queued) {
        String id = everyState();
        is(id, batchStatus);
        Reply page = house.get("/batch-call/" + id + "/tasks");
        assertEquals(due, page.data().get("tasks").get(4).get("reason").asString());
        assertEquals(queued, page.data().get("tasks").get(5).get("reason").asString());
        assertEquals("do_not_call", page.data().get("tasks").get(3).get("reason").asString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"scope = 10", "scope = 30", "scope = 50 and id = 'agent_a'"})
    void what_waits_for_a_limit_says_so(String limit) {
        String id = batch(1);
        String mine = " where organization_id = '" + ApiHouse.ONE + "' and " + limit
                + (limit.equals("scope = 10") ? " and id = " + ApiHouse.key(id) + "::text" : "");
        house.execute("update usage set live = 3, max_live = 3" + mine);
        assertEquals("no_capacity", rows(house.get("/batch-call/" + id + "/tasks"), "reason"));
        house.execute("update usage set live = 0, max_live = 500" + mine);
        assertEquals("queued", rows(house.get("/batch-call/" + id + "/tasks"), "reason"));
    }

    @Test
    void pages_follow_each_other_without_a_gap() {
        String id = batch(120);
        String path = "/batch-call/" + id + "/tasks";
        Reply first = house.get(path);
        assertEquals(50, first.data().get("returned_count").asInt());
        assertEquals("{\"page\":0,\"limit\":50,\"total_count\":120,\"total_pages\":3,\"has_next_page\":true,"
                + "\"has_previous_page\":false}", first.data().get("pagination").toString());
        Reply last = house.get(path + "?page=2");
        assertEquals("{\"page\":2,\"limit\":50,\"total_count\":120,\"total_pages\":3,\"has_next_page\":false,"
                + "\"has_previous_page\":true}", last.data().get("pagination").toString());
        assertEquals(IntStream.range(100, 120).mapToObj(Integer::toString).toList(), numbers(last));
        assertEquals(List.of(), numbers(house.get(path + "?page=3")));
        assertEquals(List.of(), numbers(house.get(path + "?page=2147483647&limit=100")));
    }

    @ParameterizedTest
    @CsvSource({"pending,sent", "calling,sent", "completed,sent", "failed,sent", "skipped,sent",
            "skipped,cancelled", "calling,cancelled", "pending,cancelled", "pending,paused"})
    void the_pages_of_a_filter_are_together_all_that_reads_so(String status, String batchStatus) {
        String id = batch(300);
        String key = ApiHouse.key(id);
        house.execute("""
                update task set status = (array['completed', 'failed', 'pending'])[1 + seq %% 3]
                where batch_id = %1$s and seq < 200;
                update task set status = 'skipped', reason = 'do_not_call' where batch_id = %1$s and seq %% 7 = 0;
                insert into attempt (batch_id, seq, no, spent, budget, phase, node_id, trunk_id, to_number,
                    agent_id, opened_at, place_at, place_by, last_deadline, ended_at, outcome)
                select batch_id, seq, no, 1, 3, case when no = 1 then 4 else 1 end, 1, 1, '+1', 'agent_a', at,
                    at, at, at, case when no = 1 then at end, case when no = 1 then 'no_answer' end
                from task, generate_series(1, 2) no, (select timestamptz '2026-03-01' as at) x
                where batch_id = %1$s and status = 'pending' and seq < 200 and seq %% 2 = 0;
                update batch_progress set next_seq = 200, (calling, completed, failed, skipped, open, sent) = (
                    select count(*) filter (where status = 'pending' and seq < 200 and seq %% 2 = 0),
                        count(*) filter (where status = 'completed'), count(*) filter (where status = 'failed'),
                        count(*) filter (where status = 'skipped'), count(*) filter (where status = 'pending'),
                        200
                    from task where batch_id = %1$s), picked_up = 200 where batch_id = %1$s;"""
                .formatted(key));
        is(id, batchStatus);
        String path = "/batch-call/" + id + "/tasks?limit=";
        String[] fields = {"to_number", "status", "call_id", "reason"};
        List<String> expected = IntStream.range(0, 3)
                .mapToObj(page -> rows(house.get(path + "100&page=" + page), fields))
                .flatMap(String::lines).filter(row -> row.contains(" " + status + " ")).toList();
        String filtered = "&status=" + status;
        int total = house.get(path + "1" + filtered).data().get("pagination").get("total_count").asInt();
        assertEquals(expected.size(), total);
        List<String> pages = IntStream.rangeClosed(0, total / 7)
                .mapToObj(page -> rows(house.get(path + "7" + filtered + "&page=" + page), fields))
                .flatMap(String::lines).toList();
        assertEquals(expected, pages);
    }

    @Test
    void what_has_come_due_waits_for_its_turn_like_all_others() {
        String id = everyState();
        house.execute("update due set due_at = '2026-03-01 09:59Z' where batch_id = " + ApiHouse.key(id));
        assertEquals("queued", house.get("/batch-call/" + id + "/tasks").data().get("tasks").get(4)
                .get("reason").asString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"page=-1", "page=x", "page=", "page=2147483648", "limit=0", "limit=101", "limit=",
            "limit=%2B5",
            "status=", "status=open", "page=0&page=1"})
    void a_wrong_parameter_is_refused(String query) {
        Reply reply = house.get("/batch-call/" + batch(1) + "/tasks?" + query);
        assertEquals(400, reply.status(), reply.text());
        assertTrue(reply.error().startsWith(query.substring(0, query.indexOf('=')) + ": "), reply.error());
    }

    private static List<String> numbers(Reply page) {
        return page.data().get("tasks").values().stream()
                .map(t -> Integer.toString(Integer.parseInt(t.get("to_number").asString().substring(8))))
                .toList();
    }

    private void is(String id, String status) {
        house.execute("update batch_call set status = '%s', reason = %s where batch_id = %s".formatted(status,
                status.equals("paused") ? "'by_user'" : "null", ApiHouse.key(id)));
        house.execute("update batch_progress set status = '%s' where batch_id = %s".formatted(status,
                ApiHouse.key(id)));
    }
}
