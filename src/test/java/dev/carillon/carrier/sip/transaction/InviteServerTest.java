package dev.carillon.carrier.sip.transaction;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import dev.carillon.carrier.sip.message.SipResponse;

/** Each row of RFC 3261 figure 7 as RFC 6026 has corrected it. */
class InviteServerTest {

    private final Desk desk = new Desk(Transport.UDP);

    @BeforeEach
    void an_invite_arrives() {
        desk.arrives("INVITE");
    }

    private void answered(int status) {
        assertTrue(desk.answers(status));
        assertEquals(List.of(Integer.toString(status)), desk.sent());
        desk.told();
    }

    @Test
    void it_begins_by_telling_the_user() {
        assertEquals(List.of("INVITE"), desk.told());
        assertEquals(State.PROCEEDING, desk.heard().state());
    }

    @Test
    void in_proceeding_100_goes_after_200_ms_without_a_word_of_the_user() {
        desk.advance(199);
        assertEquals(List.of(), desk.sent());
        desk.advance(1);
        assertEquals(List.of("100"), desk.sent());
        desk.advance(100_000);
        assertEquals(List.of(), desk.sent());
    }

    @Test
    void in_proceeding_a_copy_before_any_answer_is_answered_by_nothing() {
        desk.arrives("INVITE");
        assertEquals(List.of(), desk.sent());
        assertEquals(List.of("INVITE"), desk.told());
    }

    @Test
    void in_proceeding_a_copy_is_answered_with_the_latest_provisional_answer() {
        desk.advance(200);
        desk.arrives("INVITE");
        desk.answers(180);
        desk.arrives("INVITE");
        assertEquals(List.of("100", "100", "180", "180"), desk.sent());
        assertEquals(List.of("INVITE"), desk.told());
    }

    @Test
    void in_proceeding_every_provisional_answer_goes_and_100_is_not_needed_any_more() {
        answered(180);
        answered(183);
        desk.advance(1_000);
        assertEquals(List.of(), desk.sent());
        assertEquals(State.PROCEEDING, desk.heard().state());
    }

    @Test
    void in_proceeding_a_2xx_goes_once_and_timer_l_runs() {
        answered(200);
        desk.advance(31_999);
        assertEquals(List.of(), desk.sent());
        assertEquals(State.ACCEPTED, desk.heard().state());
        assertEquals(1, desk.time.waiting());
    }

    @Test
    void in_proceeding_any_other_final_goes_and_timers_g_and_h_run() {
        answered(486);
        assertEquals(State.COMPLETED, desk.heard().state());
        assertEquals(2, desk.time.waiting());
    }

    @Test
    void in_proceeding_an_answer_that_cannot_be_sent_is_told_and_ends_nothing() {
        answered(180);
        desk.failsToSend();
        assertEquals(List.of("refused"), desk.told());
        answered(200);
    }

    @Test
    void in_proceeding_an_invite_that_the_user_forgets_ends_after_5_minutes_and_it_is_told() {
        answered(180);
        desk.endsAfter(300_000, "it has no answer in time");
        assertFalse(desk.answers(200));
    }

    @Test
    void in_proceeding_an_ack_is_nobodys() {
        desk.told();
        desk.arrives("ACK");
        assertEquals(List.of(), desk.told());
        assertEquals(1, desk.transactions.counts().stray());
    }

    @Test
    void in_accepted_a_copy_of_the_invite_is_answered_by_nothing() {
        answered(200);
        desk.arrives("INVITE");
        assertEquals(List.of(), desk.sent());
        assertEquals(List.of(), desk.told());
    }

    @Test
    void in_accepted_an_ack_with_the_branch_of_the_invite_is_told() {
        answered(200);
        desk.arrives("ACK");
        desk.arrives("ACK");
        assertEquals(List.of("ACK", "ACK"), desk.told());
        assertEquals(State.ACCEPTED, desk.heard().state());
    }

    @Test
    void in_accepted_the_user_may_send_its_2xx_again() {
        var ok = answeredBy(200);
        assertTrue(desk.heard().answer(ok));
        assertEquals(List.of("200", "200"), desk.sent());
    }

    private SipResponse answeredBy(int status) {
        desk.answers(status);
        return desk.lastResponse();
    }

    @Test
    void in_accepted_any_other_answer_is_too_late() {
        answered(200);
        assertFalse(desk.answers(487));
        assertFalse(desk.answers(180));
        assertEquals(List.of(), desk.sent());
    }

    @Test
    void in_accepted_an_answer_that_could_not_be_sent_is_told_and_ends_nothing() {
        answered(200);
        desk.failsToSend();
        assertEquals(List.of("refused"), desk.told());
        assertEquals(State.ACCEPTED, desk.heard().state());
    }

    @Test
    void in_accepted_a_late_word_that_a_provisional_answer_did_not_go_is_not_told() {
        answered(180);
        answered(200);
        desk.failsToSend();
        assertEquals(List.of(), desk.told());
    }

    @Test
    void in_accepted_at_timer_l_it_ends() {
        var ok = answeredBy(200);
        desk.advance(32_000);
        assertTrue(desk.isClear());
        assertFalse(desk.heard().answer(ok));
    }

    @Test
    void in_completed_a_copy_of_the_invite_is_answered_with_the_final() {
        answered(486);
        desk.arrives("INVITE");
        assertEquals(List.of("486"), desk.sent());
        assertEquals(List.of(), desk.told());
    }

    @Test
    void in_completed_at_timer_g_the_final_goes_again_after_twice_as_long_up_to_t2() {
        answered(486);
        desk.sendsAgain("486", 500, 1_000, 2_000, 4_000, 4_000, 4_000);
    }

    @Test
    void in_completed_at_timer_h_it_ends_and_the_user_is_told_that_no_ack_came() {
        answered(486);
        desk.endsAfter(32_000, "no ACK came");
    }

    @Test
    void in_completed_an_answer_that_could_not_be_sent_is_told_and_ends_nothing() {
        answered(486);
        desk.failsToSend();
        assertEquals(List.of("refused"), desk.told());
        desk.arrives("INVITE");
        assertEquals(List.of("486"), desk.sent());
    }

    @Test
    void in_completed_another_final_is_too_late() {
        answered(486);
        assertFalse(desk.answers(200));
        assertFalse(desk.answers(487));
        desk.arrives("INVITE");
        assertEquals(List.of("486"), desk.sent());
    }

    @Test
    void in_completed_the_ack_ends_the_copies_and_is_not_told() {
        answered(486);
        desk.arrives("ACK");
        desk.advance(4_999);
        assertEquals(List.of(), desk.sent());
        assertEquals(List.of(), desk.told());
        assertEquals(State.CONFIRMED, desk.heard().state());
    }

    @Test
    void in_confirmed_copies_of_the_invite_and_of_the_ack_are_answered_by_nothing() {
        answered(486);
        desk.arrives("ACK");
        desk.arrives("ACK");
        desk.arrives("INVITE");
        assertEquals(List.of(), desk.sent());
        assertEquals(List.of(), desk.told());
    }

    @Test
    void in_confirmed_at_timer_i_it_ends() {
        answered(486);
        desk.arrives("ACK");
        desk.advance(4_999);
        assertFalse(desk.isClear());
        desk.advance(1);
        assertTrue(desk.isClear());
    }

    @Test
    void over_a_reliable_transport_the_final_goes_once_and_timer_i_is_zero() {
        var reliable = new Desk(Transport.TCP);
        reliable.arrives("INVITE");
        reliable.answers(486);
        reliable.advance(31_999);
        assertEquals(List.of("486"), reliable.sent());
        reliable.arrives("ACK");
        assertTrue(reliable.isClear());
        assertEquals(List.of("INVITE"), reliable.told());
    }

    @Test
    void over_a_reliable_transport_timers_h_and_l_run_all_the_same() {
        var reliable = new Desk(Transport.TCP);
        reliable.arrives("INVITE");
        reliable.answers(200);
        reliable.advance(31_999);
        assertFalse(reliable.isClear());
        reliable.advance(1);
        assertTrue(reliable.isClear());
        reliable.arrives("INVITE");
        reliable.answers(486);
        reliable.told();
        reliable.advance(32_000);
        assertEquals(List.of("no ACK came"), reliable.told());
        assertTrue(reliable.isClear());
    }
}
