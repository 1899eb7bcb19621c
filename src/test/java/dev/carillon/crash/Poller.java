package dev.carillon.crash;

import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

import tools.jackson.databind.JsonNode;

import dev.carillon.base.Patience;

/**
 * A client that asks for the list all the while. Answers may fail to come; those that come never show a
 * figure fall (law: Monotone) nor out of their order (law: Ledger).
 */
final class Poller implements AutoCloseable {

    private static final List<String> FIGURES = List.of("sent", "picked_up", "completed");

    private final ServerProcess server;
    private final Map<String, Long> highest = new HashMap<>();
    private final Set<Long> sentValues = new HashSet<>();
    private final List<String> breaches = new CopyOnWriteArrayList<>();
    private final AtomicInteger answers = new AtomicInteger();
    private final Thread thread;
    private volatile boolean stopped;

    Poller(ServerProcess server) {
        this.server = server;
        this.thread = Thread.ofVirtual().start(this::run);
    }

    private void run() {
        while (!stopped) {
            JsonNode data = server.get("/batch-call/list?limit=100");
            if (data != null && data.path("batch_calls").isArray()) {
                answers.incrementAndGet();
                data.path("batch_calls").forEach(this::look);
            }
            Patience.rest(Duration.ofMillis(20));
        }
    }

    private void look(JsonNode batch) {
        long above = batch.path("total_task_count").asLong();
        for (String figure : FIGURES) {
            long value = batch.path(figure).asLong();
            String name = batch.path("batch_call_id").asString() + " " + figure;
            if (value > above) {
                breaches.add("Ledger: " + name + " is " + value + ", above " + above);
            }
            if (value < highest.getOrDefault(name, 0L)) {
                breaches.add("Monotone: " + name + " fell from " + highest.get(name) + " to " + value);
            }
            highest.merge(name, value, Math::max);
            above = value;
        }
        sentValues.add(batch.path("sent").asLong());
    }

    int answers() {
        return answers.get();
    }

    int differentValuesOfSent() {
        return sentValues.size();
    }

    List<String> breaches() {
        return List.copyOf(breaches);
    }

    @Override
    public void close() {
        stopped = true;
        Patience.until(Duration.ofSeconds(15), () -> !thread.isAlive());
    }
}
