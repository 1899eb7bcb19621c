package dev.carillon.base;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import org.junit.jupiter.api.Test;

import dev.carillon.base.Refusal.Code;

class RefusalTest {

    @Test
    void a_wrong_field_says_what_was_wrong_and_what_is_allowed() {
        Refusal refusal = Refusal.invalid("limit", "0 is too small", "1 to 100");
        assertEquals("limit: 0 is too small; allowed: 1 to 100", refusal.text());
        assertEquals("limit", refusal.field());
        assertEquals(Code.INVALID, refusal.code());
        assertEquals(0, refusal.retryAfterSeconds());
    }

    @Test
    void a_field_that_comes_later_is_refused_as_not_available_yet() {
        Refusal refusal = Refusal.notAvailable("stop_loss");
        assertEquals("stop_loss: not available yet", refusal.text());
        assertEquals(Code.NOT_AVAILABLE, refusal.code());
        assertEquals("stop_loss", refusal.field());
    }

    @Test
    void any_other_refusal_has_its_own_words_and_no_field() {
        Refusal refusal = Refusal.of(Code.NOT_FOUND, "There is no such batch call.");
        assertEquals("There is no such batch call.", refusal.text());
        assertNull(refusal.field());
    }

    @Test
    void a_refusal_may_say_when_to_ask_again() {
        Refusal refusal = Refusal.retryable(Code.UNAVAILABLE, "The database is away.", 2);
        assertEquals(2, refusal.retryAfterSeconds());
        assertEquals(Code.UNAVAILABLE, refusal.code());
    }

    @Test
    void it_costs_no_stack_trace() {
        assertEquals(0, Refusal.of(Code.CONFLICT, "No.").getStackTrace().length);
    }
}
