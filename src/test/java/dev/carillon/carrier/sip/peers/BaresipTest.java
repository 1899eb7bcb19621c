package dev.carillon.carrier.sip.peers;

import java.nio.file.Path;
import java.time.Duration;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.carillon.carrier.sip.transaction.Transport;

/** baresip answers by itself, and hangs up when asked. */
@Needs({Tool.BARESIP, Tool.SIPP, Tool.OPENSSL})
class BaresipTest {

    private static final Duration MOST = Duration.ofSeconds(30);

    @TempDir
    private Path folder;

    private static Script caller(String name) {
        return Script.of("caller/" + name + ".xml").option("-s").option(Baresip.USER);
    }

    @Test
    void it_answers_and_is_hung_up_on() {
        try (var agent = Baresip.answering(folder, null);
                var calling = Sipp.calling(agent.hop(Transport.UDP, null), caller("plain-and-hangs-up"),
                        folder)) {
            calling.assertPlayed(MOST);
        }
    }

    @Test
    void it_hangs_up_when_asked() {
        try (var agent = Baresip.answering(folder, Authority.make(folder).issue("agent.example"));
                var calling = Sipp.calling(agent.hop(Transport.TCP, null), caller("plain"), folder)) {
            calling.await("sent ACK", MOST, m -> !m.received() && m.isRequest("ACK"));
            agent.await("Call established", MOST);
            agent.hangUp();
            calling.assertPlayed(MOST);
        }
    }
}
