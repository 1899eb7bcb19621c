package dev.carillon.organization;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;

import org.junit.jupiter.api.Test;

import dev.carillon.base.Patience;

class KeyLookupsTest {

    private static final int MANY = 60;

    private final Map<String, String> table = new ConcurrentHashMap<>(Map.of("there", "value"));
    private final Queue<Set<String>> queries = new ConcurrentLinkedQueue<>();
    private final CountDownLatch entered = new CountDownLatch(1);
    private final CountDownLatch released = new CountDownLatch(1);
    private final AtomicBoolean broken = new AtomicBoolean();
    private final KeyLookups<String> lookups = new KeyLookups<>(this::query);

    private Map<String, String> query(Set<String> keys) {
        queries.add(Set.copyOf(keys));
        entered.countDown();
        Patience.until(Duration.ofSeconds(20), () -> released.getCount() == 0);
        if (broken.get()) {
            throw new IllegalStateException("the database is away");
        }
        var found = new ConcurrentHashMap<>(table);
        found.keySet().retainAll(keys);
        return found;
    }

    /** A thread that waits for an answer, begun and waiting. */
    private Thread waiting(String key, Queue<Optional<String>> answers) {
        Thread thread = Thread.ofPlatform().start(() -> answers.add(lookups.find(key)));
        assertTrue(Patience.until(Duration.ofSeconds(20), () -> thread.getState() == Thread.State.WAITING));
        return thread;
    }

    @Test
    void all_who_come_while_a_query_runs_are_answered_by_the_next_one() throws InterruptedException {
        var answers = new ConcurrentLinkedQueue<Optional<String>>();
        Thread first = Thread.ofPlatform().start(() -> lookups.find("first"));
        entered.await();
        var threads = new ArrayList<Thread>(List.of(first));
        for (int i = 0; i < MANY; i++) {
            threads.add(waiting("unknown " + i, answers));
        }
        threads.add(waiting("there", answers));
        threads.add(waiting("made", answers));
        table.put("made", "a moment ago");
        released.countDown();
        for (Thread t : threads) {
            t.join();
        }
        assertEquals(2, queries.size());
        assertEquals(Set.of("first"), queries.remove());
        assertEquals(MANY + 2, queries.remove().size());
        assertEquals(MANY, answers.stream().filter(Optional::isEmpty).count());
        assertTrue(answers.containsAll(List.of(Optional.of("value"), Optional.of("a moment ago"))));
    }

    @Test
    void a_query_that_fails_fails_for_all_who_wait_for_it_and_for_nobody_else() {
        released.countDown();
        broken.set(true);
        var thrown = assertThrows(IllegalStateException.class, () -> lookups.find("there"));
        assertEquals("the database is away", thrown.getMessage());
        broken.set(false);
        assertEquals(Optional.of("value"), lookups.find("there"));
    }
}
