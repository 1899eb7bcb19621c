package dev.carillon.list;

import java.util.Locale;

/** How true and how old the figures of an answer may be (docs/modes.md). */
enum Mode {
    FAST, ACCURATE, ULTRA_FAST;

    private final String word = name().toLowerCase(Locale.ROOT);

    String word() {
        return word;
    }
}
