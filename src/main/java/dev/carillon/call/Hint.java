package dev.carillon.call;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import org.jspecify.annotations.Nullable;

/**
 * What the times of a call let guess: that a machine may have answered. Shown as hints, never taken for
 * facts; no outcome follows from one.
 */
public enum Hint {

    ANSWERED_AT_ONCE(
            "answered within a second of the first ring, as the mailbox of a phone that is off does"),
    ANSWERED_LATE("answered after it had rung for 20 seconds or longer, as many a mailbox does"),
    SHORT_ANSWER("ended within 4 seconds of the answer: a machine, or somebody who hung up at once");

    private static final Duration AT_ONCE = Duration.ofSeconds(1);
    private static final Duration LATE = Duration.ofSeconds(20);
    private static final Duration SHORT = Duration.ofSeconds(4);

    private final String reason;

    Hint(String reason) {
        this.reason = reason;
    }

    /**
     * When a call came how far, as far as that is known.
     *
     * @param endedAt null, too, when neither of the two but we ended it
     */
    public record Times(@Nullable Instant ringingAt, @Nullable Instant answeredAt,
            @Nullable Instant endedAt) {
    }

    /** The hints of a call, which may be live. */
    public static List<Hint> of(Times times) {
        var hints = new ArrayList<Hint>(2);
        Duration rang = between(times.ringingAt(), times.answeredAt());
        if (rang != null && rang.compareTo(AT_ONCE) < 0) {
            hints.add(ANSWERED_AT_ONCE);
        }
        if (rang != null && rang.compareTo(LATE) >= 0) {
            hints.add(ANSWERED_LATE);
        }
        // Of an answer that nobody told the end is taken for its moment.
        Duration lasted = between(times.answeredAt(), times.endedAt());
        if (lasted != null && lasted.isPositive() && lasted.compareTo(SHORT) < 0) {
            hints.add(SHORT_ANSWER);
        }
        return hints;
    }

    private static @Nullable Duration between(@Nullable Instant from, @Nullable Instant to) {
        return from == null || to == null ? null : Duration.between(from, to);
    }

    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** What was seen and what it may mean, for people. */
    public String reason() {
        return reason;
    }
}
