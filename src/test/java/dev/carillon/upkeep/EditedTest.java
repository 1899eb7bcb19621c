package dev.carillon.upkeep;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import dev.carillon.Law;
import dev.carillon.batch.ApiHouse;

/** What a running batch call had stored by the rules that it had before. */
@Tag("database")
class EditedTest {

    private final ApiHouse house = new ApiHouse();
    private final Upkeep upkeep = new Upkeep(house.database);

    @AfterEach
    void close() {
        house.close();
    }

    private String batch(int tasks) {
        return house.create("{\"from_number\": \"+14157774444\", \"agent_id\": \"agent_a\", \"tasks\": ["
                + IntStream.range(0, tasks).mapToObj(i -> "{\"to_number\": \"+1415555%04d\"}".formatted(i))
                        .collect(Collectors.joining(","))
                + ", {\"to_number\": \"+14155599999\", \"max_retries\": 1}],"
                + " \"retry_config\": {\"enabled\": true, \"max_attempts\": 4},"
                + " \"quiet_hours\": {\"start_time\": \"09:00\", \"end_time\": \"18:00\"}}");
    }

    /** The tasks from 0 on wait: these for the end of the quiet hours, the rest for their third attempt. */
    private void wait(String id, int quiet, int retries) {
        house.execute("""
                insert into due select %1$s, '2026-03-01 18:00Z', s, 1, 0, 'outside_window'
                from generate_series(0, %2$d - 1) s;
                insert into due select %1$s, '2026-03-01 11:00Z', s, 3, 2, 'retry_wait'
                from generate_series(%2$d, %2$d + %3$d - 1) s;
                update batch_progress set next_seq = %2$d + %3$d where batch_id = %1$s;"""
                .formatted(ApiHouse.key(id), quiet, retries));
    }

    private String due(String id) {
        return house.value("select string_agg(concat_ws(' ', due_at, reason, n), ',' order by due_at) from ("
                + " select to_char(due_at at time zone 'UTC', 'HH24:MI') as due_at, reason, count(*) as n"
                + " from due where batch_id = " + ApiHouse.key(id) + " group by 1, 2) x");
    }

    private String budgets(String id) {
        return house.value("select string_agg(budget || 'x' || n, ' ' order by budget) from ("
                + " select budget, count(*) as n from task where batch_id = " + ApiHouse.key(id)
                + " group by 1) x");
    }

    private String edits() {
        return house.value("select count(*) from batch_edit");
    }

    private void all() {
        while (upkeep.step(house.timeline.now()) > 0) {
            // Each step is bounded; all of them come to an end.
        }
    }

    @Test
    void what_waits_for_hours_that_are_no_more_comes_up_at_once() {
        String id = batch(700);
        wait(id, 650, 20);
        assertEquals(200, house.patch(id, "{'quiet_hours': null}").status());
        upkeep.step(house.timeline.now());
        assertEquals("10:00 outside_window 280,11:00 retry_wait 20,18:00 outside_window 370", due(id));
        all();
        assertEquals("10:00 outside_window 650,11:00 retry_wait 20", due(id));
        assertEquals("1", edits(), "a node may still store by the former hours");
        house.timeline.advance(Duration.ofSeconds(7));
        all();
        assertEquals("0", edits());
    }

    @Test
    void what_waits_for_other_hours_comes_up_when_they_open() {
        String id = batch(20);
        wait(id, 10, 10);
        house.patch(id, "{'quiet_hours': {'end_time': '12:30'}}");
        all();
        assertEquals("11:00 retry_wait 10,12:30 outside_window 10", due(id));
        house.patch(id, "{'quiet_hours': {'end_time': '20:00'}}");
        all();
        assertEquals("11:00 retry_wait 10,12:30 outside_window 10", due(id), "looked at then, it waits on");
    }

    @Test
    void what_waits_beyond_a_new_end_comes_up_when_that_has_come() {
        String id = batch(20);
        wait(id, 10, 10);
        house.patch(id, "{'expires_at': '2026-03-01T10:30:00Z'}");
        house.timeline.advance(Duration.ofMinutes(10));
        all();
        assertEquals("11:00 retry_wait 10,18:00 outside_window 10", due(id));
        house.timeline.advance(Duration.ofMinutes(20));
        all();
        assertEquals("10:30 outside_window 10,10:30 retry_wait 10", due(id));
        all();
        assertEquals("0", edits());
    }

    @Test
    void an_end_that_is_taken_back_brings_nothing_up() {
        String id = batch(20);
        wait(id, 10, 10);
        house.patch(id, "{'expires_at': '2026-03-01T10:30:00Z'}");
        house.timeline.advance(Duration.ofMinutes(10));
        all();
        house.patch(id, "{'expires_at': null}");
        house.timeline.advance(Duration.ofMinutes(30));
        all();
        assertEquals("11:00 retry_wait 10,18:00 outside_window 10", due(id));
        assertEquals("0", edits());
    }

    @Test
    void tasks_get_the_new_number_of_attempts_and_keep_the_retry_that_waits() {
        String id = batch(900);
        wait(id, 350, 350);
        assertEquals("2x1 4x900", budgets(id));
        house.patch(id, "{'retry_config': {'max_attempts': 8}}");
        upkeep.step(house.timeline.now());
        assertEquals("2x1 4x700 8x200", budgets(id));
        house.timeline.advance(Duration.ofSeconds(7));
        all();
        assertEquals("2x1 8x900", budgets(id));
        assertEquals("0", edits());
        house.patch(id, "{'retry_config': {'enabled': false}}");
        house.timeline.advance(Duration.ofSeconds(7));
        all();
        assertEquals("1x550 2x1 3x350", budgets(id));
    }

    @Test
    void a_task_on_the_line_or_at_its_end_keeps_its_number() {
        String id = batch(3);
        house.execute("""
                insert into attempt (batch_id, seq, no, spent, budget, phase, node_id, trunk_id, to_number,
                    agent_id, opened_at, place_at, place_by, last_deadline)
                select %1$s, 0, 1, 1, 4, 2, 1, 1, '+1', 'agent_a', at, at, at, at
                from (select timestamptz '2026-03-01' as at) x;
                update task set status = 'failed' where batch_id = %1$s and seq = 1;
                update batch_progress set sent = 2, calling = 1, failed = 1, open = 3, next_seq = 2
                where batch_id = %1$s;""".formatted(ApiHouse.key(id)));
        house.patch(id, "{'retry_config': {'max_attempts': 2}}");
        house.timeline.advance(Duration.ofSeconds(7));
        all();
        assertEquals("4 4 2 2", house.value("select string_agg(budget::text, ' ' order by seq) from task"
                + " where batch_id = " + ApiHouse.key(id)));
    }

    @Test
    void a_batch_that_has_ended_meanwhile_is_left_alone() {
        String id = batch(20);
        wait(id, 10, 10);
        house.patch(id, "{'quiet_hours': null}");
        house.execute("update batch_call set status = 'cancelled' where batch_id = " + ApiHouse.key(id));
        house.execute("update batch_progress set status = 'cancelled' where batch_id = " + ApiHouse.key(id));
        upkeep.step(house.timeline.now());
        assertEquals("11:00 retry_wait 10,18:00 outside_window 10", due(id));
        assertEquals("0", edits());
    }

    /** Three of Los Angeles, where it is 02:00, the last of them told to be in Vienna, where it is 11:00. */
    private String narrow() {
        return house.create("{\"from_number\": \"+14157774444\", \"agent_id\": \"agent_a\","
                + " \"timezone\": \"UTC\","
                + " \"calling_window\": {\"hours\": [{\"start_time\": \"20:00\", \"end_time\": \"21:00\"}]},"
                + " \"retry_rules\": [{\"condition\": \"busy\","
                + " \"retry_timing\": {\"type\": \"AT\", \"time\": \"12:00\"}}],"
                + " \"tasks\": [{\"to_number\": \"+14155550000\"}, {\"to_number\": \"+14155550001\"},"
                + " {\"to_number\": \"+14155550002\", \"timezone\": \"Europe/Vienna\"}]}");
    }

    private void allOutside(String id) {
        house.execute("""
                insert into due select %1$s, '2026-03-02 04:00Z', s, 1, 0, 'outside_window'
                from generate_series(0, 2) s;
                update batch_progress set next_seq = 3 where batch_id = %1$s;"""
                .formatted(ApiHouse.key(id)));
    }

    private String openings(String id) {
        return house
                .value("select string_agg(to_char(due_at at time zone 'UTC', 'DD HH24:MI'), ',' order by seq)"
                        + " from due where batch_id = " + ApiHouse.key(id));
    }

    @Test
    @Law("Window")
    void what_waits_for_another_window_comes_up_when_it_opens_where_each_called_party_is() {
        String id = narrow();
        allOutside(id);
        house.patch(id, "{'calling_window': {'hours': [{'start_time': '09:00', 'end_time': '17:00'}]}}");
        all();
        assertEquals("01 17:00,01 17:00,01 10:00", openings(id));
        house.timeline.advance(Duration.ofSeconds(7));
        all();
        assertEquals("0", edits());
        assertEquals("2026-03-01 10:00", house.value("select to_char(window_since at time zone 'UTC',"
                + " 'YYYY-MM-DD HH24:MI') from batch_call where batch_id = " + ApiHouse.key(id)));
    }

    @Test
    void a_later_opening_is_left_for_the_claim_to_tell() {
        String id = narrow();
        allOutside(id);
        house.patch(id, "{'calling_window': {'hours': [{'days': ['friday'], 'start_time': '09:00',"
                + " 'end_time': '17:00'}]}}");
        all();
        assertEquals("02 04:00,02 04:00,02 04:00", openings(id));
    }

    @Test
    void a_retry_comes_no_sooner_than_its_rule_says() {
        String id = narrow();
        allOutside(id);
        house.execute("""
                insert into attempt (batch_id, seq, no, spent, budget, phase, node_id, trunk_id, to_number,
                    agent_id, opened_at, place_at, place_by, last_deadline, ended_at, outcome)
                select %1$s, 1, 1, 1, 3, 4, 1, 1, '+1', 'agent_a', at, at, at, at, at, 'busy'
                from (select timestamptz '2026-03-01 09:59Z' as at) x;
                update due set no = 2, spent = 1 where batch_id = %1$s and seq = 1;"""
                .formatted(ApiHouse.key(id)));
        house.patch(id, "{'calling_window': null}");
        all();
        assertEquals("01 10:00,01 12:00,01 10:00", openings(id));
    }

    @Test
    @Law("Window")
    void an_edit_of_the_organisation_s_hours_reaches_what_waits_in_all_its_batches() {
        house.execute("update organization set calling_window = '[{\"days\": [1, 2, 3, 4, 5],"
                + " \"start_time\": \"20:00\", \"end_time\": \"21:00\"}]'");
        String one = narrow();
        String two = narrow();
        allOutside(one);
        allOutside(two);
        house.patch(one, "{'calling_window': null}");
        house.timeline.advance(Duration.ofSeconds(7));
        all();
        assertEquals("02 04:00,02 04:00,02 04:00", openings(one), "the organisation's hold still");
        house.execute("update organization set window_since = '2026-03-01 10:00:07Z', calling_window = '[]'"
                + " where organization_id = '" + ApiHouse.ONE + "'");
        all();
        assertEquals("01 10:00,01 10:00,01 10:00", openings(one));
        assertEquals("02 04:00,02 04:00,01 19:00", openings(two), "its own hours hold still");
        house.timeline.advance(Duration.ofSeconds(7));
        all();
        assertEquals("0", edits());
    }

    @Test
    void what_nobody_knows_a_zone_of_comes_up_for_the_claim_to_say_so() {
        String id = house.create("{\"from_number\": \"+14157774444\", \"agent_id\": \"agent_a\","
                + " \"tasks\": [{\"to_number\": \"+99970011234\"}]}");
        house.execute("insert into due select " + ApiHouse.key(id)
                + ", '2026-03-02 04:00Z', 0, 1, 0, 'outside_window'");
        house.patch(id, "{'calling_window': {'hours': [{'start_time': '20:00', 'end_time': '21:00'}]}}");
        all();
        assertEquals("01 10:00", openings(id));
    }
}
