package dev.carillon.metrics;

import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.stream.Stream;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import org.jspecify.annotations.Nullable;

import dev.carillon.http.Observer;

/**
 * A timer for each route, method and status that occurred. One is found by two look-ups and an index, and
 * nothing is made on the way. Thread-safe.
 */
final class RequestMeters implements Observer {

    private static final Set<String> METHODS = Set.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE",
            "OPTIONS");
    private static final String OTHER = "other";
    private static final int STATUSES = 600;
    private static final Duration[] BUCKETS = Stream
            .of(1, 2, 5, 10, 25, 50, 100, 250, 500, 1_000, 2_500, 5_000, 10_000).map(Duration::ofMillis)
            .toArray(Duration[]::new);

    private final MeterRegistry registry;
    private final Counter limited;
    private final Map<String, Map<String, AtomicReferenceArray<@Nullable Timer>>> timers =
            new ConcurrentHashMap<>();

    RequestMeters(MeterRegistry registry) {
        this.registry = registry;
        this.limited = Counter.builder("carillon.http.rate.limited")
                .description("Requests refused for the rate limit of their key").register(registry);
    }

    @Override
    public void answered(String method, String route, int status, long nanos) {
        timer(METHODS.contains(method) ? method : OTHER, route, Math.clamp(status, 0, STATUSES - 1))
                .record(nanos, TimeUnit.NANOSECONDS);
    }

    @Override
    public void limited() {
        limited.increment();
    }

    @Override
    public void early(int status) {
        Counter.builder("carillon.http.early.answers")
                .description("Answers of the web server to what never reached a route")
                .tag("status", Integer.toString(status)).register(registry).increment();
    }

    private Timer timer(String method, String route, int status) {
        Map<String, AtomicReferenceArray<@Nullable Timer>> methods = timers.get(route);
        AtomicReferenceArray<@Nullable Timer> statuses = methods == null ? null : methods.get(method);
        Timer timer = statuses == null ? null : statuses.get(status);
        return timer == null ? newTimer(method, route, status) : timer;
    }

    /** Made twice it is the same: the registry sees to that. */
    private Timer newTimer(String method, String route, int status) {
        Timer timer = Timer.builder("carillon.http.request.duration")
                .description("Time from a request's arrival until its answer was handed to the network")
                .tag("method", method).tag("route", route).tag("status", Integer.toString(status))
                .serviceLevelObjectives(BUCKETS).register(registry);
        timers.computeIfAbsent(route, _ -> new ConcurrentHashMap<>())
                .computeIfAbsent(method, _ -> new AtomicReferenceArray<>(STATUSES)).set(status, timer);
        return timer;
    }
}
