package dev.carillon.carrier.sip.call;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import dev.carillon.Law;
import dev.carillon.call.Again;
import dev.carillon.call.CarrierEvent;
import dev.carillon.carrier.sip.message.Answer;
import dev.carillon.carrier.sip.message.Sdp;

class SipCallTest {

    private static CallWorld world(Manners carrier, Manners agent) {
        return new CallWorld(carrier, agent);
    }

    private static CarrierEvent end(CallWorld world) {
        return world.told(1).getLast();
    }

    private static void assertNothingIsLeft(CallWorld world) {
        world.seconds(60);
        assertTrue(world.isClear(), "dialogs, transactions or timers are left");
        assertEquals(0, world.carrier.open(), "the carrier has a dialog left");
        assertEquals(0, world.agent.open(), "the agent has a dialog left");
        assertEquals(0, world.open(), "the announcement has a dialog left");
    }

    @Test
    void held_first_the_agent_is_joined_by_a_re_invite() {
        CallWorld world = world(Manners.POLITE.hangsUpAfter(20_000), Manners.AGENT);
        world.place(1, false);
        world.seconds(60);
        assertEquals("ringing answered joined completed", world.steps(1));
        assertEquals(List.of("> INVITE inactive", "< 200 inactive", "> ACK", "> INVITE sendrecv",
                "< 200 sendrecv", "> ACK", "< BYE", "> 200"), world.ladder(CallWorld.CARRIER));
        assertEquals(List.of("> INVITE sendrecv", "< 200 sendrecv", "> ACK", "> BYE", "< 200"),
                world.ladder(CallWorld.AGENT));
        assertNothingIsLeft(world);
    }

    @Test
    void a_late_offer_is_answered_by_the_agent() {
        CallWorld world = world(Manners.POLITE.hangsUpAfter(20_000), Manners.AGENT);
        world.place(1, true);
        world.seconds(60);
        assertEquals("ringing answered joined completed", world.steps(1));
        assertEquals(List.of("> INVITE", "< 200 sendrecv", "> ACK sendrecv", "< BYE", "> 200"),
                world.ladder(CallWorld.CARRIER));
        assertEquals(List.of("> INVITE sendrecv", "< 200 sendrecv", "> ACK", "> BYE", "< 200"),
                world.ladder(CallWorld.AGENT));
        assertNothingIsLeft(world);
    }

    @ParameterizedTest
    @CsvSource({"false", "true"})
    void audio_flows_between_the_called_party_and_the_agent(boolean late) {
        CallWorld world = world(Manners.POLITE, Manners.AGENT);
        world.place(1, late);
        world.seconds(10);
        assertEquals(CallWorld.AGENT, address(world.carrier));
        assertEquals(CallWorld.CARRIER, address(world.agent));
    }

    private static String address(SimPeer peer) {
        Sdp remote = peer.sessions.values().iterator().next().remote().orElseThrow();
        return remote.media().getFirst().address();
    }

    @Test
    void who_hangs_up_before_the_agent_is_there_was_abandoned() {
        CallWorld world = world(Manners.POLITE.hangsUpAfter(300), Manners.AGENT.after(-1, -1, 2_000));
        world.place(1, false);
        world.seconds(10);
        assertEquals("ringing answered abandoned", world.steps(1));
        assertNothingIsLeft(world);
    }

    @ParameterizedTest
    @CsvSource({"false, 486", "true, 486", "false, 500", "true, 503"})
    void an_agent_that_refuses_has_failed_and_the_called_party_is_let_go(boolean late, int status) {
        CallWorld world = world(Manners.POLITE, Manners.AGENT.says(status));
        world.place(1, late);
        world.seconds(20);
        assertEquals("ringing answered agent_failed", world.steps(1));
        assertNothingIsLeft(world);
    }

    @ParameterizedTest
    @CsvSource({"false", "true"})
    void an_agent_that_does_not_come_in_time_has_failed(boolean late) {
        CallWorld world = world(Manners.POLITE, Manners.AGENT.after(10, -1, -1));
        world.place(1, late);
        world.seconds(60);
        assertEquals("ringing answered agent_failed", world.steps(1));
        assertNothingIsLeft(world);
    }

    @Test
    void an_agent_that_hangs_up_ends_a_completed_call() {
        CallWorld world = world(Manners.POLITE, Manners.AGENT.hangsUpAfter(5_000));
        world.place(1, false);
        world.seconds(20);
        assertEquals("ringing answered joined completed", world.steps(1));
        assertNothingIsLeft(world);
    }

    @Test
    void nobody_answers_and_the_ringing_is_ended_by_CANCEL() {
        CallWorld world = world(Manners.POLITE.after(10, 100, -1), Manners.AGENT);
        world.place(1, false);
        world.seconds(40);
        assertEquals("ringing no_answer", world.steps(1));
        assertEquals(List.of("> INVITE inactive", "> CANCEL", "< 200", "< 487", "> ACK"),
                world.ladder(CallWorld.CARRIER));
        assertEquals(List.of(), world.ladder(CallWorld.AGENT));
        assertNothingIsLeft(world);
    }

    @Test
    void an_answer_that_crosses_the_CANCEL_is_abandoned() {
        CallWorld world = world(Manners.POLITE.after(10, 100, 30_001).deaf(), Manners.AGENT);
        world.place(1, false);
        world.seconds(60);
        assertEquals("ringing answered abandoned", world.steps(1));
        assertEquals(List.of(), world.ladder(CallWorld.AGENT));
        assertNothingIsLeft(world);
    }

    @Test
    void a_call_is_hung_up_from_within_each_state() {
        for (int millis = 0; millis <= 4_000; millis += 50) {
            CallWorld world = world(Manners.POLITE.after(50, 500, 2_000), Manners.AGENT.after(100, -1, 500));
            SipCall call = world.place(1, millis % 100 == 0);
            world.advance(Duration.ofMillis(millis));
            call.hangUp();
            world.seconds(60);
            assertTrue(world.steps(1).endsWith("cancelled"), millis + " ms: " + world.steps(1));
            assertNothingIsLeft(world);
        }
    }

    @Test
    @Law("Single dial")
    void a_call_that_is_too_late_is_not_placed() {
        CallWorld world = world(Manners.POLITE, Manners.AGENT);
        world.tooLate(1);
        assertEquals("not_placed", world.steps(1));
        assertEquals(List.of(), world.network.sent);
    }

    @Test
    void a_trunk_that_says_nothing_at_all_is_unreachable_and_another_may_be_tried() {
        CallWorld world = world(Manners.POLITE.after(-1, -1, -1), Manners.AGENT);
        world.network.die(CallWorld.CARRIER);
        world.place(1, false);
        world.seconds(6);
        assertEquals("trunk_unreachable", world.steps(1));
        assertEquals(Again.OTHER_TRUNK, end(world).again());
        assertNothingIsLeft(world);
    }

    @Test
    void it_is_told_whether_anybody_is_where_the_trunk_was_invited() {
        CallWorld silent = world(Manners.POLITE.after(-1, -1, -1), Manners.AGENT);
        silent.network.die(CallWorld.CARRIER);
        silent.place(1, false);
        silent.seconds(60);
        assertEquals(List.of(CallWorld.CARRIER + " is silent"), silent.way);
        CallWorld refusing = world(Manners.POLITE.after(-1, -1, 200).says(503), Manners.AGENT);
        refusing.place(1, false);
        refusing.seconds(6);
        assertEquals(List.of(CallWorld.CARRIER + " speaks"), refusing.way.stream().distinct().toList());
    }

    @Test
    @Law("Single dial")
    void nothing_more_is_sent_to_a_trunk_that_was_silent_for_another_may_ring_now() {
        CallWorld world = world(Manners.POLITE.after(-1, -1, -1), Manners.AGENT);
        world.network.die(CallWorld.CARRIER);
        world.place(1, false);
        world.seconds(6);
        int sent = world.network.sent.size();
        world.seconds(60);
        assertEquals(sent, world.network.sent.size());
    }

    @Test
    void after_it_has_rung_no_other_trunk_is_tried() {
        CallWorld world = world(Manners.POLITE.says(503), Manners.AGENT);
        world.place(1, false);
        world.seconds(6);
        assertEquals("ringing congestion", world.steps(1));
        assertEquals(Again.NO, end(world).again());
    }

    @Test
    void a_challenge_is_answered_once() {
        CallWorld world = world(Manners.POLITE.challenges(407).hangsUpAfter(1_000),
                Manners.AGENT.challenges(401));
        world.place(1, false);
        world.seconds(20);
        assertEquals("ringing answered joined completed", world.steps(1));
        assertNothingIsLeft(world);
    }

    @Test
    void a_trunk_that_takes_no_re_invite_is_a_mismatch_of_media() {
        CallWorld world = world(Manners.POLITE.toReinvite(488), Manners.AGENT);
        world.place(1, false);
        world.seconds(20);
        assertEquals("ringing answered media_mismatch", world.steps(1));
        assertNothingIsLeft(world);
    }

    @Test
    void a_re_invite_without_an_answer_ends_both_legs() {
        CallWorld world = world(Manners.POLITE.toReinvite(0), Manners.AGENT);
        world.place(1, false);
        world.seconds(120);
        assertEquals("ringing answered failed", world.steps(1));
        assertNothingIsLeft(world);
    }

    @Test
    void a_hold_is_handed_on_to_the_other_side() {
        CallWorld world = world(Manners.POLITE.holdsAfter(5_000).hangsUpAfter(20_000), Manners.AGENT);
        world.place(1, false);
        world.seconds(15);
        assertEquals("sendonly", world.agent.sessions.values().iterator().next().remote().orElseThrow()
                .media().getFirst().direction().word());
        world.seconds(20);
        assertEquals("ringing answered joined completed", world.steps(1));
        assertNothingIsLeft(world);
    }

    @Test
    void a_session_timer_is_kept_alive_by_UPDATE_and_ends_what_nobody_reaches() {
        CallWorld world = world(Manners.POLITE.timed(), Manners.AGENT);
        world.place(1, false);
        world.seconds(200);
        assertTrue(world.ladder(CallWorld.CARRIER).contains("> UPDATE"));
        assertEquals("ringing answered joined", world.steps(1));
        world.network.die(CallWorld.CARRIER);
        world.seconds(200);
        assertEquals("ringing answered joined completed", world.steps(1));
        world.seconds(60);
        assertTrue(world.isClear());
        assertEquals(0, world.agent.open());
    }

    @Test
    void a_BYE_that_nobody_answers_ends_the_call_all_the_same() {
        CallWorld world = world(Manners.POLITE.hangsUpAfter(3_000), Manners.AGENT.toBye(0));
        world.place(1, false);
        world.seconds(60);
        assertEquals("ringing answered joined completed", world.steps(1));
        assertTrue(world.isClear());
    }

    @Test
    void a_copy_of_the_answer_after_the_end_is_acknowledged_and_who_else_answers_then_is_hung_up() {
        CallWorld world = world(Manners.POLITE.hangsUpAfter(1_000), Manners.AGENT);
        world.place(1, false);
        world.seconds(10);
        assertEquals("ringing answered joined completed", world.steps(1));
        int before = world.ladder(CallWorld.CARRIER).size();
        SimPeer.Session session = world.carrier.sessions.values().iterator().next();
        for (String tag : List.of(session.transaction.tag(), "other", "other")) {
            session.transaction.answer(Answer.to(session.invite, 200, tag));
            world.seconds(1);
        }
        List<String> all = world.ladder(CallWorld.CARRIER);
        // The ladder has copies of one answer once.
        assertEquals(List.of("< 200", "> ACK", "> ACK", "> BYE", "< 481", "> ACK"),
                all.subList(before, all.size()));
        assertNothingIsLeft(world);
    }

    @Test
    void a_call_that_lasts_too_long_is_ended_and_says_so() {
        CallWorld world = world(Manners.POLITE, Manners.AGENT);
        world.place(1, false);
        world.seconds(700);
        assertEquals("ringing answered joined completed", world.steps(1));
        assertEquals("call_limit", end(world).note());
        assertNothingIsLeft(world);
    }

    @ParameterizedTest
    @CsvSource(nullValues = "-", value = {"486,-,busy", "600,-,busy", "480,-,no_answer", "480,17,busy",
            "404,-,invalid_number", "404,3,invalid_number", "410,-,invalid_number", "484,-,invalid_number",
            "603,-,declined", "603,21,declined", "608,-,blocked_by_network", "607,-,blocked_by_callee",
            "503,-,congestion", "500,-,congestion", "500,1,invalid_number", "403,-,trunk_config",
            "402,-,trunk_config", "488,-,media_mismatch", "606,-,media_mismatch", "415,-,media_mismatch",
            "487,-,no_answer", "302,-,failed", "400,-,failed", "486,34,congestion"})
    void what_the_trunk_says_is_the_outcome_and_the_cause_of_the_network_wins(int status,
            @Nullable String q850, String outcome) {
        Manners manners = Manners.POLITE.after(10, -1, 200).says(status);
        CallWorld world =
                world(q850 == null ? manners : manners.reason("Q.850;cause=" + q850), Manners.AGENT);
        world.place(1, false);
        world.seconds(5);
        assertEquals(outcome, world.steps(1));
        assertNothingIsLeft(world);
    }

    @ParameterizedTest
    @CsvSource(nullValues = "-", value = {"503,120,PT2M", "503,60 (in a meeting),PT1M",
            "503,30;duration=3600,PT30S", "500,5,PT5S", "504,120,-", "480,120,-", "503,0,-", "503,soon,-",
            "503,99999999999999999999,-", "503,-1,-"})
    void a_trunk_that_does_not_serve_says_for_how_long_it_wants_no_calls(int status, String after,
            @Nullable Duration rest) {
        CallWorld world =
                world(Manners.POLITE.after(10, -1, 200).says(status).says("Retry-After", after),
                        Manners.AGENT);
        world.place(1, false);
        world.seconds(5);
        assertEquals(rest, end(world).rest());
    }

    @Test
    void after_it_has_rung_it_is_the_called_side_that_says_so_and_no_other_trunk_is_tried() {
        CallWorld world = world(Manners.POLITE.says(503).says("Retry-After", "120"), Manners.AGENT);
        world.place(1, false);
        world.seconds(5);
        assertEquals("ringing congestion", world.steps(1));
        assertNull(end(world).rest());
        assertEquals(Again.NO, end(world).again());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"SIP;cause=603;text=\"Network Blocked\"", "Q.850;cause=21;text=\"Network Blocked\""})
    void a_network_that_says_it_has_blocked_the_call_is_never_evaded(String reason) {
        Manners manners = Manners.POLITE.after(10, -1, 200).says(603).reason(reason);
        CallWorld world = world(manners, Manners.AGENT);
        world.place(1, false);
        world.seconds(5);
        assertEquals("blocked_by_network", world.steps(1));
        assertEquals(Again.NO, end(world).again());
    }
}
