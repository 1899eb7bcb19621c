package dev.carillon.call;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Whether a task may be dialled at this moment: a flat list of rules, the first that objects decides. For the
 * tasks of one claim: when a batch's hours next open in the same zones is worked out once. Not thread-safe.
 */
public final class Admission {

    /** What may be dialled now may be placed this much later; then its hours must still allow it. */
    public static final Duration PLACED_WITHIN = Duration.ofMillis(500);

    private static final Duration BUSY_WAIT = Duration.ofSeconds(5);
    /** For a trunk that somebody has paused, and at most for one that rests, which may work any moment. */
    private static final Duration TRUNK_WAIT = Duration.ofMinutes(1);
    /** For a trunk that one call is trying. */
    private static final Duration TRIAL_WAIT = Duration.ofSeconds(5);

    private final Instant now;
    private final Duration ring;
    private final Map<String, Instant> rested;
    private final Map<Openings, Optional<Instant>> openings = new HashMap<>();

    /** Where no trunk rests. */
    public Admission(Instant now, Duration ring) {
        this(now, ring, Map.of());
    }

    /**
     * @param ring   how long a call may ring: it must fit into the calling windows (law: Window)
     * @param rested when the next rest of a trunk is over, of each organisation that has one
     */
    public Admission(Instant now, Duration ring, Map<String, Instant> rested) {
        this.now = now;
        this.ring = ring;
        this.rested = Map.copyOf(rested);
    }

    /** What an opening depends on, at one moment. */
    private record Openings(long batchId, List<ZoneId> zones) {
    }

    /**
     * Decides by the batch's and the task's own rules. A task that would wait beyond its batch's end is
     * expired now.
     */
    public Verdict decide(BatchCall batch, Task task) {
        Verdict verdict = rules(batch, task);
        return verdict instanceof Verdict.Later later && batch.rules().expired(later.at())
                ? new Verdict.Never(Reason.EXPIRED)
                : verdict;
    }

    private Verdict rules(BatchCall batch, Task task) {
        Rules rules = batch.rules();
        if (rules.expired(now)) {
            return new Verdict.Never(Reason.EXPIRED);
        }
        if (task.facts().suppressed()) {
            return new Verdict.Never(Reason.DO_NOT_CALL);
        }
        if (rules.cap() != null && task.facts().recentAttempts() >= rules.cap().attempts()) {
            return new Verdict.Never(Reason.ATTEMPT_CAP);
        }
        Trunk trunk = batch.trunk();
        if (trunk != null && !trunk.calls(task.callee())) {
            return trunk.mayAnotherCall(task.callee())
                    ? new Verdict.Later(anotherTrunk(batch.organizationId()), Reason.TRUNK_PAUSED)
                    : new Verdict.Never(Reason.BLOCKED_DESTINATION);
        }
        if (task.notBefore() != null && task.notBefore().isAfter(now)) {
            return new Verdict.Later(task.notBefore(), Reason.NOT_BEFORE);
        }
        Verdict byHours = byHours(batch, task);
        if (!(byHours instanceof Verdict.Dial)) {
            return byHours;
        }
        return task.facts().busy()
                ? new Verdict.Later(now.plus(BUSY_WAIT), Reason.NUMBER_BUSY)
                : byHours;
    }

    /** When there may be another trunk. */
    private Instant anotherTrunk(String organizationId) {
        Instant latest = now.plus(TRUNK_WAIT);
        Instant soonest = now.plus(TRIAL_WAIT);
        Instant over = rested.getOrDefault(organizationId, latest);
        return over.isAfter(latest) ? latest : over.isBefore(soonest) ? soonest : over;
    }

    private Verdict byHours(BatchCall batch, Task task) {
        Hours hours = batch.rules().hours();
        List<ZoneId> zones =
                hours.windows().isEmpty() ? List.of() : hours.zones(task.timezone(), task.callee());
        if (zones.isEmpty() && !hours.windows().isEmpty()) {
            return new Verdict.Never(Reason.UNKNOWN_TIME_ZONE);
        }
        Optional<Instant> opening = openings.computeIfAbsent(new Openings(batch.batchId(), zones),
                _ -> hours.opening(zones, now, PLACED_WITHIN, ring));
        if (opening.isEmpty()) {
            return new Verdict.Never(Reason.WINDOW_IMPOSSIBLE);
        }
        return opening.get().isAfter(now)
                ? new Verdict.Later(opening.get(), Reason.OUTSIDE_WINDOW)
                : new Verdict.Dial(zones);
    }
}
