package dev.carillon.metrics;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Stream;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import org.jspecify.annotations.Nullable;

import dev.carillon.base.Ids.CallKey;
import dev.carillon.base.Stopwatch;
import dev.carillon.dial.AttemptChange;
import dev.carillon.dial.Claim;
import dev.carillon.dial.ClaimRequest;
import dev.carillon.dial.DialLedger;
import dev.carillon.dial.Look;
import dev.carillon.dial.Placement;
import dev.carillon.dial.Resumed;
import dev.carillon.dial.Survey;
import dev.carillon.dial.TrunkRest;
import dev.carillon.dial.Usage;
import dev.carillon.dial.UsageKey;

/** A ledger whose steps are timed, those that fail as well. As thread-safe as the real one. */
final class TimedLedger implements DialLedger {

    private static final Duration[] BUCKETS = Stream
            .of(1, 2, 5, 10, 25, 50, 100, 250, 500, 1_000, 2_500, 5_000).map(Duration::ofMillis)
            .toArray(Duration[]::new);

    private final DialLedger real;
    private final MeterRegistry registry;
    private final Timer survey;
    private final Timer claim;
    private final Timer open;
    private final Timer record;
    private final Timer elsewhere;
    private final Timer turn;
    private final Timer takeOver;
    private final Counter takenOver;

    TimedLedger(DialLedger real, MeterRegistry registry) {
        this.real = real;
        this.registry = registry;
        this.survey = step("survey");
        this.claim = step("claim");
        this.open = step("open");
        this.record = step("record");
        this.elsewhere = step("elsewhere");
        this.turn = step("turn");
        this.takeOver = step("take_over");
        this.takenOver = Counter.builder("carillon.ledger.taken.over")
                .description("Attempts of nodes that are gone, closed as lost by this one")
                .register(registry);
    }

    @Override
    public Survey survey(Instant now, Look look) {
        return timed(survey, () -> real.survey(now, look));
    }

    @Override
    public Claim claim(ClaimRequest request) {
        return new TimedClaim(timed(claim, () -> real.claim(request)));
    }

    @Override
    public List<AttemptChange> record(List<AttemptChange> changes) {
        return timed(record, () -> real.record(changes));
    }

    @Override
    public List<Placement> placeElsewhere(List<Placement.Failed> failed, Set<Long> resting, Instant now,
            Placement.Chooser chooser) {
        return timed(elsewhere, () -> real.placeElsewhere(failed, resting, now, chooser));
    }

    @Override
    public void keepRests(List<TrunkRest> rests) {
        real.keepRests(rests);
    }

    @Override
    public void turnBatches(Instant now) {
        timed(turn, () -> {
            real.turnBatches(now);
            return now;
        });
    }

    @Override
    public void stopBatches(Instant now) {
        timed(turn, () -> {
            real.stopBatches(now);
            return now;
        });
    }

    @Override
    public int takeOver(Instant now) {
        return counted(timed(takeOver, () -> real.takeOver(now)));
    }

    @Override
    public int takeOverSelf(Instant now) {
        return counted(timed(takeOver, () -> real.takeOverSelf(now)));
    }

    @Override
    public List<Resumed> resume() {
        return timed(takeOver, real::resume);
    }

    @Override
    public int disown(Set<CallKey> known, Instant now) {
        return timed(takeOver, () -> real.disown(known, now));
    }

    private int counted(int lost) {
        takenOver.increment(lost);
        return lost;
    }

    private Timer step(String name) {
        return Timer.builder("carillon.ledger.step.duration")
                .description("One step of the dial half's ledger")
                .tag("step", name).serviceLevelObjectives(BUCKETS).register(registry);
    }

    private static <T> T timed(Timer timer, Supplier<T> work) {
        var watch = Stopwatch.started();
        try {
            return work.get();
        } finally {
            timer.record(watch.nanos(), TimeUnit.NANOSECONDS);
        }
    }

    private final class TimedClaim implements Claim {

        private final Claim held;

        TimedClaim(Claim held) {
            this.held = held;
        }

        @Override
        public List<Candidate> candidates() {
            return held.candidates();
        }

        @Override
        public Map<UsageKey, Usage> usage() {
            return held.usage();
        }

        @Override
        public @Nullable Instant sharedSince() {
            return held.sharedSince();
        }

        @Override
        public void open(List<Decision> decisions, Map<UsageKey, Instant> freeAt) {
            timed(open, () -> {
                held.open(decisions, freeAt);
                return decisions;
            });
        }

        @Override
        public void close() {
            held.close();
        }
    }
}
