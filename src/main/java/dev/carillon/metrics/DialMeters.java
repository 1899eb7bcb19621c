package dev.carillon.metrics;

import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import dev.carillon.call.Outcome;
import dev.carillon.call.Trunk;
import dev.carillon.dial.AttemptChange;
import dev.carillon.dial.DialObserver;
import dev.carillon.dial.TrunkRest;

/**
 * Attempts and live calls by trunk. The first hundred trunks that dial have labels of their own, all others
 * share one, so that no number of customers makes the page endless. Thread-safe, as far as its observer asks.
 */
final class DialMeters implements DialObserver {

    static final int TRUNKS = 100;

    private static final Logger LOG = LoggerFactory.getLogger(DialMeters.class);
    private static final String OTHERS = "others";

    private final MeterRegistry registry;
    private final BlockAlert blocks = new BlockAlert();
    private final Map<Long, TrunkMeters> trunks = new ConcurrentHashMap<>();
    /** Since when trunks do not work of which the log has been told. */
    private final Map<Long, Instant> said = new ConcurrentHashMap<>();
    /** Why trunks rest that do. */
    private final Map<Long, Outcome> resting = new ConcurrentHashMap<>();
    private @Nullable TrunkMeters others;

    DialMeters(MeterRegistry registry) {
        this.registry = registry;
    }

    @Override
    public void opened(Trunk trunk) {
        TrunkMeters meters = of(trunk);
        meters.opened.increment();
        meters.live.incrementAndGet();
    }

    @Override
    public void placed(Trunk trunk) {
        of(trunk).placed.increment();
    }

    @Override
    public void ended(Trunk trunk, Outcome outcome) {
        of(trunk).ended(outcome).increment();
    }

    @Override
    public void blocked(Trunk trunk, AttemptChange change) {
        blocks.blocked(trunk, change);
    }

    @Override
    public void moved(Trunk from, Trunk to) {
        TrunkMeters failed = of(from);
        failed.moved.increment();
        failed.live.decrementAndGet();
        of(to).live.incrementAndGet();
    }

    @Override
    public void rests(Trunk trunk, @Nullable TrunkRest rest) {
        count(trunk, rest == null ? null : rest.why());
        if (rest != null && !rest.since().equals(said.put(trunk.trunkId(), rest.since()))) {
            LOG.warn("the {} does not work ({}{}): new attempts of this node take another one until it does,"
                    + " and it is tried at {} and later", trunk, rest.why().word(),
                    rest.words() == null ? "" : ": " + rest.words(), rest.until());
        }
    }

    @Override
    public void works(Trunk trunk) {
        count(trunk, null);
        if (said.remove(trunk.trunkId()) != null) {
            LOG.info("the {} takes attempts again", trunk);
        }
    }

    /** @param why null: it does not rest */
    private void count(Trunk trunk, @Nullable Outcome why) {
        Outcome before = why == null ? resting.remove(trunk.trunkId()) : resting.put(trunk.trunkId(), why);
        of(trunk).rest(before, -1);
        of(trunk).rest(why, 1);
    }

    @Override
    public void left(Trunk trunk) {
        of(trunk).live.decrementAndGet();
    }

    private TrunkMeters of(Trunk trunk) {
        TrunkMeters known = trunks.get(trunk.trunkId());
        return known == null ? add(trunk.trunkId()) : known;
    }

    private synchronized TrunkMeters add(long trunkId) {
        if (trunks.size() < TRUNKS) {
            return trunks.computeIfAbsent(trunkId, id -> new TrunkMeters(Long.toString(id)));
        }
        TrunkMeters shared = others;
        if (shared == null) {
            shared = new TrunkMeters(OTHERS);
            others = shared;
        }
        return trunks.getOrDefault(trunkId, shared);
    }

    private final class TrunkMeters {

        private final String trunk;
        private final Counter opened;
        private final Counter placed;
        private final Counter moved;
        private final AtomicInteger live = new AtomicInteger();
        private final Map<Outcome, AtomicInteger> resting = new EnumMap<>(Outcome.class);
        private final Map<Outcome, Counter> ended = new EnumMap<>(Outcome.class);

        TrunkMeters(String trunk) {
            this.trunk = trunk;
            this.opened =
                    counter("carillon.dial.opened", "Attempts that were made durable").register(registry);
            this.placed = counter("carillon.dial.placed", "Placements that a carrier was told of")
                    .register(registry);
            this.moved = counter("carillon.dial.moved",
                    "Attempts that went on over another trunk when this one had failed them")
                    .register(registry);
            for (Outcome why : Outcome.values()) {
                if (why.isOfTrunk() || why == Outcome.CONGESTION) {
                    resting.put(why, resting(why));
                }
            }
            Gauge.builder("carillon.dial.live.calls", live::get)
                    .description("Calls that hold a place of this node").tag("trunk", trunk)
                    .register(registry);
        }

        private synchronized Counter ended(Outcome outcome) {
            return ended.computeIfAbsent(outcome, o -> counter("carillon.dial.ended",
                    "Attempts whose end is recorded").tag("outcome", o.word()).register(registry));
        }

        private AtomicInteger resting(Outcome why) {
            var now = new AtomicInteger();
            Gauge.builder("carillon.dial.trunk.resting", now::get)
                    .description("Trunks over which this node opens nothing because they do not work")
                    .tag("trunk", trunk).tag("reason", why.word()).register(registry);
            return now;
        }

        void rest(@Nullable Outcome why, int more) {
            AtomicInteger now = why == null ? null : resting.get(why);
            if (now != null) {
                now.addAndGet(more);
            }
        }

        private Counter.Builder counter(String name, String description) {
            return Counter.builder(name).description(description).tag("trunk", trunk);
        }
    }
}
