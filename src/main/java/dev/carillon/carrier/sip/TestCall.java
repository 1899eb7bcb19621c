package dev.carillon.carrier.sip;

import java.io.IOException;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

import dev.carillon.base.Ids;
import dev.carillon.base.Secrets;
import dev.carillon.base.Timeline;
import dev.carillon.call.CarrierEvent;
import dev.carillon.carrier.sip.transport.Locator;
import dev.carillon.carrier.sip.transport.SipListening;
import dev.carillon.carrier.sip.transport.SipTransport;
import dev.carillon.dial.CallPlan;

/**
 * One call outside of every batch, for who sets up a trunk: it rings a number, joins an agent, and shows each
 * message. It is no attempt: nothing of it is kept.
 */
public final class TestCall {

    private final Ports ports;

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
        BlockingQueue<CarrierEvent> events = new LinkedBlockingQueue<>();
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
                placing.place(plan, events::add);
                return end(plan, events, shown);
            }
        }
    }

    private static CarrierEvent end(CallPlan plan, BlockingQueue<CarrierEvent> events, Consumer<String> shown)
            throws InterruptedException {
        Duration most = plan.ringTimeout().plus(plan.agentSetup()).plus(plan.longestCall()).plusMinutes(2);
        while (true) {
            CarrierEvent event = events.poll(most.toMillis(), TimeUnit.MILLISECONDS);
            if (event == null) {
                throw new IllegalStateException("the call has no end within " + most.toSeconds() + " s");
            }
            if (event.kind() == CarrierEvent.Kind.ENDED) {
                return event;
            }
            shown.accept("── " + event.kind().name().toLowerCase(Locale.ROOT) + "\n");
        }
    }
}
