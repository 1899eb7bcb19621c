package dev.carillon.figures;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** What the calls of one row of figures have in common; hours and days are those of UTC. */
enum GroupBy {

    BATCH_CALL, TRUNK, FROM_NUMBER, HOUR, DAY;

    private final String word = name().toLowerCase(Locale.ROOT);

    String word() {
        return word;
    }

    static List<String> words() {
        return Arrays.stream(values()).map(GroupBy::word).toList();
    }

    static GroupBy of(String word) {
        return valueOf(word.toUpperCase(Locale.ROOT));
    }
}
