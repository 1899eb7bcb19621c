package dev.carillon.carrier.sip;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.DatagramSocket;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.function.BooleanSupplier;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import dev.carillon.base.Chance;
import dev.carillon.base.Ids;
import dev.carillon.base.Ids.CallKey;
import dev.carillon.base.Patience;
import dev.carillon.base.Sealed;
import dev.carillon.base.Secrets;
import dev.carillon.base.SystemTimeline;
import dev.carillon.call.AttemptState;
import dev.carillon.call.CarrierEvent;
import dev.carillon.call.CarrierEvent.Kind;
import dev.carillon.call.Outcome;
import dev.carillon.call.Trunk;
import dev.carillon.carrier.CarrierHouse.Way;
import dev.carillon.carrier.sip.transport.SipListening;
import dev.carillon.dial.Adopted;
import dev.carillon.dial.AgentLine;
import dev.carillon.dial.CallPlan;
import dev.carillon.dial.Peers;

/**
 * A node comes back, and what is set by then would not make the call again that it has to end: who still
 * rings is let go all the same, and whoever has answered is hung up.
 */
class SipAdoptionTest {

    private static final CallKey KEY = new CallKey(1, 0, 1);
    private static final String NUMBER = "+4930001";
    private static final AgentLine NO_AGENT = AgentLine.of("agent_1");

    private final SystemTimeline timeline = new SystemTimeline(Duration.ofHours(1));
    private final Telephones network = open();
    private final int port = freePort();
    private final List<CarrierEvent> told = new CopyOnWriteArrayList<>();
    private SipService carrier = opened();

    private static Telephones open() {
        try {
            return new Telephones();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static int freePort() {
        try (var socket = new DatagramSocket(0, Telephones.LOOPBACK)) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private SipService opened() {
        return new SipService(SipListening.at(Telephones.LOOPBACK, port, 0),
                new SipService.Ground(timeline, Chance.secure(), Secrets.of(null, null, Chance.secure()),
                        new Ids(new byte[16], Chance.secure(), timeline), () -> Peers.Known.NONE));
    }

    @AfterEach
    void close() {
        carrier.close();
        network.close();
        timeline.close();
    }

    private String settings() {
        return "{\"addresses\": [{\"host\": \"127.0.0.1\", \"port\": " + network.port()
                + "}], \"keep_alive_seconds\": 0}";
    }

    private static Trunk trunk(String settings) {
        return new Trunk(1, "o", Trunk.Kind.SIP, settings);
    }

    private AgentLine agent(Way way) {
        return new AgentLine("agent_1", "{\"uri\": \"" + network.agent(way) + "\"}", Map.of(), Map.of());
    }

    private CallPlan plan(Trunk trunk, AgentLine agent, Duration within) {
        return new CallPlan(KEY, trunk, "+4930123456", NUMBER, agent,
                timeline.nanos() + within.toNanos(), Duration.ofSeconds(30), Duration.ofSeconds(30),
                Duration.ofHours(1));
    }

    private static void eventually(BooleanSupplier condition) {
        assertTrue(Patience.until(Duration.ofSeconds(20), condition));
    }

    /** The call is placed, and comes so far; its agent's telephone rings, if it comes to that. */
    private void placed(Way way, Kind kind) {
        network.goes(NUMBER, way);
        carrier.place(plan(trunk(settings()), agent(Way.RINGS), Duration.ofMinutes(1)), told::add);
        eventually(() -> told.stream().anyMatch(event -> event.kind() == kind));
    }

    /** Its process is gone; the next finds this trunk and this agent. */
    private void adopted(AttemptState state, Trunk trunk, AgentLine agent) {
        @Nullable String resume = told.stream().map(CarrierEvent::resume).filter(Objects::nonNull)
                .reduce((_, later) -> later).orElse(null);
        carrier.close();
        carrier = opened();
        told.clear();
        carrier.adopt(new Adopted(plan(trunk, agent, Duration.ZERO), state, timeline.now(), null, resume),
                told::add);
    }

    private void endsAs(Outcome outcome) {
        eventually(() -> !told.isEmpty() && told.getLast().kind() == Kind.ENDED);
        assertEquals(outcome, told.getLast().outcome(), () -> String.valueOf(told.getLast().cause()));
        eventually(() -> carrier.live() == 0 && network.isOver(NUMBER));
        assertEquals(1, network.placed(NUMBER));
    }

    @Test
    void who_rings_is_let_go_though_the_agent_has_no_address_any_more() {
        placed(Way.RINGS, Kind.RINGING);
        adopted(AttemptState.RINGING, trunk(settings()), NO_AGENT);
        endsAs(Outcome.NO_ANSWER);
    }

    @Test
    void whoever_has_answered_is_hung_up_though_the_agent_has_no_address_any_more() {
        placed(Way.TALKS, Kind.ANSWERED);
        adopted(AttemptState.ANSWERED, trunk(settings()), NO_AGENT);
        endsAs(Outcome.ABANDONED);
    }

    @Test
    void whoever_has_answered_is_hung_up_though_the_settings_of_the_trunk_cannot_be_read_any_more() {
        placed(Way.TALKS, Kind.ANSWERED);
        adopted(AttemptState.ANSWERED, trunk("{}"), agent(Way.RINGS));
        endsAs(Outcome.ABANDONED);
    }

    @Test
    void who_rings_is_let_go_though_the_password_of_the_trunk_does_not_open_any_more() {
        placed(Way.RINGS, Kind.RINGING);
        String named = settings().replace("\"addresses\"", "\"username\": \"u\", \"addresses\"");
        var other = Secrets.of(Base64.getEncoder().encodeToString(new byte[32]), null, Chance.secure());
        Map<String, Sealed> sealed =
                Map.of("password", other.seal("secret", Secrets.place("o", "trunk", "t", "password")));
        adopted(AttemptState.RINGING,
                new Trunk(1, "t", "o", Trunk.Kind.SIP, named, sealed, null, List.of()), NO_AGENT);
        endsAs(Outcome.NO_ANSWER);
    }

    @Test
    void it_is_being_taken_over_until_its_owner_has_come_to_it() {
        var busy = new CountDownLatch(1);
        CallKey other = new CallKey(1, 4, 1);
        assertEquals(Math.floorMod(KEY.hashCode(), 4), Math.floorMod(other.hashCode(), 4), "one owner");
        network.goes(NUMBER, Way.RINGS);
        carrier.place(new CallPlan(other, trunk(settings()), "+4930123456", NUMBER, agent(Way.RINGS),
                timeline.nanos() + Duration.ofMinutes(1).toNanos(), Duration.ofSeconds(30),
                Duration.ofSeconds(30), Duration.ofHours(1)), event -> {
                    told.add(event);
                    Patience.until(Duration.ofSeconds(20), () -> busy.getCount() == 0);
                });
        eventually(() -> !told.isEmpty());
        carrier.adopt(new Adopted(plan(trunk(settings()), NO_AGENT, Duration.ZERO), AttemptState.RINGING,
                timeline.now(), null, null), told::add);
        assertTrue(carrier.isAsking(KEY));
        assertFalse(carrier.isAsking(other));
        busy.countDown();
        eventually(() -> !carrier.isAsking(KEY));
    }

    @Test
    void of_one_that_rang_over_a_trunk_whose_settings_cannot_be_read_nothing_is_known() {
        placed(Way.RINGS, Kind.RINGING);
        adopted(AttemptState.RINGING, trunk("{}"), agent(Way.RINGS));
        eventually(() -> !told.isEmpty());
        assertEquals(Outcome.LOST, told.getLast().outcome());
        assertEquals(0, carrier.live());
    }
}
