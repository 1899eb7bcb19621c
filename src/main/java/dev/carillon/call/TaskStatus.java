package dev.carillon.call;

import java.util.Locale;
import java.util.Optional;

/** What the API says of a task. {@code CALLING} is read from its open attempt and never stored. */
public enum TaskStatus {
    PENDING, CALLING, COMPLETED, FAILED, SKIPPED;

    private final String word = name().toLowerCase(Locale.ROOT);

    public String word() {
        return word;
    }

    public static Optional<TaskStatus> of(String word) {
        for (TaskStatus s : values()) {
            if (s.word.equalsIgnoreCase(word)) {
                return Optional.of(s);
            }
        }
        return Optional.empty();
    }
}
