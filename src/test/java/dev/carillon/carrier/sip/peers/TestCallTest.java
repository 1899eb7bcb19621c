package dev.carillon.carrier.sip.peers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.carillon.base.Chance;
import dev.carillon.base.Ids;
import dev.carillon.base.Ids.CallKey;
import dev.carillon.base.Sealed;
import dev.carillon.base.Secrets;
import dev.carillon.base.SystemTimeline;
import dev.carillon.call.CarrierEvent;
import dev.carillon.call.Outcome;
import dev.carillon.call.Trunk;
import dev.carillon.carrier.sip.TestCall;
import dev.carillon.carrier.sip.transport.SipListening;
import dev.carillon.dial.AgentLine;
import dev.carillon.dial.CallPlan;

/** The one call of {@code carillon trunk test}, and what it shows. */
@Needs({Tool.SIPP})
class TestCallTest {

    private static final String KEY = "MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=";
    private static final Duration WHILE = Duration.ofSeconds(20);

    @TempDir
    private Path folder;

    private final SystemTimeline timeline = new SystemTimeline(Duration.ofHours(1));
    private final Secrets secrets = Secrets.of(KEY, null, Chance.secure());
    private final List<String> shown = new CopyOnWriteArrayList<>();
    private final TestCall call = new TestCall(new TestCall.Ports(timeline, Chance.secure(), secrets,
            new Ids(new byte[16], Chance.secure(), timeline)));

    @AfterEach
    void close() {
        timeline.close();
    }

    private CarrierEvent run(Sipp carrier, Sipp agent) throws Exception {
        return run(carrier, agent, shown::add);
    }

    private CarrierEvent run(Sipp carrier, Sipp agent, Consumer<String> showing) throws Exception {
        Sealed password = secrets.seal("hunter2", Secrets.place("org_1", "trunk", "trunk_1", "password"));
        var trunk = new Trunk(1, "trunk_1", "org_1", Trunk.Kind.SIP,
                "{\"addresses\": [{\"host\": \"127.0.0.1\", \"port\": " + carrier.hop().port()
                        + "}], \"username\": \"u1\"}",
                Map.of("password", password), null, List.of());
        var line = new AgentLine("agent_1", "{\"uri\": \"sip:voice@127.0.0.1:" + agent.hop().port() + "\"}",
                Map.of(), Map.of());
        return call.run(
                new CallPlan(new CallKey(0, 0, 0), trunk, Rig.CALLER, Rig.CALLED, line,
                        timeline.nanos() + WHILE.toNanos(), WHILE, WHILE, WHILE),
                SipListening.at(Ports.loopback(), 0, 0), showing);
    }

    private void hangUpWhenItRings(String text) {
        if (text.contains("── ringing")) {
            call.hangUp();
        }
    }

    @Test
    void one_that_rings_is_hung_up() throws Exception {
        Script rings =
                Script.of("carrier/goes-on-until-cancelled.xml").with("provisional", "180 Ringing");
        try (Sipp carrier = Sipp.called(rings, folder);
                Sipp agent = Sipp.called(Script.of("agent/answers.xml").endless(), folder)) {
            CarrierEvent end = run(carrier, agent, this::hangUpWhenItRings);
            assertEquals(Outcome.CANCELLED, end.outcome(), carrier::report);
            carrier.assertPlayed(WHILE);
        }
    }

    @Test
    void one_that_nobody_lets_go_of_is_left() throws Exception {
        try (Sipp carrier = Sipp.called(Script.of("carrier/ignores-cancel.xml").endless(), folder);
                Sipp agent = Sipp.called(Script.of("agent/answers.xml").endless(), folder)) {
            CarrierEvent end = run(carrier, agent, this::hangUpWhenItRings);
            assertEquals("nobody has confirmed it", Objects.requireNonNull(end.cause()).text());
            assertEquals(1,
                    carrier.received("CANCEL").stream().map(m -> m.request().cseq()).distinct().count());
        }
    }

    @Test
    void it_shows_every_message_and_how_it_ended_and_no_secret() throws Exception {
        try (Sipp carrier = Sipp.called(Script.of("carrier/asks-who-we-are.xml")
                .with("status", "401 Unauthorized").with("challenge", "WWW-Authenticate")
                .with("answer", "Authorization").endless(), folder);
                Sipp agent = Sipp.called(Script.of("agent/answers.xml").endless(), folder)) {
            CarrierEvent end = run(carrier, agent);
            String all = String.join("\n", shown);
            assertEquals(Outcome.COMPLETED, end.outcome(), () -> all + carrier.report());
            assertTrue(all.contains("──▶ UDP 127.0.0.1:" + carrier.hop().port() + "\nINVITE sip:"), all);
            assertTrue(all.contains("◀── UDP 127.0.0.1:" + carrier.hop().port() + "\nSIP/2.0 401"), all);
            assertTrue(all.contains("Authorization: (hidden)"), all);
            assertTrue(all.contains("X-Carillon-Token: (hidden)"), all);
            assertTrue(all.contains("── joined"), all);
            assertFalse(all.contains("calltoken_") || all.contains("response="), all);
        }
    }
}
