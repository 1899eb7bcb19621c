package dev.carillon.carrier.sip.peers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

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
 * and SIPp at both ends tells what became of them. What a kill has come too late for, another one meets.
 */
@Tag("crash")
@Needs(Tool.SIPP)
class KilledServerTest {

    private static final int MOST_KILLS = 6;

    @TempDir
    private static Path folder;

    private static ServedSip server;
    private static final List<KilledCalls> KILLS = new ArrayList<>();
    private static final Map<Moment, KilledCalls.Call> CALLS = new EnumMap<>(Moment.class);

    @BeforeAll
    static void kill_it_until_that_has_met_a_call_in_each_state() {
        server = new ServedSip(folder);
        server.start();
        server.openAllDay();
        for (Set<Moment> left = left(); !left.isEmpty() && KILLS.size() < MOST_KILLS; left = left()) {
            var calls = new KilledCalls(server, folder, left);
            KILLS.add(calls);
            calls.kill();
            System.out.println("killed with a call in each of " + calls.met().keySet());
            calls.goOnWithout();
            calls.goOn();
            CALLS.putAll(calls.met());
        }
    }

    private static Set<Moment> left() {
        Set<Moment> left = EnumSet.allOf(Moment.class);
        left.removeAll(CALLS.keySet());
        return left;
    }

    private static KilledCalls.Call of(Moment moment) {
        KilledCalls.Call call = CALLS.get(moment);
        if (call == null) {
            throw new AssertionError("none of " + KILLS.size() + " kills has met a call that is " + moment);
        }
        return call;
    }

    @AfterAll
    static void close() {
        KILLS.forEach(KilledCalls::close);
        server.close();
    }

    @ParameterizedTest
    @EnumSource
    void a_call_that_was_so_far_comes_to_its_right_end(Moment moment) {
        KilledCalls.Call call = of(moment);
        assertEquals(List.of(moment.outcome().word()),
                server.placed(call.number()).stream().map(ServedSip.Attempt::outcome).toList(),
                call.telephone()::report);
        call.assertPlayed();
    }

    @ParameterizedTest
    @EnumSource
    @Law("Single dial")
    void its_number_was_invited_once_and_its_agent_at_most_once(Moment moment) {
        KilledCalls.Call call = of(moment);
        assertEquals(1, Moment.begun(call.telephone()).size(), call.telephone()::report);
        assertTrue(Moment.begun(call.voice()).size() <= 1, call.voice()::report);
    }

    @Test
    void the_joined_call_ended_only_when_the_called_party_hung_up() {
        KilledCalls.Call call = of(Moment.JOINED);
        assertTrue(call.telephone().received("BYE").isEmpty(), call.telephone()::report);
        assertFalse(call.voice().received("BYE").isEmpty(), call.voice()::report);
    }

    @Test
    void no_law_is_broken() {
        assertEquals(List.of(), server.findings());
        assertEquals(0, server.running());
    }
}
