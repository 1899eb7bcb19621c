package dev.carillon.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@Tag("smoke")
class LiveTableTest {

    private static final JsonNode DATA = JsonMapper.builder().build().readTree("""
            {"batch_calls": [
               {"batch_call_id": "batch_call_1", "name": "First of all", "status": "completed", "total_task_count": 40,
                "sent": 40, "picked_up": 30, "completed": 20},
               {"batch_call_id": "batch_call_2", "name": null, "status": "sent", "total_task_count": 10, "sent": 5,
                "picked_up": 1, "completed": 0}],
             "pagination": {"total_count": 7}}""");

    @ParameterizedTest
    @ValueSource(ints = {20, 60, 80, 132, 250})
    void no_line_is_wider_than_the_terminal(int width) {
        LiveTable.lines(DATA, width, 24).forEach(line -> assertTrue(line.length() <= width, line));
    }

    @Test
    void a_line_has_name_status_and_the_four_figures() {
        assertEquals(List.of("First", "of", "all", "completed", "40", "40", "30", "20"),
                List.of(LiveTable.lines(DATA, 79, 24).get(1).strip().split("[ █░]+")));
    }

    @Test
    void a_batch_without_a_name_shows_its_id() {
        assertTrue(LiveTable.lines(DATA, 100, 24).get(2).startsWith("batch_call_2"));
    }

    @Test
    void batches_beyond_the_height_are_counted() {
        List<String> lines = LiveTable.lines(DATA, 100, 4);
        assertEquals(3, lines.size());
        assertEquals("7 batch calls, 1 shown", lines.getLast());
    }

    @Test
    void the_plain_line_sums_the_figures() {
        assertEquals("2 batch calls, 50 tasks: sent 45, picked up 31, completed 20", LiveTable.plain(DATA));
    }

    @Test
    void all_have_ended_only_when_the_last_one_has() {
        assertFalse(LiveTable.allEnded(DATA));
    }
}
