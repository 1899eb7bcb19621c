package dev.carillon.call;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * When a task is tried again. Without rules of its own an enabled plan tries again 30 minutes after the end
 * of an attempt that met nobody (docs/lifecycle.md).
 *
 * @param enabled whether outcomes lead to another attempt at all
 * @param rules   the batch's own, each outcome at most once; none: the default
 * @param spread  whether the next attempt is to fall into another part of the day than the one before
 */
public record RetryPlan(boolean enabled, List<RetryRule> rules, boolean spread) {

    private static final Set<Outcome> DEFAULT_OUTCOMES = EnumSet.of(Outcome.NO_ANSWER, Outcome.BUSY,
            Outcome.VOICEMAIL, Outcome.CONGESTION);
    private static final RetryRule.Timing DEFAULT_TIMING =
            new RetryRule.Timing.After(Duration.ofMinutes(30));

    public RetryPlan {
        rules = List.copyOf(rules);
    }

    /** A plan without rules of its own. */
    public RetryPlan(boolean enabled) {
        this(enabled, List.of(), false);
    }

    /**
     * The time of the next attempt, or empty when the one that ended was the last.
     *
     * @param endedAt when it ended; of one whose fate is unknown, when its last deadline passes
     * @param zone    in which a rule's time of day is meant
     * @param budget  what is used, the attempt that ended included if it cost any, and the task's whole:
     *                never exceeded, whatever the plan says (law: Budget)
     */
    public Optional<Instant> next(Outcome outcome, Instant endedAt, Supplier<ZoneId> zone, Budget budget) {
        if (budget.spent() >= budget.whole()) {
            return Optional.empty();
        }
        if (outcome == Outcome.NOT_PLACED) {
            return Optional.of(endedAt);
        }
        return rule(outcome).map(rule -> rule.next(endedAt, zone.get()))
                .map(at -> spread ? PartOfDay.other(endedAt, at, zone.get()) : at);
    }

    /** How many attempts a task has used and how many it may have. */
    public record Budget(int spent, int whole) {
    }

    private Optional<RetryRule> rule(Outcome outcome) {
        if (!enabled) {
            return Optional.empty();
        }
        if (rules.isEmpty()) {
            return DEFAULT_OUTCOMES.contains(outcome)
                    ? Optional.of(new RetryRule(outcome, DEFAULT_TIMING))
                    : Optional.empty();
        }
        return rules.stream().filter(rule -> rule.condition() == outcome).findFirst();
    }
}
