package dev.carillon.carrier.sip.peers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import dev.carillon.call.CarrierEvent;
import dev.carillon.call.CarrierEvent.Kind;
import dev.carillon.call.Outcome;
import dev.carillon.carrier.sip.message.Sdp;
import dev.carillon.carrier.sip.message.SipRequest;
import dev.carillon.carrier.sip.transaction.Hop;
import dev.carillon.carrier.sip.transaction.Transport;

/** SIPp plays a carrier, an agent that does not come, and the trunk's announcement. */
@Needs({Tool.SIPP, Tool.OPENSSL})
class AnnouncedTest {

    private static final Duration MOST = Duration.ofSeconds(30);
    private static final Script BUSY = Script.of("agent/refuses.xml").with("status", "486 Busy Here");
    private static final Script RINGS = Script.of("agent/rings-until-cancelled.xml");
    private static final Script PLAYS = Script.of("agent/hangs-up.xml").with("millis", "700");
    private static final Script LIVES = Script.of("agent/answers.xml");

    @TempDir
    private Path folder;

    private static Script carrier(Offer offer) {
        return Script.of("carrier/answers.xml").with("direction",
                offer == Offer.EARLY ? "inactive" : "sendrecv");
    }

    @ParameterizedTest
    @CsvSource({"EARLY, true, UDP", "LATE, true, UDP", "EARLY, false, UDP", "LATE, false, UDP",
            "EARLY, true, TCP"})
    void the_called_party_hears_it_to_its_end(Offer offer, boolean refuses, Transport transport) {
        try (var carrier = Sipp.called(carrier(offer), folder, transport);
                var agent = Sipp.called(refuses ? BUSY : RINGS, folder, transport);
                var announcement = Sipp.called(PLAYS, folder, transport);
                var rig = Rigs.announcing(folder, announcement.hop())) {
            var call = rig.place(offer, carrier.hop(), agent.hop(), null);
            CarrierEvent end = call.awaitEnd(MOST);
            assertEquals(Outcome.AGENT_FAILED, end.outcome(),
                    () -> carrier.report() + agent.report() + announcement.report());
            assertEquals("announcement", end.note());
            assertEquals(List.of(Kind.RINGING, Kind.ANSWERED, Kind.ENDED),
                    call.events().stream().map(CarrierEvent::kind).distinct().toList());
            List.of(carrier, agent, announcement).forEach(peer -> peer.assertPlayed(MOST));
            assertTold(announcement.received("INVITE").getFirst().request());
            SipRequest joined = offer == Offer.EARLY
                    ? carrier.received("INVITE").getLast().request()
                    : carrier.received("ACK").getFirst().request();
            Sdp heard = Sdp.parse(announcement.messages().stream()
                    .filter(m -> !m.received() && m.kind().equals("200")).findFirst().orElseThrow().message()
                    .body().text());
            assertEquals(heard.media().getFirst().port(),
                    Sdp.in(joined).orElseThrow().media().getFirst().port());
        }
    }

    /** It hears which call it is, and nothing by which it could speak for the agent. */
    private static void assertTold(SipRequest invite) {
        assertTrue(invite.headers().first("X-Carillon-Call").isPresent());
        assertTrue(invite.headers().first("X-Carillon-Task").isPresent());
        assertTrue(invite.headers().first("X-Carillon-Token").isEmpty());
    }

    @Test
    void a_called_party_that_hangs_up_ends_it() {
        try (var carrier = Sipp.called(Script.of("carrier/answers-and-hangs-up.xml"), folder);
                var agent = Sipp.called(BUSY, folder);
                var announcement = Sipp.called(LIVES, folder);
                var rig = Rigs.announcing(folder, announcement.hop())) {
            var call = rig.place(Offer.EARLY, carrier.hop(), agent.hop(), null);
            assertEquals(Outcome.AGENT_FAILED, call.awaitEnd(MOST).outcome(), carrier::report);
            carrier.assertPlayed(MOST);
            announcement.assertPlayed(MOST);
        }
    }

    @Test
    void so_does_a_hang_up_of_ours() {
        try (var carrier = Sipp.called(carrier(Offer.EARLY), folder);
                var agent = Sipp.called(BUSY, folder);
                var announcement = Sipp.called(LIVES, folder);
                var rig = Rigs.announcing(folder, announcement.hop())) {
            var call = rig.place(Offer.EARLY, carrier.hop(), agent.hop(), null);
            announcement.await("an ACK", MOST, m -> m.received() && m.isRequest("ACK"));
            call.hangUp();
            assertEquals(Outcome.AGENT_FAILED, call.awaitEnd(MOST).outcome(), carrier::report);
            carrier.assertPlayed(MOST);
            announcement.assertPlayed(MOST);
        }
    }

    @Test
    void one_that_is_not_there_leaves_the_call_as_it_is_without() {
        try (var carrier = Sipp.called(carrier(Offer.LATE), folder);
                var agent = Sipp.called(BUSY, folder);
                var rig = Rigs.announcing(folder, Hop.of(Transport.TCP, Ports.HOST, Ports.free()))) {
            var call = rig.place(Offer.LATE, carrier.hop(), agent.hop(), null);
            CarrierEvent end = call.awaitEnd(MOST);
            assertEquals(Outcome.AGENT_FAILED, end.outcome(), carrier::report);
            assertNull(end.note());
            carrier.assertPlayed(MOST);
        }
    }
}
