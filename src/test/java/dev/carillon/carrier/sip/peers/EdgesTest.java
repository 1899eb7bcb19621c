package dev.carillon.carrier.sip.peers;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.carillon.call.Again;
import dev.carillon.call.CarrierEvent;
import dev.carillon.call.Outcome;
import dev.carillon.carrier.sip.transaction.Hop;
import dev.carillon.carrier.sip.transaction.Transport;
import dev.carillon.carrier.sip.transaction.Trust;

/** Kamailio as a carrier's edge: by TLS, with its Record-Route, away and back again. */
@Needs({Tool.KAMAILIO, Tool.SIPP, Tool.OPENSSL})
class EdgesTest {

    private static final Duration MOST = Duration.ofSeconds(30);
    private static final Duration UNTIL_IT_IS_GIVEN_UP = Duration.ofSeconds(50);
    private static final Script HANGS_UP = Script.of("carrier/answers-and-hangs-up.xml");
    private static final Script LIVES = Script.of("carrier/answers.xml").with("direction", "inactive");
    private static final Script AGENT = Script.of("agent/answers.xml");
    private static final Script AGENT_HANGS_UP = Script.of("agent/hangs-up.xml").with("millis", "500");

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
    void over_tls_a_call_is_ended_by_either_side() {
        Authority authority = Authority.make(folder);
        Issued identity = authority.issue("edge.example");
        Trust trust = authority.trust("edge.example");
        assertCompletes(HANGS_UP, AGENT, identity, trust);
        assertCompletes(LIVES, AGENT_HANGS_UP, identity, trust);
    }

    private void assertCompletes(Script carrierScript, Script agentScript, Issued identity, Trust trust) {
        try (var carrier = Sipp.called(carrierScript, folder);
                var edge = Kamailio.before(carrier.hop(), folder, identity);
                var agent = Sipp.called(agentScript, folder)) {
            var call = rig.place(Offer.EARLY, edge.hop(Transport.TLS, trust), agent.hop(), null);
            assertEquals(Outcome.COMPLETED, call.awaitEnd(MOST).outcome(),
                    () -> call.events() + carrier.report() + agent.report() + edge.said());
            carrier.assertPlayed(MOST);
            agent.assertPlayed(MOST);
        }
    }

    @Test
    void an_edge_of_another_name_or_authority_gets_no_invite() {
        Authority authority = Authority.make(folder);
        try (var carrier = Sipp.called(HANGS_UP, folder);
                var edge = Kamailio.before(carrier.hop(), folder, authority.issue("edge.example"));
                var agent = Sipp.called(AGENT, folder)) {
            for (Trust trust : List.of(authority.trust("other.example"),
                    Authority.make(folder).trust("edge.example"))) {
                var call = rig.place(Offer.EARLY, edge.hop(Transport.TLS, trust), agent.hop(), null);
                assertUnreachable(call.awaitEnd(MOST));
            }
            assertEquals(List.of(), carrier.messages());
        }
    }

    private static void assertUnreachable(CarrierEvent end) {
        assertEquals(Outcome.TRUNK_UNREACHABLE, end.outcome());
        assertEquals(Again.OTHER_TRUNK, end.again());
    }

    @Test
    void an_edge_that_accepts_and_is_silent_holds_up_no_other_call() throws IOException {
        try (var silent = new ServerSocket(0, 50, Ports.loopback());
                var carrier = Sipp.called(HANGS_UP, folder);
                var agent = Sipp.called(AGENT, folder)) {
            Hop hop =
                    Hop.of(Transport.TLS, Ports.HOST, silent.getLocalPort(), new Trust("edge.example", null));
            List<Rig.Placed> stuck = List.of(rig.place(Offer.EARLY, hop, agent.hop(), null),
                    rig.place(Offer.EARLY, hop, agent.hop(), null),
                    rig.place(Offer.EARLY, hop, agent.hop(), null));
            var call = rig.place(Offer.EARLY, carrier.hop(), agent.hop(), null);
            assertEquals(Outcome.COMPLETED, call.awaitEnd(MOST).outcome(), carrier::report);
            stuck.forEach(s -> assertUnreachable(s.awaitEnd(MOST)));
        }
    }

    @Test
    void of_two_trunks_the_dead_one_is_said_to_be_unreachable_until_it_is_back() {
        try (var carrier = Sipp.called(HANGS_UP, folder); var agent = Sipp.called(AGENT, folder)) {
            int port = Ports.free();
            Kamailio.at(port, carrier.hop(), folder, null).close();
            var dead = rig.place(Offer.EARLY, Hop.of(Transport.TCP, Ports.HOST, port), agent.hop(), null);
            assertUnreachable(dead.awaitEnd(MOST));
            try (var other = Kamailio.before(carrier.hop(), folder, null)) {
                var call = rig.place(Offer.EARLY, other.hop(Transport.TCP, null), agent.hop(), null);
                assertEquals(Outcome.COMPLETED, call.awaitEnd(MOST).outcome(), carrier::report);
            }
            try (var again = Sipp.called(HANGS_UP, folder);
                    var agentAgain = Sipp.called(AGENT, folder);
                    var back = Kamailio.at(port, again.hop(), folder, null)) {
                var call = rig.place(Offer.EARLY, back.hop(Transport.TCP, null), agentAgain.hop(), null);
                assertEquals(Outcome.COMPLETED, call.awaitEnd(MOST).outcome(), again::report);
            }
        }
    }

    @Test
    void a_trunk_that_is_not_there_by_udp_is_given_up() {
        try (var agent = Sipp.called(AGENT, folder)) {
            var dead = rig.place(Offer.EARLY, Hop.of(Transport.UDP, Ports.HOST, Ports.free()), agent.hop(),
                    null);
            assertUnreachable(dead.awaitEnd(UNTIL_IT_IS_GIVEN_UP));
            assertEquals(List.of(), agent.messages());
        }
    }

    @Test
    void an_edge_that_restarts_in_the_middle_of_a_call_does_not_keep_it_from_its_end() {
        int port = Ports.free();
        try (var carrier = Sipp.called(LIVES, folder);
                var agent = Sipp.called(Script.of("agent/hangs-up.xml").with("millis", "4000"), folder)) {
            Rig.Placed call;
            try (var edge = Kamailio.at(port, carrier.hop(), folder, null)) {
                call = rig.place(Offer.EARLY, edge.hop(Transport.TCP, null), agent.hop(), null);
                carrier.await("two ACKs", MOST, m -> carrier.received("ACK").size() == 2);
            }
            try (var back = Kamailio.at(port, carrier.hop(), folder, null)) {
                assertEquals(Outcome.COMPLETED, call.awaitEnd(MOST).outcome(),
                        () -> carrier.report() + back.said());
                carrier.assertPlayed(MOST);
            }
        }
    }
}
