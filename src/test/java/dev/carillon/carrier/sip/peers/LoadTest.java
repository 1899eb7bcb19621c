package dev.carillon.carrier.sip.peers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.carillon.base.Chance;
import dev.carillon.base.Ids;
import dev.carillon.base.Ids.CallKey;
import dev.carillon.base.Patience;
import dev.carillon.base.Secrets;
import dev.carillon.base.SystemTimeline;
import dev.carillon.call.CarrierEvent;
import dev.carillon.call.CarrierEvent.Kind;
import dev.carillon.call.Outcome;
import dev.carillon.call.Trunk;
import dev.carillon.carrier.sip.SipService;
import dev.carillon.carrier.sip.transport.SipListening;
import dev.carillon.dial.AgentLine;
import dev.carillon.dial.CallPlan;
import dev.carillon.dial.Peers;

/**
 * Joined calls at a steady rate, two dialogs each, with SIPp as carrier and agent: a few here, and minutes of
 * them with {@code bench/run sip}. What is measured is printed; what is asserted is that every call ends well
 * and nothing is left.
 */
@Needs({Tool.SIPP})
class LoadTest {

    private static final int RATE = Integer.getInteger("carillon.sip.rate", 50);
    private static final int SECONDS = Integer.getInteger("carillon.sip.seconds", 4);
    private static final Duration SETTLES = Duration.ofSeconds(70);

    @TempDir
    private Path folder;

    private final Map<CallKey, Times> calls = new ConcurrentHashMap<>();
    private final AtomicInteger ended = new AtomicInteger();

    /** When a call was answered and joined, and how it ended. */
    private static final class Times {

        private volatile Instant answeredAt = Instant.MAX;
        private volatile Instant joinedAt = Instant.MAX;
        private volatile Outcome outcome = Outcome.LOST;

        long joinMicros() {
            return Duration.between(answeredAt, joinedAt).toNanos() / 1_000;
        }
    }

    @Test
    void calls_at_a_steady_rate_are_all_joined_and_nothing_is_left() throws IOException {
        Script carrier = Script.of("carrier/answers-and-hangs-up.xml").endless();
        Script agent = Script.of("agent/answers.xml").endless();
        try (Sipp telephone = Sipp.many(carrier, folder);
                Sipp voice = Sipp.many(agent, folder);
                SystemTimeline timeline = new SystemTimeline(Duration.ofHours(1));
                SipService service = new SipService(
                        SipListening.at(Ports.loopback(), Ports.free(), Ports.free()),
                        new SipService.Ground(timeline, Chance.secure(), Secrets.none(),
                                new Ids(new byte[16], Chance.secure(), timeline), () -> Peers.Known.NONE))) {
            long begun = System.nanoTime();
            for (int i = 0; i < RATE * SECONDS; i++) {
                long at = begun + i * 1_000_000_000L / RATE;
                long now = System.nanoTime();
                if (at > now) {
                    Patience.rest(Duration.ofNanos(at - now));
                }
                place(i, service, timeline, List.of(telephone.hop().port(), voice.hop().port()));
            }
            double seconds = (System.nanoTime() - begun) / 1e9;
            assertTrue(Patience.until(SETTLES, () -> ended.get() == RATE * SECONDS),
                    () -> ended.get() + " of " + RATE * SECONDS + " have ended" + telephone.report());
            print(seconds);
            assertEquals(Map.of(Outcome.COMPLETED, (long) RATE * SECONDS), outcomes());
            assertTrue(Patience.until(SETTLES, () -> service.live() == 0));
        }
    }

    private void place(int number, SipService service, SystemTimeline timeline, List<Integer> ports) {
        var key = new CallKey(1, number, 1);
        var times = new Times();
        calls.put(key, times);
        String settings = "{\"addresses\": [{\"host\": \"127.0.0.1\", \"port\": " + ports.get(0)
                + "}], \"keep_alive_seconds\": 0}";
        var trunk = new Trunk(1, "trunk_load", "org", Trunk.Kind.SIP, settings, Map.of(), null, List.of());
        var agent = new AgentLine("agent_load", "{\"uri\": \"sip:agent@127.0.0.1:" + ports.get(1) + "\"}",
                Map.of(), Map.of());
        service.place(new CallPlan(key, trunk, Rig.CALLER, Rig.CALLED, agent,
                timeline.nanos() + Duration.ofSeconds(5).toNanos(), Duration.ofSeconds(30),
                Duration.ofSeconds(5), Duration.ofMinutes(5)), event -> told(times, event));
    }

    private void told(Times times, CarrierEvent event) {
        if (event.kind() == Kind.ANSWERED) {
            times.answeredAt = event.at();
        } else if (event.kind() == Kind.JOINED) {
            times.joinedAt = event.at();
        } else if (event.kind() == Kind.ENDED) {
            Outcome outcome = event.outcome();
            times.outcome = outcome == null ? Outcome.FAILED : outcome;
            ended.incrementAndGet();
        }
    }

    private Map<Outcome, Long> outcomes() {
        return calls.values().stream().collect(
                Collectors.groupingBy(t -> t.outcome, Collectors.counting()));
    }

    private void print(double seconds) throws IOException {
        var joins = new ArrayList<Long>();
        calls.values().stream().filter(t -> t.outcome == Outcome.COMPLETED)
                .forEach(t -> joins.add(t.joinMicros()));
        joins.sort(null);
        System.out.printf("sip: %d calls in %.1f s, %.0f a second, %s%n", calls.size(), seconds,
                joins.size() / seconds, outcomes());
        if (!joins.isEmpty()) {
            System.out.printf("sip: answer to joined p50 %.1f ms, p99 %.1f ms, most %.1f ms%n",
                    joins.get(joins.size() / 2) / 1e3, joins.get(joins.size() * 99 / 100) / 1e3,
                    joins.getLast() / 1e3);
        }
        try (Stream<String> status = Files.lines(Path.of("/proc/self/status"))) {
            status.filter(line -> line.startsWith("VmHWM") || line.startsWith("VmRSS"))
                    .forEach(line -> System.out.println("sip: " + line.replaceAll("\\s+", " ")));
        }
    }
}
