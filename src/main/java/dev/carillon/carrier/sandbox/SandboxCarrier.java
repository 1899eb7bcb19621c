package dev.carillon.carrier.sandbox;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Consumer;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import dev.carillon.base.Ids.CallKey;
import dev.carillon.base.LawBroken;
import dev.carillon.base.Refusal;
import dev.carillon.base.Timeline;
import dev.carillon.call.CarrierEvent;
import dev.carillon.call.Outcome;
import dev.carillon.dial.CallPlan;
import dev.carillon.dial.Carrier;

/**
 * Plays calls by the scenario of their trunk (docs/sandbox.md). Every call is a line in the journal before
 * anything happens. It keeps every deadline of a call's plan by itself. A call that is hung up ends
 * {@code CANCELLED}, whatever the reason: what that means is for the dial half to say. It offers no call to
 * another trunk. Thread-safe.
 */
public final class SandboxCarrier implements Carrier, AutoCloseable {

    /** The journal's name in the data directory. */
    public static final String JOURNAL = "sandbox.journal";

    private static final Logger LOG = LoggerFactory.getLogger(SandboxCarrier.class);
    private static final int SCENARIOS = 256;

    private final Journal journal;
    private final String node;
    private final Timeline timeline;
    private final ConcurrentMap<CallKey, SandboxCall> live = new ConcurrentHashMap<>();
    private final LoadingCache<String, Scenario> scenarios = Caffeine.newBuilder().maximumSize(SCENARIOS)
            .build(Scenario::parse);
    private volatile boolean failing;
    private volatile boolean closed;

    private SandboxCarrier(Journal journal, String node, Timeline timeline) {
        this.journal = journal;
        this.node = node;
        this.timeline = timeline;
    }

    /**
     * Opens the journal, or makes it.
     *
     * @param node how this process is named in the journal, which several may share
     */
    public static SandboxCarrier open(Path dataDirectory, String node, Timeline timeline) throws IOException {
        return new SandboxCarrier(new Journal(dataDirectory.resolve(JOURNAL)), node, timeline);
    }

    /**
     * Takes settings of a sandbox trunk, or refuses them.
     *
     * @throws Refusal that names the setting, what is wrong with it and what is allowed
     */
    public static void check(String settings) {
        Scenario.parse(settings);
    }

    @Override
    public void place(CallPlan plan, Consumer<CarrierEvent> told) {
        Script script;
        try {
            script = scenarios.get(plan.trunk().settings()).script(plan);
        } catch (Refusal e) {
            told.accept(CarrierEvent.ended(plan.call(), timeline.now(), Outcome.TRUNK_CONFIG)
                    .noted(e.text()));
            return;
        }
        var call = new SandboxCall(plan.call(), script, told, timeline);
        if (live.putIfAbsent(plan.call(), call) != null) {
            throw new LawBroken("Single dial", plan.call() + " is up and was to be placed again");
        }
        call.begin(() -> journalled(plan), this::over);
    }

    private void over(SandboxCall call) {
        live.remove(call.key(), call);
    }

    /**
     * Whether the call stands in the journal: from then on it has been placed, for all that anybody can know.
     */
    private boolean journalled(CallPlan plan) {
        try {
            boolean written = journal.append(line(plan), () -> timeline.nanos() - plan.placeByNanos() <= 0);
            failing = false;
            return written;
        } catch (IOException e) {
            if (!failing && !closed) {
                LOG.error("{} cannot be written, so nothing is placed until it can: {}", JOURNAL,
                        e.getMessage());
            }
            failing = true;
            return false;
        }
    }

    private String line(CallPlan plan) {
        CallKey call = plan.call();
        return timeline.now() + "\t" + call.batchId() + "/" + call.seq() + "/" + call.no() + "\t"
                + plan.toNumber() + "\t"
                + plan.fromNumber() + "\t" + plan.trunk().trunkId() + "\t" + node + "\n";
    }

    @Override
    public void hangUp(CallKey key) {
        SandboxCall call = live.remove(key);
        if (call != null) {
            call.hangUp();
        }
    }

    /** How many calls are up. */
    public int live() {
        return live.size();
    }

    /** Ends its calls without a word, as the end of the process would, and closes the journal. */
    @Override
    public void close() throws IOException {
        closed = true;
        live.values().forEach(SandboxCall::forget);
        live.clear();
        journal.close();
    }
}
