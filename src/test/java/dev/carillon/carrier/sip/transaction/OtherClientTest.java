package dev.carillon.carrier.sip.transaction;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each row of RFC 3261 figure 6. */
class OtherClientTest {

    private final Desk desk = new Desk(Transport.UDP);
    private final ClientTransaction bye = desk.send("BYE");

    @Test
    void it_begins_by_sending_the_request() {
        assertEquals(List.of("BYE"), desk.sent());
        assertEquals(State.TRYING, bye.state());
    }

    @Test
    void in_trying_at_timer_e_it_goes_again_after_twice_as_long_up_to_t2() {
        desk.sent();
        desk.sendsAgain("BYE", 500, 1_000, 2_000, 4_000, 4_000, 4_000);
    }

    @Test
    void in_trying_at_timer_f_it_ends_and_the_user_is_told_that_time_is_up() {
        desk.endsAfter(32_000, "timed out");
    }

    @Test
    void in_trying_a_request_that_cannot_be_sent_ends_it_and_the_user_is_told_why() {
        desk.failsToSend();
        assertEquals(List.of("refused"), desk.told());
        assertTrue(desk.isClear());
    }

    @Test
    void in_trying_a_provisional_answer_is_told() {
        desk.answered("BYE", 100);
        assertEquals(List.of("100"), desk.told());
        assertEquals(State.PROCEEDING, bye.state());
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 481})
    void in_trying_a_final_is_told_and_ends_the_copies_and_timer_k_runs(int status) {
        desk.answered("BYE", status);
        desk.sent();
        assertEquals(List.of(Integer.toString(status)), desk.told());
        assertEquals(State.COMPLETED, bye.state());
        desk.advance(4_999);
        assertFalse(desk.isClear());
        assertEquals(List.of(), desk.sent());
    }

    @Test
    void in_proceeding_at_timer_e_it_goes_again_every_t2() {
        desk.answered("BYE", 100);
        desk.advance(500);
        desk.sent();
        for (int i = 0; i < 3; i++) {
            desk.advance(3_999);
            assertEquals(List.of(), desk.sent());
            desk.advance(1);
            assertEquals(List.of("BYE"), desk.sent());
        }
    }

    @Test
    void in_proceeding_at_timer_f_it_ends_and_the_user_is_told_that_time_is_up() {
        desk.advance(10_000);
        desk.answered("BYE", 100);
        desk.advance(21_999);
        assertEquals(List.of("100"), desk.told());
        desk.advance(1);
        assertEquals(List.of("timed out"), desk.told());
        assertTrue(desk.isClear());
    }

    @Test
    void in_proceeding_a_copy_that_cannot_be_sent_ends_it_and_the_user_is_told_why() {
        desk.answered("BYE", 100);
        desk.advance(500);
        desk.failsToSendLast();
        assertEquals(List.of("100", "refused"), desk.told());
        assertTrue(desk.isClear());
    }

    @Test
    void in_proceeding_a_late_word_that_the_first_did_not_go_changes_nothing() {
        desk.answered("BYE", 100);
        desk.failsToSend();
        assertEquals(List.of("100"), desk.told());
        assertEquals(State.PROCEEDING, bye.state());
    }

    @Test
    void in_proceeding_every_provisional_answer_is_told() {
        desk.answered("BYE", 100);
        desk.answered("BYE", 182);
        assertEquals(List.of("100", "182"), desk.told());
        assertEquals(State.PROCEEDING, bye.state());
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 481})
    void in_proceeding_a_final_is_told_and_timer_k_runs(int status) {
        desk.answered("BYE", 100);
        desk.answered("BYE", status);
        assertEquals(List.of("100", Integer.toString(status)), desk.told());
        assertEquals(State.COMPLETED, bye.state());
        assertEquals(1, desk.time.waiting());
    }

    @Test
    void in_completed_finals_that_come_again_are_copies_until_timer_k_ends_it() {
        desk.answered("BYE", 200);
        desk.answered("BYE", 200);
        desk.answered("BYE", 481);
        desk.advance(5_000);
        assertEquals(List.of("200"), desk.told());
        assertEquals(2, desk.transactions.counts().copies());
        assertTrue(desk.isClear());
    }

    @Test
    void in_completed_a_late_word_that_it_did_not_go_changes_nothing() {
        desk.answered("BYE", 200);
        desk.failsToSend();
        assertEquals(List.of("200"), desk.told());
        assertEquals(State.COMPLETED, bye.state());
    }

    @Test
    void it_cannot_be_cancelled() {
        desk.answered("BYE", 100);
        bye.cancel();
        assertEquals(List.of("BYE"), desk.sent());
    }

    @Test
    void over_a_reliable_transport_it_goes_once_and_timer_k_is_zero() {
        var reliable = new Desk(Transport.TCP);
        reliable.send("OPTIONS");
        reliable.advance(31_999);
        assertEquals(List.of("OPTIONS"), reliable.sent());
        reliable.answered("OPTIONS", 200);
        assertEquals(List.of("200"), reliable.told());
        assertTrue(reliable.isClear());
    }

    @Test
    void over_a_reliable_transport_timer_f_runs_all_the_same() {
        var reliable = new Desk(Transport.TCP);
        reliable.send("OPTIONS");
        reliable.advance(32_000);
        assertEquals(List.of("timed out"), reliable.told());
        assertTrue(reliable.isClear());
    }
}
