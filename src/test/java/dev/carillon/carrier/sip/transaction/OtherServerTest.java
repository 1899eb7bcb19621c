package dev.carillon.carrier.sip.transaction;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import dev.carillon.carrier.sip.message.Answer;
import dev.carillon.carrier.sip.message.Body;
import dev.carillon.carrier.sip.message.SipResponse;

/** Each row of RFC 3261 figure 8. */
class OtherServerTest {

    private final Desk desk = new Desk(Transport.UDP);

    @BeforeEach
    void a_bye_arrives() {
        desk.arrives("BYE");
    }

    @Test
    void it_begins_by_telling_the_user() {
        assertEquals(List.of("BYE"), desk.told());
        assertEquals(State.TRYING, desk.heard().state());
    }

    @Test
    void in_trying_a_copy_is_answered_by_nothing() {
        desk.arrives("BYE");
        assertEquals(List.of(), desk.sent());
        assertEquals(List.of("BYE"), desk.told());
    }

    @Test
    void in_trying_a_provisional_answer_goes() {
        assertTrue(desk.answers(100));
        assertEquals(List.of("100"), desk.sent());
        assertEquals(State.PROCEEDING, desk.heard().state());
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 481})
    void in_trying_a_final_goes_once_and_timer_j_runs(int status) {
        assertTrue(desk.answers(status));
        desk.advance(31_999);
        assertEquals(List.of(Integer.toString(status)), desk.sent());
        assertEquals(State.COMPLETED, desk.heard().state());
        assertEquals(1, desk.time.waiting());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3_000})
    void a_copy_is_answered_as_the_first_was_however_long_the_answer_is(int length) {
        SipResponse answer = Answer.to(Desk.heardAs("BYE"), 200, "t")
                .with(headers -> headers.add("X-Said", "x".repeat(length)).add("X-Said",
                        "in \u00e9 two lines"))
                .with("text/plain", Body.of("and more"));
        assertTrue(desk.heard().answer(answer));
        assertEquals(answer, desk.lastResponse());
        desk.arrives("BYE");
        desk.arrives("BYE");
        assertEquals(List.of("200", "200", "200"), desk.sent());
        assertEquals(answer, desk.lastResponse());
    }

    @Test
    void in_trying_it_ends_when_nobody_listens_any_more_and_the_user_is_told() {
        desk.told();
        desk.advance(36_999);
        assertEquals(List.of(), desk.told());
        desk.advance(1);
        assertEquals(List.of("it has no answer in time"), desk.told());
        assertFalse(desk.answers(200));
        assertEquals(List.of(), desk.sent());
        assertTrue(desk.isClear());
    }

    @Test
    void in_proceeding_a_copy_is_answered_with_the_latest_provisional_answer() {
        desk.answers(100);
        desk.answers(182);
        desk.arrives("BYE");
        assertEquals(List.of("100", "182", "182"), desk.sent());
        assertEquals(List.of("BYE"), desk.told());
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 481})
    void in_proceeding_a_final_goes_and_timer_j_runs(int status) {
        desk.answers(100);
        assertTrue(desk.answers(status));
        assertEquals(List.of("100", Integer.toString(status)), desk.sent());
        assertEquals(State.COMPLETED, desk.heard().state());
        assertEquals(1, desk.time.waiting());
    }

    @Test
    void in_proceeding_an_answer_that_cannot_be_sent_ends_it_and_the_user_is_told() {
        desk.answers(100);
        desk.failsToSend();
        assertEquals(List.of("BYE", "refused"), desk.told());
        assertTrue(desk.isClear());
    }

    @Test
    void in_proceeding_it_ends_when_nobody_listens_any_more_and_the_user_is_told() {
        desk.answers(100);
        desk.advance(37_000);
        assertEquals(List.of("BYE", "it has no answer in time"), desk.told());
        assertTrue(desk.isClear());
    }

    @Test
    void in_completed_a_copy_is_answered_with_the_final() {
        desk.answers(200);
        desk.arrives("BYE");
        assertEquals(List.of("200", "200"), desk.sent());
        assertEquals(List.of("BYE"), desk.told());
    }

    @Test
    void in_completed_another_answer_is_too_late() {
        desk.answers(200);
        assertFalse(desk.answers(481));
        assertFalse(desk.answers(100));
        desk.arrives("BYE");
        assertEquals(List.of("200", "200"), desk.sent());
    }

    @Test
    void in_completed_an_answer_that_could_not_be_sent_ends_it_and_the_user_is_told() {
        desk.answers(200);
        desk.failsToSend();
        assertEquals(List.of("BYE", "refused"), desk.told());
        assertTrue(desk.isClear());
    }

    @Test
    void in_completed_at_timer_j_it_ends() {
        desk.answers(200);
        desk.advance(31_999);
        assertFalse(desk.isClear());
        desk.advance(1);
        assertTrue(desk.isClear());
    }

    @Test
    void over_a_reliable_transport_timer_j_is_zero() {
        var reliable = new Desk(Transport.TCP);
        reliable.arrives("BYE");
        reliable.answers(200);
        assertEquals(List.of("200"), reliable.sent());
        assertTrue(reliable.isClear());
    }
}
