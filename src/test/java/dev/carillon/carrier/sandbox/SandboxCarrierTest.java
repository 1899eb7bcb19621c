package dev.carillon.carrier.sandbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import dev.carillon.base.Ids.CallKey;
import dev.carillon.base.LawBroken;
import dev.carillon.base.VirtualTimeline;
import dev.carillon.call.CarrierEvent;
import dev.carillon.call.Cause;
import dev.carillon.dial.CallPlan;

class SandboxCarrierTest {

    private static final Instant START = Instant.parse("2026-03-01T12:00:00.5Z");
    private static final String BUSY = "+4915112340002";
    private static final String LOST = "+4915112340009";
    private static final String COMPLETED = "+4915112340010";

    private final VirtualTimeline timeline = new VirtualTimeline(START);
    private final List<CarrierEvent> told = new ArrayList<>();
    @TempDir
    private Path directory;
    private SandboxCarrier carrier;

    @BeforeEach
    void open() throws IOException {
        carrier = SandboxCarrier.open(directory, "7", timeline);
    }

    @AfterEach
    void close() throws IOException {
        carrier.close();
    }

    @ParameterizedTest
    @CsvSource({"0001,RINGING ENDED:no_answer", "0002,ENDED:busy", "0003,RINGING ENDED:declined",
            "0004,ENDED:invalid_number", "0005,RINGING ANSWERED ENDED:voicemail",
            "0006,RINGING ANSWERED ENDED:abandoned", "0007,RINGING ANSWERED ENDED:agent_failed",
            "0008,ENDED:congestion", "0009,''", "0010,RINGING ANSWERED JOINED ENDED:completed"})
    void each_outcome_tells_what_a_real_call_would(String digits, String expected) throws IOException {
        carrier.place(Plans.to("+4915112" + digits), told::add);
        timeline.advance(Duration.ofMinutes(1));
        assertEquals(expected, words());
        assertEquals(0, carrier.live());
        assertEquals(1, journal().size());
    }

    @Test
    void steps_come_at_their_times_and_say_them() {
        String settings = """
                {"setup_millis": 100, "ring_seconds": 2, "join_millis": 300, "talk_seconds": 4}""";
        carrier.place(Plans.plan(new CallKey(1, 0, 1), COMPLETED, settings), told::add);
        assertEquals("", words());
        assertEquals(1, timeline.waiting());
        timeline.advance(Duration.ofMillis(100));
        assertEquals("RINGING", words());
        timeline.advance(Duration.ofMillis(1_999));
        assertEquals("RINGING", words());
        timeline.advance(Duration.ofHours(1));
        assertEquals(List.of(START.plusMillis(100), START.plusMillis(2_100), START.plusMillis(2_400),
                START.plusMillis(6_400)), told.stream().map(CarrierEvent::at).toList());
        assertEquals(0, timeline.waiting());
    }

    @Test
    void a_call_of_no_length_is_told_at_once() {
        String settings = "{\"setup_millis\": 0, \"ring_millis\": 0, \"join_millis\": 0, \"talk_millis\": 0}";
        carrier.place(Plans.plan(new CallKey(1, 0, 1), COMPLETED, settings), told::add);
        assertEquals("RINGING ANSWERED JOINED ENDED:completed", words());
        assertEquals(0, carrier.live());
    }

    @Test
    void it_keeps_the_ring_timeout_of_the_plan() {
        carrier.place(limited(COMPLETED, "{\"ring_seconds\": 40}"), told::add);
        timeline.advance(Duration.ofMinutes(5));
        assertEquals("RINGING ENDED:no_answer", words());
        assertEquals(START.plusSeconds(30), told.getLast().at());
    }

    @Test
    void it_keeps_the_ring_timeout_when_nobody_answers() {
        carrier.place(limited("+4915112340001", "{\"no_answer_seconds\": 90}"), told::add);
        timeline.advance(Duration.ofMinutes(5));
        assertEquals(START.plusSeconds(30), told.getLast().at());
    }

    @Test
    void it_keeps_the_time_that_an_agent_may_take() {
        carrier.place(limited(COMPLETED, "{\"setup_millis\": 0, \"ring_seconds\": 1, \"join_millis\": 9000}"),
                told::add);
        timeline.advance(Duration.ofMinutes(5));
        assertEquals("RINGING ANSWERED ENDED:agent_failed", words());
        assertEquals(START.plusSeconds(6), told.getLast().at());
    }

    @Test
    void it_keeps_the_longest_call_which_is_completed_with_a_note() {
        carrier.place(limited(COMPLETED, "{\"setup_millis\": 0, \"ring_seconds\": 1, \"talk_seconds\": 900}"),
                told::add);
        timeline.advance(Duration.ofHours(1));
        assertEquals("RINGING ANSWERED JOINED ENDED:completed", words());
        assertEquals(START.plusSeconds(61), told.getLast().at());
        assertEquals("call_limit", told.getLast().note());
    }

    @Test
    void a_call_that_is_hung_up_ends_cancelled_at_once_and_says_no_more() {
        carrier.place(Plans.to(COMPLETED), told::add);
        timeline.advance(Duration.ofSeconds(4));
        carrier.hangUp(new CallKey(1, 0, 1));
        carrier.hangUp(new CallKey(1, 0, 1));
        timeline.advance(Duration.ofMinutes(1));
        assertEquals("RINGING ANSWERED JOINED ENDED:cancelled", words());
        assertEquals(START.plusSeconds(4), told.getLast().at());
        assertEquals(0, carrier.live());
    }

    @Test
    void hanging_up_a_call_that_is_not_known_says_nothing() {
        carrier.hangUp(new CallKey(9, 9, 9));
        carrier.place(Plans.to(BUSY), told::add);
        timeline.advance(Duration.ofMinutes(1));
        carrier.hangUp(new CallKey(1, 0, 1));
        assertEquals("ENDED:busy", words());
    }

    @Test
    void a_lost_call_is_placed_and_never_heard_of_again_not_even_when_hung_up() throws IOException {
        carrier.place(Plans.to(LOST), told::add);
        carrier.hangUp(new CallKey(1, 0, 1));
        timeline.advance(Duration.ofHours(2));
        assertEquals("", words());
        assertEquals(1, journal().size());
    }

    @Test
    void a_call_that_comes_too_late_is_not_placed() throws IOException {
        CallPlan plan = Plans.placedBy(Plans.to(COMPLETED), 1_000_000);
        timeline.advance(Duration.ofMillis(1));
        carrier.place(plan, told::add);
        assertEquals(1, carrier.live());
        timeline.advance(Duration.ofNanos(1_000));
        carrier.place(Plans.placedBy(Plans.attempt(COMPLETED, 2), 1_000_000), told::add);
        assertEquals("ENDED:not_placed", words());
        assertEquals(1, carrier.live());
        assertEquals(1, journal().size());
    }

    @Test
    void the_journal_has_one_line_a_call_before_anything_is_told() throws IOException {
        carrier.place(Plans.plan(new CallKey(12, 34, 2), BUSY, "{\"setup_millis\": 0}"), event -> {
            assertEquals(List.of("2026-03-01T12:00:00.500Z\t12/34/2\t" + BUSY + "\t+4930123456\t3\t7"),
                    journal());
            told.add(event);
        });
        assertEquals("ENDED:busy", words());
    }

    @Test
    void the_journal_of_the_life_before_stays() throws IOException {
        carrier.place(Plans.attempt(BUSY, 1), told::add);
        carrier.close();
        try (SandboxCarrier again = SandboxCarrier.open(directory, "8", timeline)) {
            again.place(Plans.attempt(BUSY, 2), told::add);
        }
        assertEquals(List.of("7", "8"),
                journal().stream().map(line -> line.substring(line.lastIndexOf("\t") + 1)).toList());
    }

    @Test
    void what_cannot_be_written_into_the_journal_is_not_placed() throws IOException {
        carrier.close();
        carrier.place(Plans.to(COMPLETED), told::add);
        assertEquals("ENDED:not_placed", words());
        assertEquals(0, carrier.live());
    }

    @Test
    void a_trunk_with_wrong_settings_says_so_and_places_nothing() {
        carrier.place(Plans.plan(new CallKey(1, 0, 1), COMPLETED, "{\"speed\": -1}"), told::add);
        assertEquals("ENDED:trunk_config", words());
        assertTrue(String.valueOf(told.getFirst().note()).startsWith("settings.speed: "));
        assertEquals(List.of(), journal());
    }

    @Test
    void the_end_says_why_as_a_network_would_where_one_brings_it_about() {
        carrier.place(Plans.to(BUSY), told::add);
        carrier.place(Plans.attempt(COMPLETED, 2), told::add);
        timeline.advance(Duration.ofMinutes(5));
        Map<CallKey, CarrierEvent> ends = told.stream().filter(e -> e.outcome() != null)
                .collect(Collectors.toMap(CarrierEvent::call, e -> e));
        assertEquals(Optional.of(new Cause(486, 17, "Busy Here")),
                Optional.ofNullable(ends.get(new CallKey(1, 0, 1))).map(CarrierEvent::cause));
        assertEquals(Optional.empty(),
                Optional.ofNullable(ends.get(new CallKey(1, 0, 2))).map(CarrierEvent::cause));
    }

    @Test
    void the_same_attempt_is_never_placed_twice() {
        carrier.place(Plans.to(COMPLETED), told::add);
        assertThrows(LawBroken.class, () -> carrier.place(Plans.to(COMPLETED), told::add));
        assertEquals(1, journal().size());
    }

    private static CallPlan limited(String number, String settings) {
        return Plans.limited(Plans.plan(new CallKey(1, 0, 1), number, settings), Duration.ofSeconds(30),
                Duration.ofSeconds(5), Duration.ofMinutes(1));
    }

    private String words() {
        return String.join(" ", told.stream()
                .map(e -> e.kind() + (e.outcome() == null ? "" : ":" + e.outcome().word())).toList());
    }

    private List<String> journal() {
        try {
            return Files.readAllLines(directory.resolve(SandboxCarrier.JOURNAL));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
