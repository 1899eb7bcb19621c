package dev.carillon.upkeep;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import dev.carillon.batch.ApiHouse;
import dev.carillon.doctor.Doctor;

/** What is left of a deleted batch call, step by step. */
@Tag("database")
class RemovalTest {

    private final ApiHouse house = new ApiHouse();
    private final Upkeep upkeep = new Upkeep(house.database);

    @AfterEach
    void close() {
        house.close();
    }

    /** A batch of which every task was called twice and the last is due again; cancelled. */
    private String called(int tasks) {
        String id = house.create("{\"from_number\": \"+14157774444\", \"agent_id\": \"agent_a\", \"tasks\": ["
                + IntStream.range(0, tasks).mapToObj(i -> "{\"to_number\": \"+1415555%04d\"}".formatted(i))
                        .collect(Collectors.joining(","))
                + "], \"retry_config\": {\"enabled\": true, \"max_attempts\": 5}}");
        house.execute("""
                insert into attempt (batch_id, seq, no, spent, budget, phase, node_id, trunk_id, to_number,
                    agent_id, opened_at, place_at, place_by, last_deadline, ended_at, outcome)
                select %1$s, s, no, no, 5, 4, 1, 1, '+1415555' || lpad(s::text, 4, '0'), 'agent_a', at, at, at,
                    at, at, 'no_answer'
                from generate_series(0, %2$d - 1) s, generate_series(1, 2) no,
                    (select timestamptz '2026-03-01' as at) x;
                insert into due values (%1$s, '2026-03-01 12:00Z', %2$d - 1, 3, 2, 'retry_wait');
                update task set status = 'failed' where batch_id = %1$s and seq < %2$d - 1;
                update batch_progress set sent = %2$d, next_seq = %2$d, failed = %2$d - 1, open = 1
                where batch_id = %1$s;""".formatted(ApiHouse.key(id), tasks));
        assertEquals(200, house.post("/batch-call/" + id + "/cancel", "").status());
        return id;
    }

    private String left(String key) {
        return house.value("""
                select concat_ws(' ', (select count(*) from due where batch_id = k),
                    (select count(*) from attempt where batch_id = k),
                    (select count(*) from task where batch_id = k),
                    (select count(*) from usage where scope = 10 and id = k::text),
                    (select count(*) from event where batch_id = k),
                    (select count(*) from removed_batch where batch_id = k)) from (select %s as k) x"""
                .formatted(key));
    }

    @Test
    void all_of_it_goes_in_bounded_steps_and_no_law_looks_broken_after_any() {
        String kept = called(5);
        String id = called(350);
        String key = house.value("select " + ApiHouse.key(id));
        assertEquals(200, house.delete(id).status());
        assertEquals("1 700 350 1 2 1", left(key));
        var seen = new java.util.ArrayList<String>();
        while (upkeep.step(house.timeline.now()) > 0) {
            seen.add(left(key));
            assertEquals(List.of(), new Doctor(house.database).examine());
        }
        assertEquals(List.of("0 401 350 1 2 1", "0 101 350 1 2 1", "0 0 151 1 2 1", "0 0 0 0 2 0"),
                seen.stream().distinct().toList());
        assertEquals("0 10 5 1 2 0", left(ApiHouse.key(kept)));
    }

    @Test
    void a_number_that_is_still_on_the_line_keeps_its_attempt_until_it_is_not() {
        String id = called(3);
        String key = house.value("select " + ApiHouse.key(id));
        house.execute("""
                update attempt set outcome = 'lost' where batch_id = %1$s and seq = 0 and no = 2;
                insert into on_line select '%2$s', to_number, 1, batch_id, seq, no, trunk_id, agent_id, at
                from attempt, (select timestamptz '2026-03-01 11:00Z' as at) x
                where batch_id = %1$s and outcome = 'lost';""".formatted(key, ApiHouse.ONE));
        assertEquals(200, house.delete(id).status());
        while (upkeep.step(house.timeline.now()) > 0) {
            // Until there is nothing to do for now.
        }
        assertEquals("1 6 3 1 2 1", left(key));
        house.execute("delete from on_line");
        while (upkeep.step(house.timeline.now()) > 0) {
            // The rest.
        }
        assertEquals("0 0 0 0 2 0", left(key));
    }

    @Test
    void a_draft_without_tasks_leaves_nothing_either() {
        String id = house.create("{\"from_number\": \"+14157774444\", \"status\": \"draft\"}");
        String key = house.value("select " + ApiHouse.key(id));
        house.delete(id);
        assertTrue(upkeep.step(house.timeline.now()) > 0);
        assertEquals("0 0 0 0 1 0", left(key));
    }
}
