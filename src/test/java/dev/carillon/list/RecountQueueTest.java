package dev.carillon.list;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import dev.carillon.base.Patience;
import dev.carillon.base.Refusal;
import dev.carillon.base.SystemTimeline;

class RecountQueueTest {

    private static final Duration LONG = Duration.ofSeconds(20);

    private final SystemTimeline timeline = new SystemTimeline(LONG);
    private final RecountQueue queue = new RecountQueue();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final AtomicInteger running = new AtomicInteger();
    private final AtomicInteger most = new AtomicInteger();

    @AfterEach
    void close() {
        threads.close();
        timeline.close();
    }

    private Future<Boolean> recount(String organization, CountDownLatch end) {
        return threads.submit(() -> queue.inTurn(organization, Deadline.in(timeline, LONG), () -> {
            most.accumulateAndGet(running.incrementAndGet(), Math::max);
            boolean ended = Patience.until(LONG, () -> end.getCount() == 0);
            running.decrementAndGet();
            return ended;
        }));
    }

    @Test
    void an_organisation_recounts_once_at_a_time_and_a_node_twice() throws Exception {
        var end = new CountDownLatch(1);
        var all = new ArrayList<Future<Boolean>>();
        for (String organization : List.of("a", "a", "a", "b", "c", "c")) {
            all.add(recount(organization, end));
        }
        assertTrue(Patience.until(LONG, () -> running.get() == 2));
        end.countDown();
        for (Future<Boolean> one : all) {
            assertTrue(one.get());
        }
        assertEquals(2, most.get());
    }

    @Test
    void whoever_asks_for_many_leaves_the_other_place_free() throws Exception {
        var end = new CountDownLatch(1);
        List<Future<Boolean>> many = List.of(recount("a", end), recount("a", end), recount("a", end));
        assertTrue(Patience.until(LONG, () -> running.get() == 1));
        assertEquals("done", queue.inTurn("b", Deadline.in(timeline, LONG), () -> "done"));
        end.countDown();
        for (Future<Boolean> one : many) {
            assertTrue(one.get());
        }
    }

    @Test
    void whoever_waits_too_long_is_refused_and_leaves_the_queue() {
        var end = new CountDownLatch(1);
        Future<Boolean> first = recount("a", end);
        assertTrue(Patience.until(LONG, () -> running.get() == 1));
        Refusal refusal = assertThrows(Refusal.class, () -> queue.inTurn("a",
                Deadline.in(timeline, Duration.ofMillis(50)), () -> "never"));
        assertEquals(Refusal.Code.UNAVAILABLE, refusal.code());
        assertTrue(refusal.retryAfterSeconds() > 0);
        end.countDown();
        assertEquals("done", queue.inTurn("a", Deadline.in(timeline, LONG), () -> "done"));
        assertTrue(Patience.until(LONG, first::isDone));
    }

    @Test
    void work_that_fails_makes_room() {
        assertThrows(IllegalStateException.class, () -> queue.inTurn("a", Deadline.in(timeline, LONG), () -> {
            throw new IllegalStateException("broken");
        }));
        CompletableFuture<String> next = CompletableFuture.supplyAsync(
                () -> queue.inTurn("a", Deadline.in(timeline, LONG), () -> "done"), threads);
        assertEquals("done", next.join());
    }
}
