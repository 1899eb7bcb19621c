package dev.carillon.carrier.sip;

import java.io.IOException;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

import org.jspecify.annotations.Nullable;

import dev.carillon.base.Ids;
import dev.carillon.base.Secrets;
import dev.carillon.base.Timeline;
import dev.carillon.call.Again;
import dev.carillon.call.CarrierEvent;
import dev.carillon.call.Cause;
import dev.carillon.call.Outcome;
import dev.carillon.carrier.sip.transport.Locator;
import dev.carillon.carrier.sip.transport.SipListening;
import dev.carillon.carrier.sip.transport.SipTransport;
import dev.carillon.dial.CallPlan;

/**
 * One call outside of every batch, for who sets up a trunk: it rings a number, joins an agent, and shows each
 * message. It is no attempt: nothing of it is kept. Used once.
 */
public final class TestCall {

    /** As long as a hang-up takes of which a copy or two are lost. */
    private static final Duration FAREWELL = Duration.ofSeconds(5);

    private final Ports ports;
    /** What is told of it; empty: it is to end. */
    private final BlockingQueue<Optional<CarrierEvent>> words = new LinkedBlockingQueue<>();

    /** What it stands on. */
    public record Ports(Timeline timeline, RandomGenerator chance, Secrets secrets, Ids ids) {
    }

    public TestCall(Ports ports) {
        this.ports = ports;
    }

    /**
     * Places it, and returns how it ended.
     *
     * @param listening where it is heard from
     * @param shown     takes what happens, message by message; on any thread
     * @throws IOException where nothing can be listened for there
     */
    public CarrierEvent run(CallPlan plan, SipListening listening, Consumer<String> shown)
            throws IOException, InterruptedException {
        var carrier = new AtomicReference<SipCarrier>();
        var trace = new AtomicReference<SipTrace>();
        try (SipTransport transport = SipTransport.open(listening, (message, from) -> {
            SipTrace tracing = trace.get();
            SipCarrier open = carrier.get();
            if (tracing != null && open != null) {
                tracing.heard(message, from);
                open.heard(message, from);
            }
        }); Locator locator = new Locator(ports.chance(), ports.timeline())) {
            var wire = new SipTrace(transport, shown);
            trace.set(wire);
            try (var placing = new SipCarrier(new SipCarrier.Ports(wire, _ -> {
            }, locator, ports.timeline(), ports.chance(), ports.secrets(), ports.ids()))) {
                carrier.set(placing);
                placing.place(plan, event -> words.add(Optional.of(event)));
                return end(plan, placing, shown);
            }
        }
    }

    /**
     * Hangs up, on whatever thread: {@link #run} returns within seconds, be it that nobody has confirmed it.
     */
    public void hangUp() {
        words.add(Optional.empty());
    }

    private CarrierEvent end(CallPlan plan, SipCarrier carrier, Consumer<String> shown)
            throws InterruptedException {
        Duration most = plan.ringTimeout().plus(plan.agentSetup()).plus(plan.longestCall()).plusMinutes(2);
        boolean unwanted = false;
        CarrierEvent.@Nullable Kind last = null;
        while (true) {
            Optional<CarrierEvent> word = words.poll(most.toMillis(), TimeUnit.MILLISECONDS);
            if (word == null && unwanted) {
                return CarrierEvent.ended(plan.call(), ports.timeline().now(), Outcome.CANCELLED,
                        new Cause(0, 0, "nobody has confirmed it"), Again.NO);
            } else if (word == null) {
                throw new IllegalStateException("the call has no end within " + most.toSeconds() + " s");
            } else if (word.isEmpty()) {
                unwanted = true;
                most = FAREWELL;
                carrier.hangUp(plan.call());
            } else if (word.get().kind() == CarrierEvent.Kind.ENDED) {
                return word.get();
            } else if (word.get().kind() != last) {
                last = word.get().kind();
                shown.accept("── " + last.name().toLowerCase(Locale.ROOT) + "\n");
            }
        }
    }
}
