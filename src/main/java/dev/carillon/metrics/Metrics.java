package dev.carillon.metrics;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;

import dev.carillon.base.Build;
import dev.carillon.dial.DialLedger;
import dev.carillon.dial.DialObserver;
import dev.carillon.http.Answer;
import dev.carillon.http.Observer;
import dev.carillon.http.Route;

/** All figures of this process. Thread-safe. */
public final class Metrics implements AutoCloseable {

    private static final String TEXT = "text/plain; version=0.0.4; charset=utf-8";

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final JvmGcMetrics collections = new JvmGcMetrics();
    /** The registry itself holds what it asks only weakly. */
    private final List<LongSupplier> counters = new CopyOnWriteArrayList<>();

    public Metrics() {
        collections.bindTo(registry);
        new JvmMemoryMetrics().bindTo(registry);
        new JvmThreadMetrics().bindTo(registry);
        new ProcessorMetrics().bindTo(registry);
        new UptimeMetrics().bindTo(registry);
        Gauge.builder("carillon.build.info", () -> 1).description("Which Carillon runs on which Java")
                .tag("version", Build.VERSION).tag("java", Runtime.version().toString()).register(registry);
    }

    /** {@code GET /metrics}, for whoever reaches the port. */
    public Route route() {
        return Route.open("GET", "/metrics", _ -> Answer.plain(TEXT, registry.scrape()));
    }

    /** For pools that bring figures of their own. */
    public MeterRegistry registry() {
        return registry;
    }

    /** Counts and times requests. */
    public Observer requests() {
        return new RequestMeters(registry);
    }

    /** Counts attempts and live calls. */
    public DialObserver dialling() {
        return new DialMeters(registry);
    }

    /** The same ledger, timed. */
    public DialLedger timed(DialLedger ledger) {
        return new TimedLedger(ledger, registry);
    }

    /** How far the ledger is behind: the age of the oldest word of a carrier that is not in it. */
    public void lag(Supplier<Optional<Instant>> oldest, Supplier<Instant> now) {
        Gauge.builder("carillon.ledger.lag.seconds", () -> oldest.get()
                .map(at -> Math.max(0, Duration.between(at, now.get()).toNanos() / 1e9)).orElse(0.0))
                .description("Age of the oldest carrier event that is not recorded").register(registry);
    }

    /** How often a transaction was done again after a deadlock: more than none is a defect. */
    public void lockRetries(String half, LongSupplier count) {
        counters.add(count);
        FunctionCounter.builder("carillon.lock.retries", count, LongSupplier::getAsLong)
                .description("Transactions done again after a deadlock").tag("half", half).register(registry);
    }

    /**
     * What SIP does.
     *
     * @param live        calls of this node over SIP
     * @param unreachable trunks that did not answer when they were asked last
     */
    public void sip(IntSupplier live, IntSupplier unreachable) {
        Gauge.builder("carillon.sip.calls", live::getAsInt).description("Calls over SIP trunks that are up")
                .register(registry);
        Gauge.builder("carillon.sip.trunks.unreachable", unreachable::getAsInt)
                .description("SIP trunks that did not answer OPTIONS").register(registry);
    }

    /** Whether something is so: 1 or 0. */
    public void state(String name, String description, BooleanSupplier so) {
        Gauge.builder("carillon." + name, () -> so.getAsBoolean() ? 1 : 0).description(description)
                .register(registry);
    }

    @Override
    public void close() {
        collections.close();
        registry.close();
    }
}
