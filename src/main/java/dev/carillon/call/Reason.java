package dev.carillon.call;

import java.util.Locale;

/** Why a task waits, why it was never dialled, or why a batch is paused: a closed list (law: Explained). */
public enum Reason {
    QUEUED(Kind.WAITING), NO_CAPACITY(Kind.WAITING), BATCH_PAUSED(Kind.WAITING), OUTSIDE_WINDOW(Kind.WAITING),
    RETRY_WAIT(Kind.WAITING), NOT_BEFORE(Kind.WAITING), TRUNK_PAUSED(Kind.WAITING), NUMBER_BUSY(Kind.WAITING),

    DO_NOT_CALL(Kind.SKIPPED), DUPLICATE_NUMBER(Kind.SKIPPED), UNKNOWN_TIME_ZONE(Kind.SKIPPED),
    WINDOW_IMPOSSIBLE(Kind.SKIPPED), ATTEMPT_CAP(Kind.SKIPPED), BLOCKED_DESTINATION(Kind.SKIPPED),
    BATCH_CANCELLED(Kind.SKIPPED), EXPIRED(Kind.SKIPPED), REMOVED(Kind.SKIPPED),

    BY_USER(Kind.PAUSED), MISSED_START(Kind.PAUSED), STOP_LOSS(Kind.PAUSED), TRUNK_CONFIG(Kind.PAUSED),
    NO_TRUNK(Kind.PAUSED), UNKNOWN_AGENT(Kind.PAUSED);

    /** What a reason explains: a task that waits, a task that is never dialled, a batch that is paused. */
    public enum Kind {
        WAITING, SKIPPED, PAUSED
    }

    private final Kind kind;
    private final String word = name().toLowerCase(Locale.ROOT);

    Reason(Kind kind) {
        this.kind = kind;
    }

    public Kind kind() {
        return kind;
    }

    public String word() {
        return word;
    }
}
