package dev.carillon.upkeep;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

import dev.carillon.Law;
import dev.carillon.batch.ApiHouse;

@Tag("database")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class UpkeepTest {

    private final ApiHouse house = new ApiHouse();
    private final Upkeep upkeep = new Upkeep(house.database);

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

    private String figures(String id) {
        return house.value("select concat_ws(' ', status, open, calling, skipped, next_seq,"
                + " (select count(*) from task t where t.batch_id = p.batch_id"
                + " and t.reason = 'batch_cancelled'),"
                + " (select count(*) from due d where d.batch_id = p.batch_id))"
                + " from batch_progress p where batch_id = " + ApiHouse.key(id));
    }

    /** All that there is to do, what is looked for once a minute too. */
    private void all() {
        var unrested = new Upkeep(house.database);
        while (unrested.step(house.timeline.now()) > 0) {
            // Each step is bounded; all of them come to an end.
        }
    }

    @Test
    void a_loop_that_was_never_started_is_ended_at_once() throws InterruptedException {
        new UpkeepLoop(upkeep, house.timeline).close();
    }

    @Test
    void the_tasks_of_a_cancelled_batch_end_in_bounded_steps() {
        String id = batch(1000);
        house.post("/batch-call/" + id + "/cancel", "");
        assertEquals("cancelled 1000 0 0 0 0 0", figures(id));
        upkeep.step(house.timeline.now());
        assertEquals("cancelled 700 0 300 300 300 0", figures(id));
        all();
        assertEquals("cancelled 0 0 1000 1000 1000 0", figures(id));
        assertEquals("0", house.value("select count(*) from deferred_end"));
        assertEquals("1000 0 0 0", seal(id));
    }

    @Test
    void what_was_kept_to_go_on_with_a_call_goes_when_its_attempt_is_over_or_gone() {
        String key = ApiHouse.key(batch(2));
        attempts(key, "3 + s", "case s when 1 then t end, case s when 1 then 'completed' end");
        house.execute("insert into resumable values (999, 0, 1, 'state', '2026-03-01Z')");
        all();
        assertEquals("0", kept(key));
        assertEquals("none", kept("999"));
    }

    @Test
    @Law("Capacity")
    void what_was_kept_of_a_lost_call_stays_as_long_as_its_slots_are_taken() {
        String key = ApiHouse.key(batch(2));
        attempts(key, "4", "t, 'lost'");
        house.execute("""
                insert into on_line (organization_id, number, node_id, batch_id, seq, no, trunk_id, agent_id, deadline)
                select b.organization_id, a.to_number, 1, a.batch_id, a.seq, 1, 1, 'agent_x', now() + interval '1 hour'
                from attempt a join batch_call b using (batch_id) where a.batch_id = %s and a.seq = 0"""
                .formatted(key));
        all();
        assertEquals("0", kept(key));
    }

    /** Two attempts {@code s}, 0 and 1, joined at {@code t}, of each of which something is kept. */
    private void attempts(String key, String phase, String endedAndOutcome) {
        house.execute("""
                insert into attempt (batch_id, seq, no, spent, budget, phase, node_id, trunk_id, to_number, agent_id,
                    opened_at, place_at, place_by, last_deadline, answered_at, joined_at, ended_at, outcome)
                select %s, s, 1, 1, 1, %s, 1, 1, '+9997001' || s, 'agent_x', t, t, t, t, t, t, %s
                from generate_series(0, 1) s, (select '2026-03-01Z'::timestamptz t) x;
                insert into resumable select batch_id, seq, no, 'state', opened_at from attempt
                where batch_id = %1$s""".formatted(key, phase, endedAndOutcome));
    }

    private String kept(String key) {
        return house
                .value("select coalesce(string_agg(seq::text, ', '), 'none') from resumable where batch_id = "
                        + key);
    }

    @Test
    void a_paused_batch_with_nothing_open_gets_its_seal_when_it_is_cancelled() {
        String id = batch(2);
        house.execute("update task set status = 'skipped', reason = 'expired' where batch_id = %1$s;"
                .formatted(ApiHouse.key(id)));
        house.execute("update batch_progress set status = 'paused', open = 0, skipped = 2, next_seq = 2"
                + " where batch_id = " + ApiHouse.key(id));
        house.execute("update batch_call set status = 'paused', reason = 'by_user' where batch_id = "
                + ApiHouse.key(id));
        house.post("/batch-call/" + id + "/cancel", "");
        all();
        assertEquals("2 0 0 0", seal(id));
        assertEquals("0", house.value("select count(*) from deferred_end"));
    }

    @Test
    void a_large_batch_is_sealed_in_a_step_of_its_own() {
        String id = batch(3);
        house.execute("update batch_progress set total = 10003, skipped = 10000 where batch_id = "
                + ApiHouse.key(id));
        house.post("/batch-call/" + id + "/cancel", "");
        String sealed = "select concat_ws(' ', (select count(*) from batch_seal where batch_id = k),"
                + " (select count(*) from unsealed_batch where batch_id = k)) from (select "
                + ApiHouse.key(id) + " as k) x";
        house.database.transaction(handle -> {
            assertTrue(ChoreLockSql.tryLock(handle, 6));
            all();
            assertEquals("0 1", house.value(sealed));
            return 0;
        });
        all();
        assertEquals("1 0", house.value(sealed));
        assertEquals("3 0 0 0", seal(id));
    }

    @Test
    void a_chore_that_fails_keeps_no_other_from_its_step() {
        String key = "{\"from_number\": \"+14157774444\", \"status\": \"draft\"}";
        house.asking("POST", "/batch-call", key).once("kept").as(ApiHouse.ONE);
        house.execute("alter table deferred_end rename to out_of_reach");
        try {
            upkeep.step(house.timeline.now().plus(Duration.ofHours(25)));
            assertEquals("0", house.value("select count(*) from idempotency"));
        } finally {
            house.execute("alter table out_of_reach rename to deferred_end");
        }
    }

    private String seal(String id) {
        return house.value("select concat_ws(' ', total, sent, picked_up, completed) from batch_seal"
                + " where batch_id = " + ApiHouse.key(id));
    }

    @Test
    void a_task_on_the_line_is_left_for_its_end_and_found_when_it_is_due_again() {
        String id = batch(5);
        String key = ApiHouse.key(id);
        house.execute(
                """
                update batch_progress set sent = 2, calling = 1, next_seq = 3 where batch_id = %1$s;
                insert into attempt (batch_id, seq, no, spent, budget, phase, node_id, trunk_id, to_number, agent_id,
                    opened_at, place_at, place_by, last_deadline)
                select %1$s, 0, 1, 1, 3, 2, 1, 1, '+1', 'agent_a', at, at, at, at
                from (select timestamptz '2026-03-01' as at) x;
                insert into due select %1$s, '2026-03-01 10:30Z', s, 2, 1, 'retry_wait' from generate_series(1, 2) s;"""
                        .formatted(key));
        house.post("/batch-call/" + id + "/cancel", "");
        all();
        assertEquals("cancelled 1 1 4 5 4 0", figures(id));
        assertEquals("1", house.value("select count(*) from deferred_end"));
        house.execute("""
                update attempt set phase = 4, outcome = 'no_answer', ended_at = opened_at where batch_id = %1$s;
                update batch_progress set calling = 0 where batch_id = %1$s;
                insert into due values (%1$s, '2026-03-01 11:30Z', 0, 2, 1, 'retry_wait');""".formatted(key));
        all();
        assertEquals("cancelled 0 0 5 5 5 0", figures(id));
        assertEquals("0", house.value("select count(*) from deferred_end"));
    }

    @Test
    void a_duplicate_that_was_skipped_keeps_its_reason() {
        String id = house.create("{\"from_number\": \"+14157774444\", \"agent_id\": \"agent_a\", \"tasks\": ["
                + "{\"to_number\": \"+14155550001\"}, {\"to_number\": \"+14155550001\"}]}");
        house.post("/batch-call/" + id + "/cancel", "");
        all();
        assertEquals("cancelled 0 0 2 2 1 0", figures(id));
    }

    @Test
    void an_answer_is_kept_for_a_day_and_an_event_for_a_week() {
        String key = "{\"from_number\": \"+14157774444\", \"status\": \"draft\"}";
        house.asking("POST", "/batch-call", key).once("old").as(ApiHouse.ONE);
        String answers = "select count(*) from idempotency";
        String events = "select count(*) from event";
        String written = house.value(events);
        upkeep.step(house.timeline.now().plus(Duration.ofHours(24)));
        assertEquals("1", house.value(answers));
        upkeep.step(house.timeline.now().plus(Duration.ofHours(24)).plusSeconds(60));
        assertEquals("0", house.value(answers));
        assertEquals(written, house.value(events));
        upkeep.step(house.timeline.now().plus(Duration.ofDays(7)).plusSeconds(1));
        assertEquals("0", house.value(events));
    }

    @Test
    void a_call_that_no_cap_counts_any_more_is_removed_after_a_year() {
        house.execute("insert into recent_call values ('o', '+1', '2026-03-01 10:00Z', 1, 0, 1),"
                + " ('o', '+1', '2026-03-02 10:00Z', 1, 1, 1)");
        house.timeline.advance(Duration.ofDays(366));
        all();
        assertEquals("2", house.value("select count(*) from recent_call"));
        house.timeline.advance(Duration.ofMinutes(1));
        all();
        assertEquals("1", house.value("select count(*) from recent_call"));
    }

    @Test
    void a_chore_that_another_node_has_is_left_out() {
        String id = batch(10);
        house.post("/batch-call/" + id + "/cancel", "");
        house.database.transaction(handle -> {
            assertTrue(ChoreLockSql.tryLock(handle, 1));
            upkeep.step(house.timeline.now());
            assertEquals("cancelled 10 0 0 0 0 0", figures(id));
            return 0;
        });
        all();
        assertEquals("cancelled 0 0 10 10 10 0", figures(id));
    }
}
