package dev.carillon.batch;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

import dev.carillon.Law;

/** A batch call tells how many of its tasks wait for what, as the list of its tasks tells it of each. */
@Tag("database")
@Law("Explained")
class ReasonsTest {

    private final ApiHouse house = new ApiHouse();

    @AfterEach
    void close() {
        house.close();
    }

    private String running() {
        String tasks = IntStream.range(0, 10).mapToObj(i -> "{'to_number': '+1415555%04d'%s}"
                .formatted(i, i >= 7 ? ", 'agent_id': 'agent_b'" : "")).collect(Collectors.joining(","));
        String id = house.create(BatchCreateTest.tasks(tasks, "'agent_id': 'agent_a'"));
        house.execute("""
                insert into due values
                    (%1$s, '2026-03-01 18:00Z', 0, 1, 0, 'outside_window'),
                    (%1$s, '2026-03-01 18:00Z', 1, 1, 0, 'outside_window'),
                    (%1$s, '2026-03-01 10:30Z', 2, 2, 1, 'retry_wait'),
                    (%1$s, '2026-03-01 09:59Z', 3, 2, 1, 'retry_wait');
                update task set status = 'skipped', reason = 'do_not_call' where batch_id = %1$s and seq = 4;
                insert into attempt (batch_id, seq, no, spent, budget, phase, node_id, trunk_id, to_number,
                    agent_id, opened_at, place_at, place_by, last_deadline)
                select %1$s, 5, 1, 1, 1, 2, 1, 1, '+1', 'agent_a', at, at, at, at
                from (select timestamptz '2026-03-01' as at) x;
                update batch_progress set next_seq = 6, skipped = 1, open = 9, calling = 1, sent = 3
                where batch_id = %1$s;""".formatted(ApiHouse.key(id)));
        return id;
    }

    private Map<String, Integer> counts(String id, String which) {
        var counts = new TreeMap<String, Integer>();
        house.get("/batch-call/" + id).data().get(which).forEachEntry((reason, tasks) -> {
            if (tasks.asInt() > 0) {
                counts.put(reason, tasks.asInt());
            }
        });
        assertEquals(listed(id, which.equals("waiting") ? "pending" : which), counts);
        return counts;
    }

    private Map<String, Integer> listed(String id, String status) {
        var counts = new TreeMap<String, Integer>();
        for (JsonNode task : house.get("/batch-call/" + id + "/tasks?status=" + status).data().get("tasks")) {
            counts.merge(task.get("reason").asString(), 1, Integer::sum);
        }
        return counts;
    }

    private void full(String scope, String id) {
        house.execute("update usage set live = 1, max_live = 1 where scope = " + scope + " and id = " + id);
    }

    @Test
    void what_is_later_has_its_reason_and_the_rest_waits_for_its_turn() {
        String id = running();
        assertEquals(Map.of("outside_window", 2, "retry_wait", 1, "queued", 5), counts(id, "waiting"));
        assertEquals(Map.of("do_not_call", 1), counts(id, "skipped"));
    }

    @Test
    void a_full_limit_is_what_the_rest_waits_for() {
        String id = running();
        full("10", ApiHouse.key(id) + "::text");
        assertEquals(Map.of("outside_window", 2, "retry_wait", 1, "no_capacity", 5), counts(id, "waiting"));
    }

    @Test
    void what_is_reserved_of_a_limit_is_not_free() {
        String id = running();
        house.execute("update usage set live = 1, max_live = 2, reserved = 1 where scope = 30");
        assertEquals(Map.of("outside_window", 2, "retry_wait", 1, "no_capacity", 5), counts(id, "waiting"));
    }

    @Test
    void a_full_agent_is_what_its_own_tasks_wait_for() {
        String id = running();
        full("50", "'agent_b'");
        assertEquals(Map.of("outside_window", 2, "retry_wait", 1, "no_capacity", 3, "queued", 2),
                counts(id, "waiting"));
        full("50", "'agent_a'");
        assertEquals(Map.of("outside_window", 2, "retry_wait", 1, "no_capacity", 5), counts(id, "waiting"));
    }

    @Test
    void all_of_a_paused_batch_waits_for_it() {
        String id = running();
        house.post("/batch-call/" + id + "/pause", "");
        assertEquals(Map.of("batch_paused", 8), counts(id, "waiting"));
    }

    @Test
    void what_is_pending_in_a_cancelled_batch_reads_as_skipped() {
        String id = running();
        house.post("/batch-call/" + id + "/cancel", "");
        assertEquals(Map.of(), counts(id, "waiting"));
        assertEquals(Map.of("do_not_call", 1, "batch_cancelled", 8), counts(id, "skipped"));
    }

    @Test
    void a_draft_is_queued() {
        assertEquals(Map.of("queued", 2), counts(Situation.batchIn(house, "draft"), "waiting"));
    }

    @Test
    void a_large_batch_is_counted_when_it_is_read_and_not_when_it_is_changed() {
        String id = running();
        house.execute(
                "update batch_progress set total = 10001, open = 10000 where batch_id = " + ApiHouse.key(id));
        house.execute("update batch_call set total = 10001 where batch_id = " + ApiHouse.key(id));
        assertEquals(true, house.patch(id, "{'name': 'N'}").data().get("waiting").isNull());
        assertEquals(9996, house.get("/batch-call/" + id).data().at("/waiting/queued").asInt());
    }
}
