package dev.carillon.carrier.sip.peers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.carillon.Law;
import dev.carillon.base.Patience;

/** What a whole server records of a call that has an announcement in its agent's place. */
@Tag("database")
@Needs({Tool.SIPP})
class AnnouncedServerTest {

    private static final Duration MOST = Duration.ofSeconds(60);
    private static final String ATTEMPT =
            "select concat_ws(' ', phase, outcome, note, joined_at is null) from attempt";

    @TempDir
    private Path folder;

    @Test
    @Law("Capacity")
    void it_outlasts_the_agents_time_and_its_slots_are_free_when_it_is_over() {
        try (var carrier =
                Sipp.called(Script.of("carrier/answers.xml").with("direction", "inactive"), folder);
                var agent = Sipp.called(Script.of("agent/refuses.xml").with("status", "486 Busy Here"),
                        folder);
                var announcement =
                        Sipp.called(Script.of("agent/hangs-up.xml").with("millis", "7000"), folder);
                var served = new ServedTrunk(Map.of(), carrier, agent,
                        ", 'announcement': 'sip:message@127.0.0.1:" + announcement.hop().port() + "'")) {
            served.dial("+4930123456", "+493023125001");
            announcement.await("an ACK", MOST, m -> m.received() && m.isRequest("ACK"));
            assertTrue(Patience.until(MOST, () -> served.value(ATTEMPT).equals("2 t")),
                    () -> served.value(ATTEMPT));
            assertEquals("1", served.value("select count(*) from on_line"));
            assertEquals("1", served.value("select max(live) from usage"));
            assertTrue(
                    Patience.until(MOST, () -> served.value(ATTEMPT).equals("4 agent_failed announcement t")),
                    () -> served.value(ATTEMPT));
            announcement.assertPlayed(MOST);
            carrier.assertPlayed(MOST);
            assertEquals("0 0",
                    served.value("select concat_ws(' ', (select count(*) from on_line), max(live))"
                            + " from usage"));
        }
    }
}
