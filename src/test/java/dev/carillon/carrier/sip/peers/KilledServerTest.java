package dev.carillon.carrier.sip.peers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import dev.carillon.Law;

/**
 * A server that is killed while one call is in each state that a call can be in; the same server comes back,
 * and SIPp at both ends tells what became of them.
 */
@Tag("crash")
@Needs(Tool.SIPP)
class KilledServerTest {

    private static final Duration MOST = Duration.ofSeconds(60);
    private static final ServedSip.Pace ONE = new ServedSip.Pace(1, 10);

    @TempDir
    private static Path folder;

    private static ServedSip server;
    private static final Map<Moment, Call> CALLS = new EnumMap<>(Moment.class);
    /** Of which the kill has met their call as it should be; a slow machine misses what is short. */
    private static final Set<Moment> MET = EnumSet.noneOf(Moment.class);

    /** One call: its two sides, and the batch call that it is all of. */
    private record Call(Sipp telephone, Sipp voice, String from, String number) {

        int phase() {
            List<ServedSip.Attempt> attempts = server.placed(number);
            return attempts.isEmpty() ? -1 : attempts.getLast().phase();
        }

        String agent() {
            return "agent_" + from.substring(1);
        }
    }

    @BeforeAll
    static void kill_it_with_a_call_in_each_state_and_start_it_again() {
        server = new ServedSip(folder);
        server.start();
        for (Moment moment : Moment.values()) {
            CALLS.put(moment, call(moment));
        }
        Map<Moment, String> batches = new EnumMap<>(Moment.class);
        dial(Moment::lasts, batches);
        dial(moment -> !moment.lasts(), batches);
        all(Moment::hungUpBefore).forEach(moment -> server.hangUp(batches.getOrDefault(moment, "")));
        await("what was hung up is under way", moment -> moment.isUnderWay(of(moment).telephone()));
        server.kill();
        MET.addAll(all(moment -> moment.isIn(of(moment).phase())));
        System.out.println("killed with a call in each of " + MET);
        for (Moment early : List.of(Moment.LEFT_MEANWHILE, Moment.ANSWERS_MEANWHILE)) {
            await(early + " does so",
                    moment -> moment != early || moment.isMeanwhile(of(moment).telephone()));
        }
        int before = Moment.invites(of(Moment.JOINED).telephone()).size();
        server.start();
        server.await("the joined call is looked after", MOST,
                () -> Moment.invites(of(Moment.JOINED).telephone()).size() > before);
        assertEquals(3, of(Moment.JOINED).phase(), "it goes on");
        server.hangUp(batches.getOrDefault(Moment.JOINED_AND_HUNG_UP_AFTERWARDS, ""));
        server.await("every call ends", MOST,
                () -> server.attempts().stream().allMatch(ServedSip.Attempt::ended));
    }

    private static Call call(Moment moment) {
        Sipp telephone = Sipp.called(moment.carrier(), folder);
        Sipp voice = Sipp.called(moment.agent(), folder);
        var call = new Call(telephone, voice, server.caller(telephone.hop(), ONE),
                ServedSip.number(CALLS.size()));
        server.agent(call.agent(), voice.hop(), 10);
        return call;
    }

    private static Call of(Moment moment) {
        return Objects.requireNonNull(CALLS.get(moment));
    }

    private static List<Moment> all(Predicate<Moment> wanted) {
        return Arrays.stream(Moment.values()).filter(wanted).toList();
    }

    /** Begins these calls and waits until each is where it shall be. */
    private static void dial(Predicate<Moment> wanted, Map<Moment, String> batches) {
        for (Moment moment : all(wanted)) {
            Call call = of(moment);
            batches.put(moment, server.dial(call.from(), call.agent(), List.of(call.number())));
        }
        await("it is there", moment -> !wanted.test(moment) || isThere(moment));
    }

    private static boolean isThere(Moment moment) {
        return moment.isThere(of(moment).telephone(), of(moment).voice(), of(moment).phase());
    }

    private static void await(String what, Predicate<Moment> holds) {
        for (Moment moment : Moment.values()) {
            server.await(moment + ": " + what, MOST, () -> holds.test(moment));
        }
    }

    @AfterAll
    static void close() {
        CALLS.values().forEach(call -> {
            call.telephone().close();
            call.voice().close();
        });
        server.close();
    }

    @ParameterizedTest
    @EnumSource
    void a_call_that_was_so_far_comes_to_its_right_end(Moment moment) {
        assumeTrue(MET.contains(moment), "the kill came too late for it");
        Call call = of(moment);
        assertEquals(List.of(moment.outcome().word()),
                server.placed(call.number()).stream().map(ServedSip.Attempt::outcome).toList(),
                call.telephone()::report);
        call.telephone().assertPlayed(MOST);
        call.voice().assertPlayed(MOST);
    }

    @ParameterizedTest
    @EnumSource
    @Law("Single dial")
    void its_number_was_invited_once_and_its_agent_at_most_once(Moment moment) {
        assertEquals(1, Moment.begun(of(moment).telephone()).size(), of(moment).telephone()::report);
        assertTrue(Moment.begun(of(moment).voice()).size() <= 1, of(moment).voice()::report);
    }

    @Test
    void the_kill_has_met_what_lasts() {
        assertTrue(MET.containsAll(all(moment -> moment.lasts() && !moment.hungUpBefore())), MET::toString);
    }

    @Test
    void the_joined_call_ended_only_when_the_called_party_hung_up() {
        Call call = of(Moment.JOINED);
        assertTrue(call.telephone().received("BYE").isEmpty(), call.telephone()::report);
        assertFalse(call.voice().received("BYE").isEmpty(), call.voice()::report);
    }

    @Test
    void no_law_is_broken() {
        assertEquals(List.of(), server.findings());
        assertEquals(0, server.running());
    }
}
