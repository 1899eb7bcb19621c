package dev.carillon.carrier.sip.call;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import dev.carillon.Law;
import dev.carillon.carrier.sip.message.SipRequest;

/** What a process does with the calls of the one before it. */
class AdoptionTest {

    private static CallWorld world(Manners carrier, Manners agent) {
        return new CallWorld(carrier, agent);
    }

    private static void assertNothingIsLeft(CallWorld world) {
        world.seconds(70);
        assertTrue(world.isClear(), "dialogs, transactions or timers are left");
        assertEquals(0, world.carrier.open(), "the carrier has a dialog left");
        assertEquals(0, world.agent.open(), "the agent has a dialog left");
    }

    private static long requests(CallWorld world, String to, String method) {
        return world.network.sent.stream().filter(sent -> sent.to().equals(to)
                && sent.message() instanceof SipRequest request && request.method().equals(method)).count();
    }

    /** The numbers of the INVITEs that the carrier was asked to stop, in the order of the asking. */
    private static List<Long> cancelled(CallWorld world) {
        return world.network.sent.stream().filter(sent -> sent.to().equals(CallWorld.CARRIER)
                && sent.message() instanceof SipRequest request && request.method().equals("CANCEL"))
                .map(sent -> sent.message().cseq().number()).distinct().toList();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void a_call_that_was_joined_goes_on_and_its_end_is_told(boolean late) {
        CallWorld world = world(Manners.POLITE.hangsUpAfter(60_000), Manners.AGENT);
        world.place(1, late);
        world.seconds(10);
        world.crash(Duration.ofSeconds(5));
        world.seconds(30);
        assertEquals("ringing answered joined", world.steps(1));
        assertEquals(1, world.carrier.open());
        assertEquals(1, world.agent.open());
        world.seconds(30);
        assertEquals("ringing answered joined completed", world.steps(1));
        assertNothingIsLeft(world);
    }

    @Test
    void it_goes_on_through_many_lives() {
        CallWorld world = world(Manners.POLITE.timed(), Manners.AGENT.timed());
        world.place(1, false);
        world.seconds(10);
        for (int life = 0; life < 5; life++) {
            world.crash(Duration.ofSeconds(3));
            world.seconds(70);
            assertEquals("ringing answered joined", world.steps(1), "life " + life);
        }
        world.hangUp(1);
        world.seconds(5);
        assertEquals("ringing answered joined cancelled", world.steps(1));
        assertNothingIsLeft(world);
    }

    @Test
    void a_hold_is_handed_on_after_it_as_before() {
        CallWorld world = world(Manners.POLITE.holdsAfter(15_000).hangsUpAfter(40_000), Manners.AGENT);
        world.place(1, false);
        world.seconds(10);
        world.crash(Duration.ofSeconds(2));
        world.seconds(15);
        assertEquals("sendonly", world.agent.sessions.values().iterator().next().remote().orElseThrow()
                .media().getFirst().direction().word());
        world.seconds(30);
        assertEquals("ringing answered joined completed", world.steps(1));
        assertNothingIsLeft(world);
    }

    @ParameterizedTest
    @CsvSource({"false", "true"})
    void who_has_hung_up_meanwhile_is_found_gone(boolean byAgent) {
        Manners leaves = Manners.POLITE.hangsUpAfter(10_000);
        CallWorld world = world(byAgent ? Manners.POLITE : leaves,
                byAgent ? Manners.AGENT.hangsUpAfter(10_000) : Manners.AGENT);
        world.place(1, false);
        world.seconds(10);
        world.crash(Duration.ofSeconds(40));
        world.seconds(50);
        assertEquals("ringing answered joined completed", world.steps(1));
        assertNothingIsLeft(world);
    }

    @Test
    void a_call_lasts_no_longer_than_it_would_have() {
        CallWorld world = world(Manners.POLITE, Manners.AGENT);
        world.place(1, false);
        world.seconds(500);
        world.crash(Duration.ofSeconds(50));
        world.seconds(120);
        assertEquals("ringing answered joined completed", world.steps(1));
        assertEquals("call_limit", world.told(1).getLast().note());
        assertNothingIsLeft(world);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void who_was_answered_and_heard_nobody_is_hung_up(boolean late) {
        CallWorld world = world(Manners.POLITE, Manners.AGENT.after(10, -1, 3_000));
        world.place(1, late);
        world.seconds(3);
        world.crash(Duration.ofSeconds(3));
        world.seconds(10);
        assertEquals("ringing answered abandoned", world.steps(1));
        assertEquals(0, world.carrier.open() + world.agent.open(), "long before they give up");
        assertNothingIsLeft(world);
    }

    @ParameterizedTest
    @CsvSource({"false, AGENT", "true, AGENT", "true, CARRIER"})
    void an_answer_that_comes_again_after_it_has_its_ACK(boolean late, String side) {
        CallWorld world = world(Manners.POLITE, Manners.AGENT);
        String host = side.equals("AGENT") ? CallWorld.AGENT : CallWorld.CARRIER;
        SimPeer peer = side.equals("AGENT") ? world.agent : world.carrier;
        world.network.swallows = sent -> sent.to().equals(host)
                && sent.message() instanceof SipRequest request && request.method().equals("ACK");
        world.place(1, late);
        world.seconds(3);
        assertEquals("ringing answered joined", world.steps(1));
        world.crash(Duration.ofSeconds(2));
        world.network.swallows = _ -> false;
        SimPeer.Session session = peer.sessions.values().iterator().next();
        long invite = session.invite.cseq().number();
        assertFalse(session.acknowledgedNumbers.contains(invite));
        world.seconds(10);
        assertTrue(session.acknowledgedNumbers.contains(invite));
        assertTrue(session.remote().isPresent());
        world.hangUp(1);
        world.seconds(5);
        assertEquals("ringing answered joined cancelled", world.steps(1));
        assertNothingIsLeft(world);
    }

    @Test
    void an_agent_whose_answer_is_not_told_yet_is_let_go() {
        CallWorld world = world(Manners.POLITE.toReinvite(0), Manners.AGENT);
        world.place(1, false);
        world.seconds(3);
        assertEquals("ringing answered", world.steps(1));
        world.crash(Duration.ofSeconds(2));
        world.seconds(10);
        assertEquals("ringing answered abandoned", world.steps(1));
        assertEquals(0, world.carrier.open() + world.agent.open(), "long before they give up");
        assertNothingIsLeft(world);
    }

    @Test
    void who_rings_is_let_go_by_a_CANCEL_that_needs_nothing_to_be_kept() {
        CallWorld world = world(Manners.POLITE.after(10, 100, -1), Manners.AGENT);
        world.place(1, false);
        world.seconds(3);
        world.crash(Duration.ofSeconds(3));
        world.seconds(5);
        assertEquals("ringing no_answer", world.steps(1));
        assertEquals(1, requests(world, CallWorld.CARRIER, "INVITE"));
        assertNothingIsLeft(world);
        assertEquals(List.of(1L), cancelled(world));
    }

    /** The second INVITE is asked to stop when the first is not known, or has ended long ago. */
    @ParameterizedTest
    @ValueSource(ints = {3, 7})
    void so_is_who_was_asked_for_a_password_before(int seconds) {
        CallWorld world = world(Manners.POLITE.after(10, 100, -1).challenges(407), Manners.AGENT);
        world.place(1, false);
        world.seconds(1);
        world.crash(Duration.ofSeconds(seconds));
        world.seconds(seconds + 3);
        assertEquals("ringing no_answer", world.steps(1));
        assertNothingIsLeft(world);
        assertEquals(List.of(1L, 2L), cancelled(world));
    }

    @Test
    void a_carrier_that_has_nothing_to_stop_is_asked_one_CANCEL_after_the_other() {
        CallWorld world = world(Manners.POLITE, Manners.AGENT);
        world.network.swallows = sent -> sent.message() instanceof SipRequest request
                && request.method().equals("INVITE");
        world.place(1, false);
        world.seconds(1);
        world.crash(Duration.ofSeconds(1));
        world.seconds(2);
        assertEquals(List.of(1L, 2L, 3L, 4L), cancelled(world));
        world.seconds(40);
        assertEquals("lost", world.steps(1));
        assertNothingIsLeft(world);
    }

    /** Whose carrier says that it has heard, and ends nothing. */
    @Test
    void the_next_CANCEL_waits_for_the_end_that_the_one_before_may_bring() {
        CallWorld world = world(Manners.POLITE.after(10, 100, -1).deaf(), Manners.AGENT);
        world.place(1, false);
        world.seconds(1);
        world.crash(Duration.ofSeconds(1));
        world.advance(Duration.ofMillis(2_400));
        assertEquals(List.of(1L), cancelled(world));
        world.seconds(1);
        assertEquals(List.of(1L, 2L, 3L, 4L), cancelled(world));
        world.seconds(40);
        assertEquals("ringing lost", world.steps(1));
        assertNothingIsLeft(world);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void who_answers_meanwhile_is_hung_up(boolean late) {
        CallWorld world = world(Manners.POLITE.after(10, 100, 5_000), Manners.AGENT);
        world.place(1, late);
        world.seconds(3);
        world.crash(Duration.ofSeconds(8));
        world.seconds(20);
        assertEquals("ringing answered abandoned", world.steps(1));
        assertEquals(List.of(),
                world.ladder(CallWorld.AGENT).stream().filter(w -> w.contains("INVITE")).toList());
        assertNothingIsLeft(world);
    }

    @Test
    @Law("Single dial")
    void what_became_of_a_call_that_nobody_speaks_of_is_unknown_and_nobody_is_invited_again() {
        CallWorld world = world(Manners.POLITE, Manners.AGENT);
        world.network.die(CallWorld.CARRIER);
        world.place(1, false);
        world.seconds(2);
        world.crash(Duration.ofSeconds(2));
        world.seconds(1);
        long before = requests(world, CallWorld.CARRIER, "INVITE");
        world.seconds(60);
        assertEquals("lost", world.steps(1));
        assertEquals(before, requests(world, CallWorld.CARRIER, "INVITE"));
        assertFalse(world.ladder(CallWorld.AGENT).stream().anyMatch(word -> word.contains("INVITE")));
        assertNothingIsLeft(world);
    }
}
