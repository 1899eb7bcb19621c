package dev.carillon.carrier.sip.peer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.function.Consumer;

import dev.carillon.base.Refusal;

/** Wrong settings, and the words with which they are refused; single quotes stand for double ones. */
final class Bad {

    private Bad() {
    }

    /** The settings are refused, in words that begin so and say what is allowed. */
    static void refused(Consumer<String> parse, String settings, String begin) {
        var refusal = assertThrows(Refusal.class, () -> parse.accept(json(settings)), settings);
        assertEquals(Refusal.Code.INVALID, refusal.code());
        assertTrue(refusal.text().startsWith(begin), settings + " gives " + refusal.text());
        assertTrue(refusal.text().contains("; allowed: "), refusal.text());
        assertEquals(begin.split(":", 2)[0], refusal.field());
    }

    static String json(String settings) {
        return settings.replace('\'', '"');
    }
}
