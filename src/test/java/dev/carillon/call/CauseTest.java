package dev.carillon.call;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import org.junit.jupiter.api.Test;

class CauseTest {

    @Test
    void what_a_network_said_is_kept_as_it_was_said() {
        var cause = new Cause(486, 17, "Busy Here");
        assertEquals(486, cause.sip());
        assertEquals(17, cause.q850());
        assertEquals("Busy Here", cause.words());
    }

    @Test
    void a_code_that_is_none_is_none() {
        for (int wrong : new int[]{-1, 99, 700, 99_999}) {
            assertEquals(0, new Cause(wrong, 0, "").sip());
        }
        for (int wrong : new int[]{-5, 128, 9_999}) {
            assertEquals(0, new Cause(0, wrong, "").q850());
        }
        assertEquals(new Cause(100, 1, ""), new Cause(100, 1, "", " "));
        assertEquals(new Cause(699, 127, ""), new Cause(699, 127, "\r\n", null));
    }

    @Test
    void a_text_is_cut_and_has_nothing_that_no_database_keeps() {
        assertEquals("a  b c", new Cause(0, 0, " a\r\nb\0c\t").text());
        assertEquals("half   whole \uD83D\uDE00", new Cause(0, 0, "half \uD83D whole \uD83D\uDE00").text());
        assertEquals(255, new Cause(0, 0, "\uD83D\uDE00".repeat(999)).text().codePoints().count());
    }

    @Test
    void where_objections_are_heard_is_said_with_the_words() {
        assertNull(new Cause(500, 0, "").words());
        assertEquals("Rejected (redress: https://example.com)",
                new Cause(608, 0, "Rejected", "https://example.com").words());
        assertEquals("redress: tel:+1", new Cause(608, 0, "", "tel:+1\n").words());
    }
}
