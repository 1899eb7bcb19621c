package dev.carillon.carrier.sip.peers;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** tshark sees a call of SIPp with SIPp, message by message. */
@Needs({Tool.TSHARK, Tool.SIPP})
class TsharkTest {

    private static final Duration MOST = Duration.ofSeconds(30);

    @TempDir
    private Path folder;

    @Test
    void a_call_is_recorded_message_by_message() {
        try (var called = Sipp.called(Script.of("carrier/answers-and-hangs-up.xml"), folder);
                var tshark = Tshark.listening(folder, List.of(called.hop().port()));
                var calling = Sipp.calling(called.hop(), Script.of("caller/held-first.xml"), folder)) {
            calling.assertPlayed(MOST);
            called.assertPlayed(MOST);
            List<Packet> packets = tshark.await("the answer to BYE", MOST,
                    all -> all.stream().anyMatch(p -> p.status() == 200 && p.method().equals("BYE")));
            assertEquals(List.of(
                    "Carillon: INVITE, SDP inactive", "carrier: 180 (INVITE)",
                    "carrier: 200 (INVITE), SDP inactive", "Carillon: ACK",
                    "Carillon: INVITE, SDP sendrecv", "carrier: 200 (INVITE), SDP sendrecv",
                    "Carillon: ACK", "carrier: BYE", "Carillon: 200 (BYE)"),
                    Ladder.of(packets,
                            Map.of(called.hop().port(), "carrier", calling.hop().port(), "Carillon"))
                            .steps().stream().map(step -> step.from() + ": " + step.words()).toList());
        }
    }
}
