package dev.carillon.list;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.http.HttpResponse;
import java.util.List;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

import dev.carillon.Law;
import dev.carillon.doctor.Doctor;
import dev.carillon.doctor.Finding;
import dev.carillon.list.ListFixture.Batch;

/** The mode that recounts, and the seals that spare it the work. */
@Tag("database")
@Law("Ledger")
class AccurateTest {

    private static final String ACCURATE = "?performance_mode=accurate";
    private static final String SEAL = """
            insert into batch_seal select p.batch_id, r.total, r.sent, r.picked_up, r.completed, now()
            from batch_progress p cross join lateral recount(p.batch_id, p.total) r""";

    private final ListFixture list = new ListFixture();

    @BeforeEach
    void batch() {
        list.add(Batch.named("counted"));
        list.addTasks();
    }

    @AfterEach
    void close() {
        list.close();
    }

    private String figures(String query) {
        JsonNode row = list.data(query).get("batch_calls").get(0);
        return row.get("total_task_count") + " " + row.get("sent") + " " + row.get("picked_up") + " "
                + row.get("completed");
    }

    private void change(String sql) {
        assertTrue(list.database.transaction(handle -> handle.execute(sql)) > 0, sql);
    }

    private List<String> broken() {
        return new Doctor(list.database).examine().stream().filter(f -> f.law().equals("Ledger"))
                .map(Finding::what).toList();
    }

    @ParameterizedTest
    @ValueSource(strings = {"?performance_mode=fast", "?performance_mode=ultra_fast", ACCURATE,
            ACCURATE + "&limit="})
    void a_database_that_keeps_the_law_says_the_same_in_every_mode(String query) {
        assertEquals("100 100 75 66", figures(query));
        assertEquals(List.of(), broken());
    }

    @ParameterizedTest
    @ValueSource(strings = {"sent = sent - 1", "picked_up = picked_up + 1", "completed = completed - 1,"
            + " failed = failed + 1", "total = total + 1, failed = failed + 1"})
    void a_counter_that_was_changed_by_hand_makes_fast_differ_from_accurate(String change) {
        change("update batch_progress set " + change);
        assertNotEquals("100 100 75 66", figures(""));
        assertEquals("100 100 75 66", figures(ACCURATE));
        assertEquals("100 100 75 66", figures(ACCURATE + "&limit="));
        assertTrue(broken().stream().anyMatch(what -> what.startsWith("counters equal a recount")),
                broken().toString());
    }

    @Test
    void a_task_beyond_the_total_is_counted_by_nobody() {
        change("""
                insert into task (batch_id, seq, to_number, status, budget, picked_up, created_at)
                select batch_id, 100, '+14155550000', 'completed', 1, true, now() from batch_call""");
        assertEquals("100 100 75 66", figures(ACCURATE));
    }

    /** So many that two processes may count them. */
    @Test
    void a_batch_of_many_tasks_is_counted_like_one_of_few() {
        change("""
                insert into task (batch_id, seq, to_number, status, budget, created_at)
                select batch_id, seq, '+14155550000', 'pending', 1, now()
                from batch_call, generate_series(100, 59999) seq""");
        change("update batch_call set total = 60000");
        change("update batch_progress set total = 60000, open = 59900, status = 'paused'");
        assertEquals("60000 100 75 66", figures(ACCURATE));
        assertEquals("60000 100 75 66", figures(ACCURATE + "&limit="));
        change("update task set picked_up = true where seq = 99");
        assertEquals("60000 100 76 66", figures(ACCURATE));
    }

    @Test
    void a_sealed_batch_is_not_counted_again_and_a_seal_broken_by_hand_is_found() {
        change(SEAL);
        assertEquals(List.of(), broken());
        assertEquals("100 100 75 66", figures(ACCURATE));
        change("update batch_seal set completed = completed - 1");
        assertEquals("100 100 75 65", figures(ACCURATE));
        assertEquals("100 100 75 66", figures(""));
        assertEquals(List.of("a sealed batch has ended, and its seal equals a recount"), broken());
        change("delete from batch_seal");
        assertEquals("100 100 75 66", figures(ACCURATE));
    }

    @Test
    void the_seal_of_a_batch_with_something_open_is_not_believed() {
        change(SEAL);
        change("update batch_seal set sent = 99");
        change("update task set status = 'pending' where seq = 99");
        change("update batch_progress set open = 1, failed = failed - 1, status = 'paused'");
        assertEquals("100 100 75 66", figures(ACCURATE));
    }

    @Test
    void a_recount_that_takes_longer_than_five_seconds_is_503() {
        list.database.transaction(handle -> {
            handle.execute("set local idle_in_transaction_session_timeout = 0");
            handle.execute("lock table task in access exclusive mode");
            HttpResponse<String> response = list.get(ACCURATE);
            assertEquals(503, response.statusCode(), response.body());
            assertEquals("5", response.headers().firstValue("Retry-After").orElse(""));
            return response;
        });
        assertEquals("100 100 75 66", figures(ACCURATE));
    }

    @Test
    void a_page_of_sealed_batches_waits_for_no_recount() {
        change(SEAL);
        list.database.transaction(handle -> {
            handle.execute("set local idle_in_transaction_session_timeout = 0");
            handle.execute("lock table task in access exclusive mode");
            assertEquals("100 100 75 66", figures(ACCURATE));
            return true;
        });
    }

    @Test
    void an_answer_of_nothing_is_accurate_too() {
        assertEquals(0, list.data(ACCURATE + "&page=7").get("batch_calls").size());
        assertEquals(1,
                list.data(ACCURATE + "&page=7").get("pagination").get("total_count").intValue());
    }
}
