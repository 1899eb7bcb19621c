package dev.carillon.call;

import java.util.Locale;
import java.util.Optional;

/** How an attempt ended; the words are those of the API and the schema. */
public enum Outcome {
    COMPLETED, VOICEMAIL, ABANDONED, AGENT_FAILED, NO_ANSWER, BUSY, DECLINED, INVALID_NUMBER,
    BLOCKED_BY_NETWORK, BLOCKED_BY_CALLEE, MEDIA_MISMATCH, CONGESTION, TRUNK_UNREACHABLE, TRUNK_CONFIG,
    CANCELLED, LOST, NOT_PLACED, FAILED;

    private final String word = name().toLowerCase(Locale.ROOT);

    public String word() {
        return word;
    }

    public static Optional<Outcome> of(String word) {
        for (Outcome o : values()) {
            if (o.word.equals(word)) {
                return Optional.of(o);
            }
        }
        return Optional.empty();
    }

    /** Whether the attempt used up one of the task's budget: nobody was rung by one that was not placed. */
    public boolean costsBudget() {
        return this != NOT_PLACED;
    }

    /** Whether a retry rule may name it (docs/lifecycle.md). */
    public boolean mayBeRetried() {
        return switch (this) {
            case VOICEMAIL, ABANDONED, AGENT_FAILED, NO_ANSWER, BUSY, DECLINED, CONGESTION, TRUNK_UNREACHABLE,
                    TRUNK_CONFIG, LOST, FAILED ->
                true;
            case COMPLETED, INVALID_NUMBER, BLOCKED_BY_NETWORK, BLOCKED_BY_CALLEE, MEDIA_MISMATCH, CANCELLED,
                    NOT_PLACED ->
                false;
        };
    }

    /**
     * Whether another trunk may do better at once, where nothing has rung: not where the called party or the
     * law of its network has spoken, which is never evaded.
     */
    public boolean mayTakeAnotherTrunk() {
        return switch (this) {
            case CONGESTION, TRUNK_UNREACHABLE, TRUNK_CONFIG, MEDIA_MISMATCH, INVALID_NUMBER, FAILED -> true;
            case COMPLETED, VOICEMAIL, ABANDONED, AGENT_FAILED, NO_ANSWER, BUSY, DECLINED, BLOCKED_BY_NETWORK,
                    BLOCKED_BY_CALLEE, CANCELLED, LOST, NOT_PLACED ->
                false;
        };
    }

    /** Whether it says that the trunk itself does not work, whoever is called over it. */
    public boolean isOfTrunk() {
        return this == TRUNK_UNREACHABLE || this == TRUNK_CONFIG;
    }

    /** Whether neither the called party nor the agent but the network is the cause. */
    public boolean failedByNetwork() {
        return switch (this) {
            case CONGESTION, TRUNK_UNREACHABLE, TRUNK_CONFIG, BLOCKED_BY_NETWORK, MEDIA_MISMATCH, LOST,
                    FAILED ->
                true;
            case COMPLETED, VOICEMAIL, ABANDONED, AGENT_FAILED, NO_ANSWER, BUSY, DECLINED, INVALID_NUMBER,
                    BLOCKED_BY_CALLEE, CANCELLED, NOT_PLACED ->
                false;
        };
    }

    /** What the task becomes when no other attempt follows. */
    public TaskStatus taskStatus() {
        return this == COMPLETED ? TaskStatus.COMPLETED : TaskStatus.FAILED;
    }
}
