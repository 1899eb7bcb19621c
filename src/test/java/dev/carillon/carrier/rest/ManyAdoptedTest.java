package dev.carillon.carrier.rest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import dev.carillon.base.Chance;
import dev.carillon.base.Ids;
import dev.carillon.base.Ids.CallKey;
import dev.carillon.base.Patience;
import dev.carillon.base.VirtualTimeline;
import dev.carillon.call.AttemptState;
import dev.carillon.call.CarrierEvent;
import dev.carillon.call.Outcome;
import dev.carillon.carrier.rest.FakeCarrier.Asked;
import dev.carillon.carrier.rest.FakeCarrier.Behaviour;
import dev.carillon.carrier.rest.FakeCarrier.Reply;
import dev.carillon.dial.Adopted;

/** A node comes back with many calls that only rang, and their carrier is slow. */
class ManyAdoptedTest {

    private static final int CALLS = 40;
    private static final int AT_ONCE = 16;

    private final VirtualTimeline timeline = new VirtualTimeline(Instant.parse("2026-03-01T12:00:00Z"));
    private final FakeCarrier fake = new FakeCarrier();
    private final RestCarrier carrier = new RestCarrier(
            new RestCarrier.Ports(_ -> Orders.line(), new Words(), (_, _) -> {
            }, (_, _) -> {
            }, new Ids(new byte[16], Chance.seeded(1), timeline), timeline),
            new RestCarrier.Settings(_ -> Orders.trunk(fake.address()), Duration.ofSeconds(20)));
    private final Map<CallKey, Outcome> ended = new ConcurrentHashMap<>();
    private final AtomicInteger held = new AtomicInteger();
    private final AtomicInteger most = new AtomicInteger();
    private final CountDownLatch released = new CountDownLatch(1);

    @AfterEach
    void close() {
        released.countDown();
        carrier.close();
        fake.close();
    }

    private static void await(BooleanSupplier condition) {
        assertTrue(Patience.until(Duration.ofSeconds(20), condition));
    }

    private void told(CarrierEvent event) {
        if (event.outcome() != null) {
            ended.put(event.call(), event.outcome());
        }
    }

    /** Everything is held until it is released; then each call rings, and ends when that is asked. */
    private Behaviour behaviour(Asked asked) {
        return reply -> {
            most.accumulateAndGet(held.incrementAndGet(), Math::max);
            reply.hold(released);
            held.decrementAndGet();
            say(asked, reply);
        };
    }

    private static void say(Asked asked, Reply reply) throws IOException {
        String path = asked.path();
        String status = asked.one("Status");
        reply.say(200, asked.one("ParentCallSid").isEmpty()
                ? "{\"sid\": \"" + path.substring(path.lastIndexOf('/') + 1).replace(".json", "")
                        + "\", \"status\": \"" + (status.isEmpty() ? "ringing" : status) + "\"}"
                : "{\"calls\": []}");
    }

    @Test
    void few_are_asked_about_at_a_time_and_each_ends_as_its_carrier_says() {
        fake.always(this::behaviour);
        List<CallKey> calls =
                IntStream.range(0, CALLS).mapToObj(seq -> new CallKey(1, seq, 1)).toList();
        for (CallKey call : calls) {
            carrier.adopt(new Adopted(Orders.plan(call), AttemptState.RINGING, timeline.now(), null,
                    "CA" + call.seq()), this::told);
        }
        await(() -> held.get() == AT_ONCE);
        assertTrue(calls.stream().allMatch(carrier::isAsking), "also those whose turn has not come");
        released.countDown();
        await(() -> ended.size() == CALLS);
        assertEquals(List.of(Outcome.CANCELLED), ended.values().stream().distinct().toList());
        assertTrue(calls.stream().noneMatch(carrier::isAsking));
        // As many questions as ends may be on their way.
        assertTrue(most.get() <= 2 * AT_ONCE, () -> most + " at once");
    }
}
