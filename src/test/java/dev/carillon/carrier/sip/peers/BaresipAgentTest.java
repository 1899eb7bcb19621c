package dev.carillon.carrier.sip.peers;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.time.Duration;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.carillon.call.Outcome;
import dev.carillon.carrier.sip.transaction.Transport;
import dev.carillon.carrier.sip.transaction.Trust;

/** baresip as the agent, with media of its own. */
@Needs({Tool.BARESIP, Tool.SIPP, Tool.OPENSSL})
class BaresipAgentTest {

    private static final Duration MOST = Duration.ofSeconds(30);

    @TempDir
    private Path folder;

    private Rig rig;

    @BeforeEach
    void open() {
        rig = Rigs.open(folder);
    }

    @AfterEach
    void close() {
        rig.close();
    }

    @Test
    void it_is_joined_and_hung_up_on_by_every_transport() {
        Authority authority = Authority.make(folder);
        try (var agent = Baresip.answering(folder, authority.issue("agent.example"))) {
            assertHungUpOn(agent, Transport.UDP, null);
            assertHungUpOn(agent, Transport.TCP, null);
            assertHungUpOn(agent, Transport.TLS, authority.trust("agent.example"));
        }
    }

    private void assertHungUpOn(Baresip agent, Transport transport, @Nullable Trust trust) {
        try (var carrier = Sipp.called(Script.of("carrier/answers-and-hangs-up.xml"), folder)) {
            var call = rig.place(Offer.EARLY, carrier.hop(), agent.hop(transport, trust), null);
            assertEquals(Outcome.COMPLETED, call.awaitEnd(MOST).outcome(),
                    () -> transport + carrier.report() + agent.said());
            carrier.assertPlayed(MOST);
        }
    }

    @Test
    void it_hangs_up_and_the_telephone_is_hung_up_on() {
        try (var agent = Baresip.answering(folder, null);
                var carrier = Sipp.called(Script.of("carrier/answers.xml").with("direction", "inactive"),
                        folder)) {
            var call = rig.place(Offer.EARLY, carrier.hop(), agent.hop(Transport.UDP, null), null);
            carrier.await("two ACKs", MOST, m -> carrier.received("ACK").size() == 2);
            agent.hangUp();
            assertEquals(Outcome.COMPLETED, call.awaitEnd(MOST).outcome(), agent::said);
            carrier.assertPlayed(MOST);
        }
    }

    @Test
    void it_is_joined_by_a_late_offer() {
        try (var agent = Baresip.answering(folder, null);
                var carrier = Sipp.called(Script.of("carrier/late-answers-and-hangs-up.xml"), folder)) {
            var call = rig.place(Offer.LATE, carrier.hop(), agent.hop(Transport.UDP, null), null);
            assertEquals(Outcome.COMPLETED, call.awaitEnd(MOST).outcome(),
                    () -> carrier.report() + agent.said());
            carrier.assertPlayed(MOST);
        }
    }

    @Test
    void it_is_held_and_taken_back() {
        try (var agent = Baresip.answering(folder, null);
                var carrier = Sipp.called(Script.of("carrier/holds.xml"), folder)) {
            var call = rig.place(Offer.EARLY, carrier.hop(), agent.hop(Transport.UDP, null), null);
            assertEquals(Outcome.COMPLETED, call.awaitEnd(MOST).outcome(),
                    () -> carrier.report() + agent.said());
            carrier.assertPlayed(MOST);
        }
    }
}
