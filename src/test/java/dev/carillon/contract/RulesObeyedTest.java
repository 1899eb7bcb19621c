package dev.carillon.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.DayOfWeek;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import tools.jackson.databind.JsonNode;

import dev.carillon.Law;
import dev.carillon.base.Patience;
import dev.carillon.doctor.Doctor;

/** What a client says of when his tasks are dialled is what a whole server does. */
@Tag("database")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RulesObeyedTest {

    private static final Duration LONG = Duration.ofSeconds(30);

    private final RunningServer server = new RunningServer();

    @AfterAll
    void close() {
        server.close();
    }

    private String create(String fields) {
        return server.create(Ask.post("/batch-call",
                ("{'from_number': '+99970000000', 'agent_id': 'agent_x', " + fields + "}").replace('\'',
                        '"')),
                "batch_call_id");
    }

    private JsonNode read(String id) {
        return server.send(Ask.get("/batch-call/" + id)).data();
    }

    private JsonNode onlyTask(String id) {
        return server.send(Ask.get("/batch-call/" + id + "/tasks")).data().get("tasks").get(0);
    }

    private JsonNode waitFor(String id, String reason) {
        assertTrue(Patience.until(LONG, () -> onlyTask(id).get("reason").asString().equals(reason)),
                () -> onlyTask(id).toString());
        return onlyTask(id);
    }

    private void lawsHold() {
        assertEquals(List.of(), new Doctor(server.database).examine());
    }

    @Test
    @Law("Window")
    void a_task_in_a_closed_zone_waits_with_its_reason_and_its_time() {
        int inThreeDays = Integer.parseInt(server.value(
                "select extract(isodow from (now() at time zone 'UTC') + interval '3 days')::int"));
        String day = DayOfWeek.of(inThreeDays).name().toLowerCase(Locale.ROOT);
        String id = create("'calling_window': {'hours': [{'days': ['" + day
                + "'], 'start_time': '00:00', 'end_time': '00:00'}]},"
                + " 'tasks': [{'to_number': '+99970010010', 'timezone': 'UTC'}]");
        JsonNode task = waitFor(id, "outside_window");
        long opening = Long.parseLong(server.value("select extract(epoch from date_trunc('day',"
                + " (now() at time zone 'UTC') + interval '3 days'))::bigint"));
        assertEquals(opening, task.get("due_at").asLong());
        assertEquals("UTC", task.get("timezone").asString());
        assertEquals(0, task.get("attempts").asInt());
        assertEquals(1, read(id).at("/waiting/outside_window").asInt());
        assertEquals(0, read(id).at("/waiting/queued").asInt());
        lawsHold();
    }

    @Test
    @Law("Window")
    void a_task_without_a_known_zone_is_skipped_where_a_window_holds() {
        String id = create("'calling_window': {'hours': [{'start_time': '00:00', 'end_time': '00:00'}]},"
                + " 'tasks': [{'to_number': '+99970010010'}]");
        server.becomes(id, "failed");
        assertEquals("unknown_time_zone", onlyTask(id).get("reason").asString());
        assertEquals(1, read(id).at("/skipped/unknown_time_zone").asInt());
    }

    @Test
    @Law("Window")
    void a_task_in_an_open_zone_is_dialled_and_the_zone_is_kept() {
        String id = create("'calling_window': {'hours': [{'start_time': '00:00', 'end_time': '00:00'}]},"
                + " 'tasks': [{'to_number': '+99970010010', 'timezone': 'Asia/Kathmandu'}]");
        server.becomes(id, "completed");
        assertEquals("{Asia/Kathmandu}", server.value("select zones::text from attempt a join batch_call b"
                + " using (batch_id) where b.public_id = '" + id.substring("batch_call_".length()) + "'"));
        lawsHold();
    }

    @Test
    void a_rule_says_after_how_long_a_busy_number_is_tried_again_and_no_answer_is_not() {
        String rules = "'retry_rules': [{'condition': 'busy',"
                + " 'retry_timing': {'type': 'AFTER', 'duration_minutes': 1}}], ";
        String id = create(rules + "'tasks': [{'to_number': '+99970010002'}]");
        JsonNode task = waitFor(id, "retry_wait");
        long ended =
                Long.parseLong(server.value("select extract(epoch from a.ended_at)::bigint from attempt a"
                        + " join batch_call b using (batch_id) where b.public_id = '"
                        + id.substring("batch_call_".length()) + "'"));
        long later = task.get("due_at").asLong() - ended;
        assertTrue(later >= 59 && later <= 61, () -> "after " + later + " s");
        assertEquals(3, read(id).at("/retry_config/max_attempts").asInt());
        String other = create(rules + "'tasks': [{'to_number': '+99970010003'}]");
        server.becomes(other, "completed");
        assertEquals("failed", onlyTask(other).get("status").asString());
    }

    @Test
    void a_batch_that_abandons_everyone_pauses_itself_with_the_figures() {
        String tasks =
                IntStream.range(0, 60).mapToObj(i -> "{'to_number': '+99970%02d0006'}".formatted(i + 10))
                        .collect(Collectors.joining(", "));
        String id = create("'duplicates': 'allow', 'pacing': {'calls_per_second': 10},"
                + " 'stop_loss': [{'measure': 'abandon_rate', 'percent': 3, 'minimum_calls': 5}],"
                + " 'tasks': [" + tasks + "]");
        server.becomes(id, "paused");
        JsonNode paused = read(id);
        assertEquals("stop_loss", paused.get("reason").asString());
        assertTrue(paused.get("reason_detail").asString().startsWith("abandon rate 100.0 %: "),
                paused.toString());
        assertTrue(paused.at("/waiting/batch_paused").asInt() > 0, paused.toString());
        lawsHold();
        JsonNode resumed = server.send(Ask.post("/batch-call/" + id + "/resume", "")).data();
        assertEquals("sent", resumed.get("status").asString());
        assertTrue(resumed.get("reason_detail").isNull());
        assertEquals("t",
                server.value("select counts_since is not null from batch_call where public_id = '"
                        + id.substring("batch_call_".length()) + "'"));
        server.send(Ask.post("/batch-call/" + id + "/cancel", ""));
    }
}
