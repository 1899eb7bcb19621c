package dev.carillon.carrier.sip.peers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

import dev.carillon.base.Patience;
import dev.carillon.carrier.sip.message.Direction;
import dev.carillon.carrier.sip.message.Sdp;
import dev.carillon.carrier.sip.message.SipRequest;
import dev.carillon.carrier.sip.transaction.Transport;

/** SIPp plays the carrier and the agent of every scenario, several calls beside each other. */
@Needs({Tool.SIPP, Tool.OPENSSL})
class ScenariosTest {

    private static final int BESIDE_EACH_OTHER = 4;

    @TempDir
    private static Path folder;

    private static Rig rig;

    @BeforeAll
    static void open() {
        rig = Rigs.open(folder);
    }

    @AfterAll
    static void close() {
        try {
            assertTrue(Patience.until(Duration.ofSeconds(60), () -> rig.open() == 0),
                    () -> rig.open() + " left");
        } finally {
            rig.close();
        }
    }

    @TestFactory
    Stream<DynamicTest> every_call_by_udp_comes_to_its_right_end() {
        return played(CarrierScenarios.all(), Transport.UDP);
    }

    @TestFactory
    Stream<DynamicTest> the_quick_calls_come_to_the_same_end_by_tcp() {
        return played(CarrierScenarios.all().stream()
                .filter(s -> !s.slow() && !s.carrier().options().contains("-nr"))
                .filter(s -> !s.name().equals("sends garbage")).toList(), Transport.TCP);
    }

    /** Those that wait for SIP's timers wait beside all the others. */
    private static Stream<DynamicTest> played(List<CarrierScenario> scenarios, Transport transport) {
        ExecutorService slow = Executors.newVirtualThreadPerTaskExecutor();
        ExecutorService quick = Executors.newFixedThreadPool(BESIDE_EACH_OTHER, Thread.ofVirtual().factory());
        Map<CarrierScenario, Future<Played>> plays = new LinkedHashMap<>();
        scenarios.forEach(s -> plays.put(s,
                (s.slow() ? slow : quick).submit(() -> Played.play(s, rig, folder, transport))));
        slow.shutdown();
        quick.shutdown();
        return plays.entrySet().stream()
                .map(play -> DynamicTest.dynamicTest(play.getKey().toString(),
                        () -> result(play.getValue())));
    }

    private static Played result(Future<Played> play) throws Throwable {
        try {
            return play.get();
        } catch (ExecutionException e) {
            throw e.getCause();
        }
    }

    private static Played play(String name) {
        return Played.play(CarrierScenarios.all().stream().filter(s -> s.toString().equals(name)).findFirst()
                .orElseThrow(), rig, folder, Transport.UDP);
    }

    @Test
    void the_carrier_is_joined_by_the_agents_description_in_a_new_version_of_ours() {
        Played played = play("answers and hangs up");
        List<SipRequest> invites = played.receivedAtCarrier("INVITE");
        Sdp held = Sdp.in(invites.get(0)).orElseThrow();
        Sdp joined = Sdp.in(invites.get(1)).orElseThrow();
        Sdp agents = Sdp.parse(played.atAgent().stream().filter(m -> !m.received() && m.kind().equals("200"))
                .findFirst().orElseThrow().message().body().text());
        assertEquals(held.origin().id(), joined.origin().id());
        assertTrue(Long.parseLong(joined.origin().version()) > Long.parseLong(held.origin().version()));
        assertEquals(agents.media().getFirst().port(), joined.media().getFirst().port());
        assertEquals(Direction.SENDRECV, joined.media().getFirst().direction());
    }

    @Test
    void with_a_late_offer_the_agents_description_comes_with_the_ack() {
        Played played = play("late offer: late answers and hangs up");
        Sdp answer = Sdp.in(played.receivedAtCarrier("ACK").getFirst()).orElseThrow();
        Sdp agents = Sdp.parse(played.atAgent().stream().filter(m -> !m.received() && m.kind().equals("200"))
                .findFirst().orElseThrow().message().body().text());
        assertEquals(agents.media().getFirst().port(), answer.media().getFirst().port());
    }

    @Test
    void an_agent_hears_that_the_carriers_media_have_moved() {
        List<SipRequest> invites = play("moves its media").receivedAtAgent("INVITE");
        assertEquals(2, invites.size());
        assertNotEquals(port(invites.get(0)), port(invites.get(1)));
    }

    @Test
    void an_agent_hears_that_it_is_held_and_taken_back() {
        List<SipRequest> invites = play("holds").receivedAtAgent("INVITE");
        assertEquals(List.of(Direction.SENDRECV, Direction.SENDONLY, Direction.SENDRECV), invites.stream()
                .map(i -> Sdp.in(i).orElseThrow().media().getFirst().direction()).toList());
    }

    @Test
    void of_two_telephones_that_answer_the_second_gets_ack_and_bye() {
        Played played = play("forks");
        for (String method : List.of("ACK", "BYE")) {
            assertEquals(1, played.receivedAtCarrier(method).stream()
                    .filter(r -> r.to().tag().orElseThrow().startsWith("fork")).count(), method);
        }
    }

    @Test
    void every_answer_that_comes_again_gets_its_ack_again() {
        for (String name : List.of("answers twice", "loses the ack")) {
            List<SipRequest> acks = play(name).receivedAtCarrier("ACK");
            assertEquals(acks.get(0).cseq(), acks.get(1).cseq(), name);
        }
    }

    @Test
    void of_two_algorithms_the_stronger_is_answered() {
        SipRequest again = play("401, SHA-256 or MD5").receivedAtCarrier("INVITE").get(1);
        assertEquals("SHA-256",
                DigestCheck.of(again.headers().first("Authorization").orElseThrow()).algorithm());
    }

    private static int port(SipRequest invite) {
        return Sdp.in(invite).orElseThrow().media().getFirst().port();
    }
}
