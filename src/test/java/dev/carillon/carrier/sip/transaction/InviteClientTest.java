package dev.carillon.carrier.sip.transaction;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;

import org.junit.jupiter.api.Test;

/** Each row of RFC 3261 figure 5 as RFC 6026 has corrected it. */
class InviteClientTest {

    private final Desk desk = new Desk(Transport.UDP);
    private final ClientTransaction invite = desk.send("INVITE");

    private void proceeding() {
        desk.answered("INVITE", 180);
        desk.told();
        desk.sent();
    }

    @Test
    void it_begins_by_sending_the_invite() {
        assertEquals(List.of("INVITE"), desk.sent());
        assertEquals(State.CALLING, invite.state());
    }

    @Test
    void in_calling_at_timer_a_the_invite_goes_again_after_twice_as_long_each_time() {
        desk.sent();
        desk.sendsAgain("INVITE", 500, 1_000, 2_000, 4_000, 8_000, 16_000);
    }

    @Test
    void in_calling_at_timer_b_it_ends_and_the_user_is_told_that_time_is_up() {
        desk.endsAfter(32_000, "timed out");
    }

    @Test
    void in_calling_an_invite_that_cannot_be_sent_ends_it_and_the_user_is_told_why() {
        desk.failsToSend();
        assertEquals(List.of("refused"), desk.told());
        assertTrue(desk.isClear());
    }

    @Test
    void in_calling_a_provisional_answer_is_told_and_ends_the_copies_and_timer_b() {
        desk.answered("INVITE", 100);
        desk.sent();
        desk.advance(100_000);
        assertEquals(List.of("100"), desk.told());
        assertEquals(List.of(), desk.sent());
        assertEquals(State.PROCEEDING, invite.state());
        assertEquals(0, desk.time.waiting());
    }

    @Test
    void in_calling_a_2xx_is_told_and_timer_m_runs() {
        desk.answered("INVITE", 200);
        assertEquals(List.of("200"), desk.told());
        assertEquals(List.of("INVITE"), desk.sent());
        assertEquals(State.ACCEPTED, invite.state());
        assertEquals(1, desk.time.waiting());
    }

    @Test
    void in_calling_any_other_final_is_acknowledged_and_told_and_timer_d_runs() {
        desk.answered("INVITE", 486);
        assertEquals(List.of("486"), desk.told());
        assertEquals(List.of("INVITE", "ACK"), desk.sent());
        assertEquals(State.COMPLETED, invite.state());
        assertEquals(1, desk.time.waiting());
    }

    @Test
    void in_calling_a_cancel_waits_for_a_provisional_answer_and_goes_then() {
        invite.cancel();
        invite.cancel();
        assertEquals(List.of("INVITE"), desk.sent());
        desk.answered("INVITE", 100);
        assertEquals(List.of("CANCEL"), desk.sent());
        assertEquals(List.of("100"), desk.told());
    }

    @Test
    void one_that_is_withdrawn_is_sent_no_more_copies_and_cancelled_when_somebody_answers_all_the_same() {
        invite.withdraw();
        desk.advance(20_000);
        assertEquals(List.of("INVITE"), desk.sent());
        desk.answered("INVITE", 180);
        assertEquals(List.of("CANCEL"), desk.sent());
    }

    @Test
    void one_that_is_withdrawn_and_unanswered_ends_after_64_t1_as_timed_out() {
        invite.withdraw();
        desk.endsAfter(32_000, "timed out");
    }

    @Test
    void one_that_is_withdrawn_after_an_answer_is_cancelled() {
        proceeding();
        invite.withdraw();
        assertEquals(List.of("CANCEL"), desk.sent());
    }

    @Test
    void in_calling_a_cancel_that_waits_is_forgotten_at_a_final_answer() {
        invite.cancel();
        desk.answered("INVITE", 200);
        desk.advance(100_000);
        assertEquals(List.of("INVITE"), desk.sent());
        assertEquals(List.of("200"), desk.told());
    }

    @Test
    void in_proceeding_every_provisional_answer_is_told() {
        proceeding();
        desk.answered("INVITE", 180);
        desk.answered("INVITE", 183);
        assertEquals(List.of("180", "183"), desk.told());
        assertEquals(State.PROCEEDING, invite.state());
    }

    @Test
    void in_proceeding_a_2xx_is_told_and_timer_m_runs() {
        proceeding();
        desk.answered("INVITE", 200);
        assertEquals(List.of("200"), desk.told());
        assertEquals(State.ACCEPTED, invite.state());
        assertEquals(1, desk.time.waiting());
    }

    @Test
    void in_proceeding_any_other_final_is_acknowledged_and_told_and_timer_d_runs() {
        proceeding();
        desk.answered("INVITE", 603);
        assertEquals(List.of("603"), desk.told());
        assertEquals(List.of("ACK"), desk.sent());
        assertEquals(State.COMPLETED, invite.state());
        assertEquals(1, desk.time.waiting());
    }

    @Test
    void in_proceeding_a_cancel_goes_at_once_and_only_once() {
        proceeding();
        invite.cancel();
        invite.cancel();
        assertEquals(List.of("CANCEL"), desk.sent());
        desk.answered("CANCEL", 200);
        desk.answered("INVITE", 487);
        assertEquals(List.of("ACK"), desk.sent());
        assertEquals(List.of("487"), desk.told());
    }

    @Test
    void in_proceeding_a_cancelled_invite_without_a_final_ends_after_64_t1_as_timed_out() {
        proceeding();
        invite.cancel();
        desk.answered("CANCEL", 200);
        desk.endsAfter(32_000, "timed out");
    }

    @Test
    void in_proceeding_a_late_word_that_the_invite_did_not_go_changes_nothing() {
        proceeding();
        desk.failsToSend();
        assertEquals(State.PROCEEDING, invite.state());
        assertEquals(List.of(), desk.told());
    }

    @Test
    void in_accepted_every_2xx_is_told_and_those_of_other_branches_of_a_fork_too() {
        desk.answered("INVITE", 200, "b");
        desk.answered("INVITE", 200, "b");
        desk.answered("INVITE", 200, "c");
        assertEquals(List.of("200", "200", "200"), desk.told());
        assertEquals(State.ACCEPTED, invite.state());
    }

    @Test
    void in_accepted_anything_else_is_a_copy_and_is_not_told() {
        desk.answered("INVITE", 200);
        desk.answered("INVITE", 180);
        desk.answered("INVITE", 486);
        invite.cancel();
        assertEquals(List.of("200"), desk.told());
        assertEquals(List.of("INVITE"), desk.sent());
        assertEquals(2, desk.transactions.counts().copies());
    }

    @Test
    void in_accepted_at_timer_m_it_ends() {
        desk.answered("INVITE", 200);
        desk.advance(31_999);
        assertFalse(desk.isClear());
        desk.advance(1);
        assertTrue(desk.isClear());
        desk.answered("INVITE", 200);
        assertEquals(List.of("200"), desk.told());
        assertEquals(1, desk.transactions.counts().stray());
    }

    @Test
    void in_completed_the_final_is_acknowledged_again_and_not_told_again() {
        desk.answered("INVITE", 486);
        desk.answered("INVITE", 486);
        desk.answered("INVITE", 200);
        assertEquals(List.of("486"), desk.told());
        assertEquals(List.of("INVITE", "ACK", "ACK"), desk.sent());
    }

    @Test
    void in_completed_an_ack_that_cannot_be_sent_ends_it_without_a_word() {
        desk.answered("INVITE", 486);
        desk.failsToSendLast();
        assertEquals(List.of("486"), desk.told());
        assertTrue(desk.isClear());
    }

    @Test
    void in_completed_a_late_word_that_the_invite_did_not_go_changes_nothing() {
        desk.answered("INVITE", 486);
        desk.failsToSend();
        assertEquals(State.COMPLETED, invite.state());
        assertEquals(List.of("486"), desk.told());
    }

    @Test
    void in_completed_at_timer_d_it_ends() {
        desk.answered("INVITE", 486);
        desk.advance(31_999);
        assertFalse(desk.isClear());
        desk.advance(1);
        assertTrue(desk.isClear());
    }

    @Test
    void over_a_reliable_transport_the_invite_goes_once_and_timer_d_is_zero() {
        var reliable = new Desk(Transport.TLS);
        reliable.send("INVITE");
        reliable.advance(31_999);
        assertEquals(List.of("INVITE"), reliable.sent());
        reliable.answered("INVITE", 486);
        assertEquals(List.of("ACK"), reliable.sent());
        assertEquals(List.of("486"), reliable.told());
        assertTrue(reliable.isClear());
    }

    @Test
    void over_a_reliable_transport_timers_b_and_m_run_all_the_same() {
        var reliable = new Desk(Transport.TCP);
        reliable.send("INVITE");
        reliable.answered("INVITE", 200);
        reliable.answered("INVITE", 200, "c");
        assertEquals(List.of("200", "200"), reliable.told());
        reliable.send("INVITE");
        reliable.advance(32_000);
        assertEquals(List.of("timed out"), reliable.told());
        assertTrue(reliable.isClear());
    }
}
