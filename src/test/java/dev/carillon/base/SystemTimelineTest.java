package dev.carillon.base;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SystemTimelineTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Instant ELSEWHERE = Instant.parse("2031-05-06T07:08:09Z");

    private final SystemTimeline timeline = new SystemTimeline(Duration.ofSeconds(30));

    @AfterEach
    void close() {
        timeline.close();
    }

    @Test
    void it_is_not_trusted_before_its_first_sample() {
        assertFalse(timeline.trusted());
    }

    @Test
    void it_follows_the_database_from_the_first_sample_on() {
        timeline.sample(() -> ELSEWHERE);
        assertTrue(timeline.trusted());
        Instant now = timeline.now();
        assertFalse(now.isBefore(ELSEWHERE));
        assertTrue(now.isBefore(ELSEWHERE.plus(PATIENCE)));
        assertEquals(now.truncatedTo(ChronoUnit.MICROS), now);
    }

    @Test
    void a_sample_with_too_large_an_error_takes_the_place_of_the_wall_clock_and_is_not_trusted() {
        timeline.sample(() -> late(ELSEWHERE));
        assertFalse(timeline.trusted());
        assertFalse(timeline.now().isBefore(ELSEWHERE));
    }

    @Test
    void a_sample_with_too_large_an_error_does_not_take_the_place_of_a_good_one() {
        timeline.sample(() -> ELSEWHERE);
        timeline.sample(() -> late(ELSEWHERE.plus(Duration.ofDays(1))));
        assertTrue(timeline.trusted());
        assertTrue(timeline.now().isBefore(ELSEWHERE.plus(PATIENCE)));
    }

    private static Instant late(Instant time) {
        Patience.rest(Duration.ofMillis(150));
        return time;
    }

    @Test
    void a_sample_is_trusted_for_no_longer_than_a_lease() {
        try (var brief = new SystemTimeline(Duration.ofMillis(100))) {
            brief.sample(() -> ELSEWHERE);
            assertTrue(Patience.until(PATIENCE, () -> !brief.trusted()));
        }
    }

    @Test
    void a_task_runs_once_and_never_early() throws InterruptedException {
        timeline.sample(() -> ELSEWHERE);
        Instant when = timeline.now().plusMillis(30);
        var times = Collections.synchronizedList(new ArrayList<Instant>());
        var last = new CountDownLatch(1);
        timeline.wakeAt(when, () -> times.add(timeline.now()));
        timeline.wakeAt(when.plusMillis(20), last::countDown);
        assertTrue(last.await(PATIENCE.toSeconds(), TimeUnit.SECONDS));
        assertEquals(1, times.size());
        assertFalse(times.getFirst().isBefore(when));
    }

    @Test
    void tasks_run_in_the_order_of_their_times_whatever_the_order_they_were_asked_in()
            throws InterruptedException {
        Instant base = timeline.now().plusMillis(50);
        var order = Collections.synchronizedList(new ArrayList<Integer>());
        var last = new CountDownLatch(4);
        for (int i : List.of(3, 1, 4, 2)) {
            timeline.wakeAt(base.plusMillis(i), () -> {
                order.add(i);
                last.countDown();
            });
        }
        assertTrue(last.await(PATIENCE.toSeconds(), TimeUnit.SECONDS));
        assertEquals(List.of(1, 2, 3, 4), order);
    }

    @Test
    void an_earlier_task_does_not_wait_for_a_later_one() {
        var early = new AtomicInteger();
        timeline.wakeAt(timeline.now().plus(Duration.ofDays(400)), early::decrementAndGet);
        timeline.wakeAt(timeline.now().plusMillis(5), early::incrementAndGet);
        assertTrue(Patience.until(PATIENCE, () -> early.get() == 1));
    }

    @Test
    void a_task_of_the_past_runs_at_once() {
        var ran = new AtomicInteger();
        timeline.wakeAt(Instant.EPOCH, ran::incrementAndGet);
        assertTrue(Patience.until(PATIENCE, () -> ran.get() == 1));
    }

    @Test
    void a_cancelled_task_does_not_run() throws InterruptedException {
        var ran = new AtomicInteger();
        var last = new CountDownLatch(1);
        Instant when = timeline.now().plusMillis(20);
        timeline.wakeAt(when, ran::incrementAndGet).cancel();
        timeline.wakeAt(when.plusMillis(1), last::countDown);
        assertTrue(last.await(PATIENCE.toSeconds(), TimeUnit.SECONDS));
        assertEquals(0, ran.get());
    }

    @Test
    void a_cancelled_task_leaves_nothing_behind_long_before_its_time() {
        try (var waker = new Waker()) {
            for (int i = 0; i < 10_000; i++) {
                waker.at(System.nanoTime() + PATIENCE.multipliedBy(60).toNanos() + i, () -> {
                }).cancel();
            }
            assertEquals(0, waker.waiting());
        }
    }

    @Test
    void a_task_that_fails_does_not_hold_up_the_others() {
        var ran = new AtomicInteger();
        timeline.wakeAt(timeline.now(), () -> {
            throw new IllegalStateException("on purpose");
        });
        timeline.wakeAt(timeline.now().plusMillis(5), ran::incrementAndGet);
        assertTrue(Patience.until(PATIENCE, () -> ran.get() == 1));
    }

    @Test
    void tasks_asked_for_by_many_threads_and_by_tasks_all_run_on_one_thread() {
        int threads = 8;
        int each = 2_000;
        var ran = new AtomicInteger();
        var on = ConcurrentHashMap.<Thread>newKeySet();
        for (int t = 0; t < threads; t++) {
            Thread.ofVirtual().start(() -> {
                for (int i = 0; i < each; i++) {
                    timeline.wakeAt(timeline.now().plusNanos(i * 10_000L), () -> {
                        on.add(Thread.currentThread());
                        timeline.wakeAt(timeline.now().plusMillis(1), ran::incrementAndGet);
                    });
                }
            });
        }
        assertTrue(Patience.until(PATIENCE, () -> ran.get() == threads * each), () -> ran + " ran");
        assertEquals(1, on.size());
    }
}
