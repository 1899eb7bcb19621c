package dev.carillon.carrier.sip.peers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

import dev.carillon.carrier.sip.transaction.Transport;

/** The scenarios are such that SIPp plays them, those that have a counterpart to their end. */
@Needs(Tool.SIPP)
class SippTest {

    private static final Path SCENARIOS = Path.of("src/test/resources/sipp");
    private static final Duration MOST = Duration.ofSeconds(30);

    /** Something for every word. */
    private static final Map<String, String> WORDS = Map.of("status", "486 Busy Here", "header", "Server: x",
            "challenge", "WWW-Authenticate", "answer", "Authorization", "direction", "inactive",
            "provisional", "180 Ringing", "millis", "300", "says", "silent");

    @TempDir
    private Path folder;

    private static Script filled(String file) {
        var words = new HashMap<>(Script.lives("carrier").words());
        words.putAll(WORDS);
        return new Script(file, words, List.of(), true);
    }

    @TestFactory
    Stream<DynamicTest> every_scenario_of_one_who_is_called_is_read_by_sipp() throws IOException {
        return files().filter(file -> !file.startsWith("caller/"))
                .map(file -> DynamicTest.dynamicTest(file, () -> {
                    try (var sipp = Sipp.called(filled(file), folder)) {
                        assertEquals(List.of(), sipp.messages());
                    }
                }));
    }

    @Test
    void every_scenario_is_in_some_call_and_every_call_has_its_words() throws IOException {
        List<String> used = CarrierScenarios.all().stream().flatMap(s -> Stream.of(s.carrier(), s.agent()))
                .peek(Script::text).map(Script::file).distinct().sorted().toList();
        assertEquals(files().filter(file -> !file.startsWith("caller/") && !file.startsWith("crash/"))
                .sorted().toList(), used);
        long names = CarrierScenarios.all().stream().map(CarrierScenario::toString).distinct().count();
        assertEquals(CarrierScenarios.all().size(), names);
    }

    /** A caller, whom it calls, and by what. */
    private record Pair(Script caller, Script called, Transport transport) {

        static Pair of(String caller, String called) {
            return new Pair(filled("caller/" + caller + ".xml"), filled(called + ".xml"), Transport.UDP);
        }

        Pair tcp() {
            return new Pair(caller, called, Transport.TCP);
        }

        @Override
        public String toString() {
            return caller.file() + " and " + called.file() + " by " + transport;
        }
    }

    @TestFactory
    Stream<DynamicTest> two_that_fit_play_a_call_to_its_end() {
        return Stream.of(
                Pair.of("held-first", "carrier/answers-and-hangs-up"),
                Pair.of("held-first", "carrier/answers-and-hangs-up").tcp(),
                Pair.of("held-first", "carrier/has-early-media"),
                Pair.of("held-first-and-hangs-up", "carrier/answers"),
                Pair.of("held-first-and-hangs-up", "carrier/is-slow-to-end"),
                Pair.of("late-offer", "carrier/late-answers-and-hangs-up"),
                Pair.of("is-refused", "carrier/refuses"),
                Pair.of("is-refused", "carrier/refuses").tcp(),
                Pair.of("is-refused", "carrier/rings-and-refuses"),
                Pair.of("cancels", "carrier/goes-on-until-cancelled"),
                Pair.of("plain-and-hangs-up", "agent/answers"),
                Pair.of("plain-and-hangs-up", "agent/takes-its-time"),
                Pair.of("plain", "agent/hangs-up"))
                .map(pair -> DynamicTest.dynamicTest(pair.toString(), () -> play(pair)));
    }

    private void play(Pair pair) {
        Script caller = pair.caller().with("status", "486");
        try (var called = Sipp.called(pair.called(), folder, pair.transport());
                var calling = Sipp.calling(called.hop(), caller, folder)) {
            calling.assertPlayed(MOST);
            called.assertPlayed(MOST);
            assertTrue(called.messages().size() > 3, called::report);
            called.messages().forEach(m -> m.message().requireComplete());
        }
    }

    private static Stream<String> files() throws IOException {
        try (Stream<Path> all = Files.walk(SCENARIOS)) {
            return all.filter(Files::isRegularFile).map(file -> SCENARIOS.relativize(file).toString())
                    .toList()
                    .stream();
        }
    }
}
