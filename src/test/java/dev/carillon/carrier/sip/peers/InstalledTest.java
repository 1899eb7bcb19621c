package dev.carillon.carrier.sip.peers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;

import org.junit.jupiter.api.Test;

/** A test without its programs is skipped, but never where they are promised. */
class InstalledTest {

    @Test
    void with_every_program_a_test_runs() {
        assertFalse(Installed.of(List.of(), false).isDisabled());
        assertFalse(Installed.of(List.of(), true).isDisabled());
    }

    @Test
    void without_a_program_a_test_is_skipped_and_says_which() {
        var result = Installed.of(List.of("sipp", "tshark"), false);
        assertEquals("not here: sipp, tshark", result.getReason().orElseThrow());
        assertEquals(true, result.isDisabled());
    }

    @Test
    void without_a_program_that_was_promised_a_test_fails() {
        assertThrows(IllegalStateException.class, () -> Installed.of(List.of("sipp"), true));
    }
}
