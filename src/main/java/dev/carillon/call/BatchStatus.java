package dev.carillon.call;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * What a batch call is doing; the words are the contract's. {@link #mayBecome} is the whole state machine.
 */
public enum BatchStatus {
    DRAFT, SCHEDULED, SENT, PAUSED, COMPLETED, FAILED, CANCELLED;

    private final String word = name().toLowerCase(Locale.ROOT);

    /** The word of the API and of the schema. */
    public String word() {
        return word;
    }

    /** The status of a word, in any case; empty for anything else. */
    public static Optional<BatchStatus> of(String word) {
        for (BatchStatus s : values()) {
            if (s.word.equalsIgnoreCase(word)) {
                return Optional.of(s);
            }
        }
        return Optional.empty();
    }

    /** The states that may follow this one (docs/lifecycle.md). */
    public Set<BatchStatus> next() {
        return switch (this) {
            case DRAFT -> EnumSet.of(SCHEDULED, SENT, CANCELLED);
            case SCHEDULED -> EnumSet.of(DRAFT, SENT, PAUSED, CANCELLED);
            case SENT -> EnumSet.of(PAUSED, COMPLETED, FAILED, CANCELLED);
            case PAUSED -> EnumSet.of(SENT, CANCELLED);
            case COMPLETED, FAILED -> EnumSet.of(SENT);
            case CANCELLED -> EnumSet.noneOf(BatchStatus.class);
        };
    }

    public boolean mayBecome(BatchStatus next) {
        return next().contains(next);
    }

    /** Whether nothing more is dialled in this state unless a client asks for it. */
    public boolean ended() {
        return this == COMPLETED || this == FAILED || this == CANCELLED;
    }
}
