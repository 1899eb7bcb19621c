package dev.carillon.dial;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Map;

/**
 * When tasks that found their own agent taken ask again: one after the other, no more in a second than the
 * agent has channels, so that a crowd in front of one agent costs little and never hides the tasks behind it
 * (law: Progress). Not thread-safe.
 */
final class AgentWaits {

    private static final Duration WAIT = Duration.ofSeconds(1);

    private final Map<UsageKey, Instant> last = new HashMap<>();

    /** The next turn at this agent. */
    Instant next(Usage agent, Instant now) {
        Duration step = WAIT.dividedBy(agent.maxLive() == null ? 1 : agent.maxLive());
        Instant soonest = now.plus(WAIT);
        return last.merge(agent.key(), soonest,
                (before, first) -> Pace.later(before.plus(step), first)).truncatedTo(ChronoUnit.MICROS);
    }

    /** Forgets the agents at whom nobody waits any more. */
    void prune(Instant now) {
        last.values().removeIf(turn -> turn.isBefore(now));
    }
}
