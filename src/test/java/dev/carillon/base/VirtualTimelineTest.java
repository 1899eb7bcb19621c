package dev.carillon.base;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;

class VirtualTimelineTest {

    private static final Instant START = Instant.parse("2026-03-01T12:00:00Z");

    private final VirtualTimeline timeline = new VirtualTimeline(START);
    private final List<String> ran = new ArrayList<>();

    @Test
    void time_stands_still_until_it_is_moved() {
        timeline.wakeAt(START, () -> ran.add("due"));
        assertEquals(START, timeline.now());
        assertEquals(0, timeline.nanos());
        assertEquals(List.of(), ran);
        timeline.advance(Duration.ZERO);
        assertEquals(List.of("due"), ran);
    }

    @Test
    void tasks_run_in_the_order_of_their_times_and_see_their_own_time() {
        timeline.wakeAt(START.plusSeconds(2), () -> ran.add("late " + timeline.nanos()));
        timeline.wakeAt(START.plusSeconds(1), () -> ran.add("first"));
        timeline.wakeAt(START.plusSeconds(1), () -> ran.add("second"));
        timeline.advance(Duration.ofSeconds(5));
        assertEquals(List.of("first", "second", "late 2000000000"), ran);
        assertEquals(START.plusSeconds(5), timeline.now());
    }

    @Test
    void a_task_may_ask_for_another_on_the_way() {
        timeline.wakeAt(START.plusSeconds(1),
                () -> timeline.wakeAt(START.plusSeconds(3), () -> ran.add("then")));
        timeline.advanceTo(START.plusSeconds(2));
        assertEquals(List.of(), ran);
        timeline.advanceTo(START.plusSeconds(3));
        assertEquals(List.of("then"), ran);
    }

    @Test
    void a_cancelled_task_does_not_run() {
        timeline.wakeAt(START.plusSeconds(1), () -> ran.add("cancelled")).cancel();
        timeline.advance(Duration.ofSeconds(2));
        assertEquals(List.of(), ran);
        assertEquals(0, timeline.waiting());
    }

    @Test
    void time_never_goes_back() {
        assertThrows(IllegalArgumentException.class, () -> timeline.advanceTo(START.minusMillis(1)));
    }
}
