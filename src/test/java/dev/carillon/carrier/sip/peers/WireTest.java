package dev.carillon.carrier.sip.peers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.carillon.call.Outcome;
import dev.carillon.carrier.sip.transaction.Transport;

/** What goes over the wire is what docs/telephony.md draws, message by message. */
@Needs({Tool.TSHARK, Tool.SIPP, Tool.OPENSSL})
class WireTest {

    private static final Duration MOST = Duration.ofSeconds(30);

    @TempDir
    private Path folder;

    @Test
    void a_call_that_is_held_first_is_the_ladder_of_the_page() throws IOException {
        assertEquals(drawn("held-first"),
                recorded(Offer.EARLY, Script.of("carrier/answers-and-hangs-up.xml")).drawn());
    }

    @Test
    void a_call_with_a_late_offer_is_the_ladder_of_the_page() throws IOException {
        assertEquals(drawn("late-offer"),
                recorded(Offer.LATE, Script.of("carrier/late-answers-and-hangs-up.xml")).drawn());
    }

    @Test
    void a_call_whose_agent_refuses_is_the_ladder_of_the_page() throws IOException {
        Script rings = Script.of("carrier/answers.xml").with("direction", "inactive");
        Script busy = Script.of("agent/refuses.xml").with("status", "486 Busy Here");
        Script plays = Script.of("agent/hangs-up.xml").with("millis", "700");
        try (var carrier = Sipp.called(rings, folder);
                var agent = Sipp.called(busy, folder);
                var announcement = Sipp.called(plays, folder);
                var rig = Rigs.announcing(folder, announcement.hop())) {
            int ours = rig.port(Transport.UDP);
            try (var tshark = Tshark.listening(folder,
                    List.of(ours, carrier.hop().port(), announcement.hop().port()))) {
                var call = rig.place(Offer.EARLY, carrier.hop(), agent.hop(), null);
                assertEquals(Outcome.AGENT_FAILED, call.awaitEnd(MOST).outcome(), carrier::report);
                List<Packet> packets = tshark.await("both ends", MOST, WireTest::haveEnded);
                // The third column is the announcement's: what the agent says is left out.
                assertEquals(drawn("announcement").replace("announcement", "agent"),
                        Ladder.of(packets, Map.of(ours, "Carillon", carrier.hop().port(), "carrier",
                                announcement.hop().port(), "agent")).drawn());
            }
        }
    }

    private static boolean haveEnded(List<Packet> packets) {
        return packets.stream().filter(p -> p.status() == 200 && p.method().equals("BYE")).count() == 2;
    }

    private Ladder recorded(Offer offer, Script script) {
        try (var rig = Rigs.open(folder);
                var carrier = Sipp.called(script, folder);
                var agent = Sipp.called(Script.of("agent/answers.xml"), folder)) {
            int ours = rig.port(Transport.UDP);
            try (var tshark =
                    Tshark.listening(folder, List.of(ours, carrier.hop().port(), agent.hop().port()))) {
                var call = rig.place(offer, carrier.hop(), agent.hop(), null);
                assertEquals(Outcome.COMPLETED, call.awaitEnd(MOST).outcome(), carrier::report);
                carrier.assertPlayed(MOST);
                agent.assertPlayed(MOST);
                List<Packet> packets = tshark.await("both ends", MOST, WireTest::haveEnded);
                return Ladder.of(packets, Map.of(ours, "Carillon", carrier.hop().port(), "carrier",
                        agent.hop().port(), "agent"));
            }
        }
    }

    private static String drawn(String mark) throws IOException {
        Matcher part = Pattern.compile("<!-- " + mark + " -->\n```\n(.*?)\n```", Pattern.DOTALL)
                .matcher(Files.readString(Path.of("docs/telephony.md")));
        assertTrue(part.find(), mark);
        return part.group(1);
    }
}
