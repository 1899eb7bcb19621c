package dev.carillon.list;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;

import org.junit.jupiter.api.Test;

import dev.carillon.base.VirtualTimeline;

class StallTest {

    private static final Duration LIMIT = Duration.ofSeconds(30);

    private final VirtualTimeline timeline = new VirtualTimeline(Instant.parse("2026-03-01T10:00:00Z"));
    private final AtomicLong rows = new AtomicLong();

    @Test
    void a_thread_that_comes_no_further_is_interrupted_and_goes_on_without_the_interrupt() {
        try (var _ = Stall.watch(timeline, LIMIT, rows::get)) {
            timeline.advance(LIMIT);
            assertFalse(Thread.currentThread().isInterrupted());
            timeline.advance(LIMIT);
            assertTrue(Thread.currentThread().isInterrupted());
        }
        assertFalse(Thread.currentThread().isInterrupted());
    }

    @Test
    void a_thread_that_moves_is_left_alone_however_long_it_takes() {
        try (var _ = Stall.watch(timeline, LIMIT, rows::incrementAndGet)) {
            for (int i = 0; i < 100; i++) {
                timeline.advance(LIMIT);
            }
            assertFalse(Thread.currentThread().isInterrupted());
        }
        assertEquals(0, timeline.waiting());
    }
}
