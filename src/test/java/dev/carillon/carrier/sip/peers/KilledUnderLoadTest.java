package dev.carillon.carrier.sip.peers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.carillon.Law;
import dev.carillon.base.Chance;
import dev.carillon.base.Patience;
import dev.carillon.call.Outcome;
import dev.carillon.carrier.sip.message.SipRequest;

/**
 * The server is killed again and again while it dials, and SIPp counts which numbers are invited, and how
 * often. The seed of the moments is printed and may be given again with {@code -Dcarillon.crash.seed=…}.
 */
@Tag("crash")
@Needs(Tool.SIPP)
class KilledUnderLoadTest {

    private static final int CALLS = Integer.getInteger("carillon.sip.crash.calls", 480);
    private static final int KILLS = Integer.getInteger("carillon.sip.crash.kills", 3);
    private static final double RATE = 60;
    private static final int MOST_LIVE = 1_000;
    private static final int LEAST_LIVE = 40;
    private static final Duration MOST = Duration.ofSeconds(90);
    private static final long SEED = Long.getLong("carillon.crash.seed", Chance.secure().nextLong());

    @TempDir
    private Path folder;

    @Test
    @Law("Single dial")
    void no_number_is_invited_twice_by_a_server_that_is_killed_under_load() {
        System.out.println("sip crash test: -Dcarillon.crash.seed=" + SEED);
        RandomGenerator random = Chance.seeded(SEED);
        List<String> numbers = IntStream.range(0, CALLS).mapToObj(ServedSip::number).toList();
        Script carrier = Script.lives("carrier").with("millis", "400").with("talk", "4000");
        try (Sipp telephone = Sipp.manyTraced(carrier, folder);
                Sipp voice = Sipp.many(Script.lives("agent"), folder);
                ServedSip server = new ServedSip(folder)) {
            server.start();
            server.openAllDay();
            String from = server.caller(telephone.hop(), new ServedSip.Pace(RATE, MOST_LIVE));
            server.agent("agent_load", voice.hop(), MOST_LIVE);
            server.dial(from, "agent_load", numbers);
            for (int kill = 1; kill <= KILLS; kill++) {
                int begun = kill * CALLS / (KILLS + 1);
                server.await("calls are up", MOST,
                        () -> server.attempts().size() >= begun && server.live() >= LEAST_LIVE);
                Patience.rest(Duration.ofMillis(random.nextInt(300)));
                server.kill();
                server.start();
            }
            server.await("the batch call ends", MOST, () -> server.running() == 0
                    && server.attempts().stream().allMatch(ServedSip.Attempt::ended));
            Map<String, Set<String>> invited = invited(telephone);
            System.out.println("sip crash test: " + invited.size() + " numbers invited, "
                    + outcomes(server.attempts()));
            assertEquals(List.of(), breaches(numbers, invited, server.attempts()));
            assertEquals(List.of(), server.findings());
            assertEquals("dials speaks" + " speaks dials".repeat(KILLS), server.begun(),
                    "a trunk that is known is ready before anything is dialled");
            assertTrue(interrupted(server.attempts()) >= KILLS, "the kills have met no call");
        }
    }

    /** Of each number the calls that were begun to it, by their Call-ID. */
    static Map<String, Set<String>> invited(Sipp telephone) {
        Map<String, Set<String>> invited = new HashMap<>();
        for (Traced message : telephone.received("INVITE")) {
            SipRequest invite = message.request();
            if (invite.to().tag().isEmpty()) {
                invited.computeIfAbsent(invite.sipUri().user(), _ -> new HashSet<>()).add(invite.callId());
            }
        }
        return invited;
    }

    /** A number is invited at most once for each attempt that is not said to have placed nothing. */
    private static List<String> breaches(List<String> numbers, Map<String, Set<String>> invited,
            List<ServedSip.Attempt> attempts) {
        Map<String, Long> placed = attempts.stream()
                .filter(ServedSip.Attempt::isPlaced)
                .collect(Collectors.groupingBy(ServedSip.Attempt::number, Collectors.counting()));
        var breaches = new ArrayList<String>();
        for (String number : numbers) {
            int times = invited.getOrDefault(number, Set.of()).size();
            if (times > 1 || times > placed.getOrDefault(number, 0L)) {
                breaches.add(number + " was invited " + times + " times: "
                        + attempts.stream().filter(attempt -> attempt.number().equals(number)).toList());
            }
            if (!placed.containsKey(number)) {
                breaches.add(number + " was not dialled");
            }
        }
        for (ServedSip.Attempt attempt : attempts) {
            if (attempt.outcome().equals(Outcome.COMPLETED.word())
                    && !invited.containsKey(attempt.number())) {
                breaches.add(attempt + " was never invited");
            }
        }
        return breaches;
    }

    private static long interrupted(List<ServedSip.Attempt> attempts) {
        return attempts.stream().filter(a -> !a.outcome().equals(Outcome.COMPLETED.word())).count();
    }

    private static Map<String, Long> outcomes(List<ServedSip.Attempt> attempts) {
        return attempts.stream().collect(
                Collectors.groupingBy(ServedSip.Attempt::outcome, TreeMap::new, Collectors.counting()));
    }
}
