package dev.carillon.carrier.sip;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import dev.carillon.base.Chance;
import dev.carillon.base.Ids;
import dev.carillon.base.Ids.CallKey;
import dev.carillon.base.Patience;
import dev.carillon.base.Secrets;
import dev.carillon.base.VirtualTimeline;
import dev.carillon.call.Again;
import dev.carillon.call.CarrierEvent;
import dev.carillon.call.Outcome;
import dev.carillon.call.Trunk;
import dev.carillon.carrier.CarrierHouse.Way;
import dev.carillon.carrier.sip.message.SipMessage;
import dev.carillon.carrier.sip.transaction.Hop;
import dev.carillon.carrier.sip.transport.Locator;
import dev.carillon.carrier.sip.transport.SipListening;
import dev.carillon.carrier.sip.transport.SipTransport;
import dev.carillon.dial.AgentLine;
import dev.carillon.dial.CallPlan;

/** Calls over a trunk of two addresses, of which the first is a hole, on virtual time. */
class HopsOfCallsTest {

    private static final Duration MOST = Duration.ofSeconds(30);

    private final VirtualTimeline time = new VirtualTimeline(Instant.parse("2030-01-01T00:00:00Z"));
    private final Telephones first;
    private final Telephones second;
    /** To where no connection comes about. */
    private final Set<Integer> holes = ConcurrentHashMap.newKeySet();
    private final List<Integer> opened = new CopyOnWriteArrayList<>();
    private final SipTransport transport;
    private final Locator locator = new Locator(Chance.secure(), time);
    private final SipCarrier carrier;
    private int calls;

    HopsOfCallsTest() throws IOException {
        first = new Telephones();
        second = new Telephones();
        transport = SipTransport.open(SipListening.at(Telephones.LOOPBACK, 0, 0), this::heard);
        carrier = new SipCarrier(new SipCarrier.Ports(transport, this::open, locator, time, Chance.secure(),
                Secrets.of(null, null, Chance.secure()), new Ids(new byte[16], Chance.secure(), time)));
    }

    private void heard(SipMessage message, Hop from) {
        carrier.heard(message, from);
    }

    private void open(Hop hop) throws IOException {
        opened.add(hop.port());
        if (holes.contains(hop.port())) {
            throw new IOException("a hole");
        }
    }

    @AfterEach
    void close() {
        carrier.close();
        transport.close();
        locator.close();
        first.close();
        second.close();
    }

    /** A call by the two ports, and how it ends. */
    private final class Call {

        private final String number = "+4930%04d".formatted(++calls);
        private final List<CarrierEvent> told = new CopyOnWriteArrayList<>();

        Call(int firstPort, int secondPort) {
            var key = new CallKey(1, calls, 1);
            first.goes(number, Way.IS_BUSY);
            second.goes(number, Way.IS_BUSY);
            String settings = """
                    {"addresses": [{"host": "127.0.0.1", "port": %d, "priority": 1},
                      {"host": "127.0.0.1", "port": %d, "priority": 2}], "keep_alive_seconds": 0}
                    """.formatted(firstPort, secondPort);
            carrier.place(new CallPlan(key, new Trunk(1, "o", Trunk.Kind.SIP, settings), "+4930123456",
                    number,
                    new AgentLine("agent_1", "{\"uri\": \"" + second.agent(Way.TALKS) + "\"}", Map.of(),
                            Map.of()),
                    time.nanos() + MOST.toNanos(), Duration.ofSeconds(30), Duration.ofSeconds(5),
                    Duration.ofHours(1)), told::add);
        }

        CarrierEvent end() {
            assertTrue(Patience.until(MOST, () -> !told.isEmpty()), number);
            return told.getLast();
        }

        /** It was refused by the telephone of whichever address. */
        Call isBusy() {
            assertEquals(Outcome.BUSY, end().outcome());
            return this;
        }
    }

    private int triedFirst() {
        return (int) opened.stream().filter(port -> port == first.port()).count();
    }

    @Test
    void one_call_finds_out_that_an_address_is_a_hole_and_the_others_go_straight_to_the_next() {
        holes.add(first.port());
        for (int i = 0; i < 5; i++) {
            Call call = new Call(first.port(), second.port()).isBusy();
            assertEquals(1, second.placed(call.number));
        }
        assertEquals(1, triedFirst());
        time.advance(DeadHops.FIRST_REST);
        new Call(first.port(), second.port()).isBusy();
        assertTrue(Patience.until(MOST, () -> triedFirst() == 2), "it is tried beside the call");
        holes.clear();
        time.advance(DeadHops.LONGEST_REST);
        assertTrue(Patience.until(MOST, () -> first
                .placed(new Call(first.port(), second.port()).isBusy().number) == 1), "it is used again");
    }

    @Test
    void where_all_are_holes_each_call_tries_all_and_ends_unreachable() {
        holes.addAll(List.of(first.port(), second.port()));
        for (int i = 1; i <= 3; i++) {
            CarrierEvent end = new Call(first.port(), second.port()).end();
            assertEquals(Outcome.TRUNK_UNREACHABLE, end.outcome());
            assertEquals(Again.OTHER_TRUNK, end.again());
            assertEquals(2 * i, opened.size());
        }
        holes.remove(second.port());
        Call call = new Call(first.port(), second.port()).isBusy();
        assertEquals(1, second.placed(call.number));
    }

    /** Copies of calls before may be there, too. */
    private static void arrives(Call call, DatagramSocket at) throws IOException {
        var packet = new DatagramPacket(new byte[4_096], 4_096);
        String invite = "";
        while (!invite.contains(call.number)) {
            packet.setLength(4_096);
            at.receive(packet);
            invite = new String(packet.getData(), 0, packet.getLength(), US_ASCII);
        }
    }

    @Test
    void an_address_that_leaves_an_INVITE_unanswered_is_passed_over_until_one_call_has_tried_it()
            throws IOException {
        try (var silent = new DatagramSocket(0, Telephones.LOOPBACK)) {
            silent.setSoTimeout((int) MOST.toMillis());
            Call lost = new Call(silent.getLocalPort(), second.port());
            arrives(lost, silent);
            time.advance(Duration.ofSeconds(5));
            assertEquals(Outcome.TRUNK_UNREACHABLE, lost.end().outcome());
            new Call(silent.getLocalPort(), second.port()).isBusy();
            time.advance(DeadHops.FIRST_REST);
            Call trial = new Call(silent.getLocalPort(), second.port());
            arrives(trial, silent);
            new Call(silent.getLocalPort(), second.port()).isBusy();
            time.advance(Duration.ofSeconds(5));
            assertEquals(Outcome.TRUNK_UNREACHABLE, trial.end().outcome());
            new Call(silent.getLocalPort(), second.port()).isBusy();
        }
    }
}
