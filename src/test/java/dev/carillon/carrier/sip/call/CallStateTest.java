package dev.carillon.carrier.sip.call;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import dev.carillon.call.CarrierEvent;
import dev.carillon.carrier.sip.dialog.LegState;
import dev.carillon.carrier.sip.message.SipRequest;

class CallStateTest {

    private static List<String> told(CallWorld world) {
        return world.told(1).stream().map(CarrierEvent::resume).filter(Objects::nonNull).toList();
    }

    @ParameterizedTest
    @CsvSource({"false", "true"})
    void what_is_told_to_be_kept_is_read_as_it_was_written(boolean late) {
        var world = new CallWorld(Manners.POLITE.timed(), Manners.AGENT);
        world.place(1, late);
        world.seconds(10);
        assertEquals(2, told(world).size());
        for (String text : told(world)) {
            CallState read = CallState.parse(text).orElseThrow();
            assertEquals(text, read.text());
            assertEquals(late, read.trunk().answers());
            assertFalse(text.contains("secret"));
        }
        assertNull(CallState.parse(told(world).getFirst()).orElseThrow().agent());
        assertNotNull(CallState.parse(told(world).getLast()).orElseThrow().agent());
        assertTrue(told(world).getLast().length() < 4_000, "much longer than it was");
    }

    @Test
    void a_hold_is_told_to_be_kept_as_well() {
        var world = new CallWorld(Manners.POLITE.holdsAfter(5_000), Manners.AGENT);
        world.place(1, false);
        world.seconds(20);
        assertEquals("ringing answered joined", world.steps(1));
        String theirs = CallState.parse(told(world).getLast()).orElseThrow().trunk().said().theirs();
        assertTrue(String.valueOf(theirs).contains("a=sendonly"));
    }

    @Test
    void of_sessions_that_are_too_long_to_be_kept_the_rest_is_kept_with_both_sides() {
        var world = new CallWorld(Manners.POLITE, Manners.AGENT);
        world.place(1, false);
        world.seconds(10);
        CallState whole = CallState.parse(told(world).getLast()).orElseThrow();
        var much = new CallState(talkative(whole.trunk()), whole.agent(), null);
        CallState bare = CallState.parse(much.text()).orElseThrow();
        assertEquals(whole.trunk().undescribed(), bare.trunk());
        assertNotNull(bare.agent());
        assertNull(bare.trunk().said().theirs());
    }

    private static LegState talkative(LegState leg) {
        var said = new LegState.Said(leg.said().next(), leg.said().agreed(),
                leg.said().theirs() + "a=x\r\n".repeat(5_000));
        return new LegState(leg.callId(), leg.local(), leg.remote(), leg.target(), leg.routes(), leg.way(),
                leg.invited(), leg.sent(), leg.acknowledged(), leg.answers(), said, leg.refresh());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{}", "[]", "x", "{\"trunk\":null,\"agent\":null}",
            "{\"trunk\":{\"callId\":\"a\"},\"agent\":null}"})
    void what_cannot_be_read_is_nothing(String text) {
        assertEquals(Optional.empty(), CallState.parse(text));
    }

    @Test
    void what_a_version_without_announcements_has_kept_is_read() {
        var world = new CallWorld(Manners.POLITE, Manners.AGENT);
        world.place(1, false);
        world.seconds(10);
        String text = told(world).getLast();
        String before = text.replace(",\"announcement\":null", "");
        assertTrue(before.length() < text.length());
        assertEquals(CallState.parse(text), CallState.parse(before));
    }

    @ParameterizedTest
    @CsvSource({"update", "re-invite"})
    void where_a_side_has_moved_to_is_told_to_be_kept_once(String by) {
        var world = new CallWorld(Manners.POLITE, Manners.AGENT);
        world.place(1, false);
        world.seconds(10);
        SimPeer.Session agent = world.agent.sessions.values().iterator().next();
        if (by.equals("update")) {
            agent.moves();
            agent.moves();
        } else {
            agent.movesByReinvite();
        }
        world.seconds(10);
        assertEquals(3, told(world).size());
        LegState kept =
                Objects.requireNonNull(CallState.parse(told(world).getLast()).orElseThrow().agent());
        assertTrue(kept.target().startsWith("sip:moved@"), kept.target());
        assertEquals("ringing answered joined", world.steps(1));
    }

    @Test
    void a_later_process_reaches_a_side_that_has_moved_where_it_is() {
        var world = new CallWorld(Manners.POLITE, Manners.AGENT);
        world.place(1, false);
        world.seconds(10);
        world.carrier.sessions.values().iterator().next().moves();
        world.seconds(2);
        world.crash(Duration.ofSeconds(2));
        world.seconds(5);
        world.hangUp(1);
        world.seconds(5);
        assertEquals(List.of("moved"), world.network.sent.stream()
                .filter(sent -> sent.to().equals(CallWorld.CARRIER)).map(sent -> sent.message())
                .filter(SipRequest.class::isInstance).map(SipRequest.class::cast)
                .filter(request -> request.method().equals("BYE")).map(bye -> bye.sipUri().user()).toList());
        assertEquals("ringing answered joined cancelled", world.steps(1));
    }

    @Test
    void what_was_tampered_with_is_nothing() {
        var world = new CallWorld(Manners.POLITE, Manners.AGENT);
        world.place(1, false);
        world.seconds(10);
        String text = told(world).getLast();
        assertTrue(CallState.parse(text).isPresent());
        for (String part : List.of("\"UDP\"", "v=0", "\"sent\":")) {
            String other = text.replace(part, "<");
            assertTrue(!other.equals(text) && CallState.parse(other).isEmpty(), part);
        }
    }
}
