package dev.carillon.call;

import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/**
 * When a task is tried again. Without rules of its own an enabled plan tries again 30 minutes after the end
 * of an attempt that met nobody (docs/lifecycle.md).
 *
 * @param enabled whether outcomes lead to another attempt at all
 */
public record RetryPlan(boolean enabled) {

    private static final Set<Outcome> DEFAULT_OUTCOMES = EnumSet.of(Outcome.NO_ANSWER, Outcome.BUSY,
            Outcome.VOICEMAIL, Outcome.CONGESTION);
    private static final Duration DEFAULT_WAIT = Duration.ofMinutes(30);

    /**
     * The time of the next attempt, or empty when the one that ended was the last.
     *
     * @param spent  the budget used, the attempt that ended included if it cost any
     * @param budget the task's budget: never exceeded, whatever the plan says (law: Budget)
     */
    public Optional<Instant> next(Outcome outcome, Instant endedAt, int spent, int budget) {
        if (spent >= budget) {
            return Optional.empty();
        }
        if (outcome == Outcome.NOT_PLACED) {
            return Optional.of(endedAt);
        }
        return enabled && DEFAULT_OUTCOMES.contains(outcome)
                ? Optional.of(endedAt.plus(DEFAULT_WAIT))
                : Optional.empty();
    }
}
