package dev.carillon.dial;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import dev.carillon.call.Admission;
import dev.carillon.call.Reason;
import dev.carillon.call.Task;
import dev.carillon.call.Trunk;
import dev.carillon.call.Verdict;
import dev.carillon.dial.Capacity.Grant;
import dev.carillon.dial.Claim.Candidate;
import dev.carillon.dial.Claim.Decision;
import dev.carillon.dial.UsageKey.Scope;

/**
 * What becomes of the tasks of one claim: the rules first, then the limits. Used once; not thread-safe.
 */
final class Decider {

    private static final Duration NOWHERE_WAIT = Duration.ofSeconds(1);
    private static final Duration BUSY_WAIT = Duration.ofSeconds(5);

    private final Ground ground;
    private final Instant now;
    private final Capacity capacity;
    private final Admission admission;
    private final Set<Line> onLine = new HashSet<>();
    private final Trials trials;

    /** What holds for all claims. */
    record Ground(DialSettings settings, AgentWaits agentWaits, TrunkHealth health) {
    }

    private record Line(String organizationId, String number) {
    }

    Decider(Ground ground, Instant now, Capacity capacity) {
        this.ground = ground;
        this.trials = new Trials(ground.health, now);
        this.now = now;
        this.capacity = capacity;
        this.admission = new Admission(now, ground.settings.ringTimeout(), ground.health.rested(now));
    }

    Trials trials() {
        return trials;
    }

    /** Decides on what was claimed, in turns. */
    List<Decision> decide(List<Candidate> candidates, Turns turns) {
        var decisions = new ArrayList<Decision>(candidates.size());
        candidates.forEach(turns::add);
        for (BatchTurn turn = turns.next(); turn != null; turn = turns.next()) {
            Decision decision = decide(turn, Objects.requireNonNull(turn.next()));
            if (decision != null) {
                decisions.add(decision);
                turns.decided(decision);
            }
        }
        return decisions;
    }

    private @Nullable Decision decide(BatchTurn turn, Candidate candidate) {
        return switch (admission.decide(candidate.batch(), candidate.task())) {
            case Verdict.Never(Reason reason) -> new Decision.Skip(candidate, reason);
            case Verdict.Later(Instant at, Reason reason) -> new Decision.Wait(candidate, at, reason);
            case Verdict.Dial(List<ZoneId> zones) -> dial(turn, candidate, zones);
        };
    }

    private @Nullable Decision dial(BatchTurn turn, Candidate candidate, List<ZoneId> zones) {
        Task task = candidate.task();
        var line = new Line(candidate.batch().organizationId(), task.toNumber());
        if (onLine.contains(line)) {
            return new Decision.Wait(candidate, now.plus(BUSY_WAIT), Reason.NUMBER_BUSY);
        }
        Trunk trunk = candidate.batch().trunk();
        if (trunk == null || task.agentId() == null) {
            turn.stop(now.plus(NOWHERE_WAIT), true);
            return null;
        }
        if (!trials.admits(trunk)) {
            turn.stop(now.plus(Work.SHORT_REST), true);
            return null;
        }
        boolean live = trunk.kind() != Trunk.Kind.SANDBOX;
        return switch (capacity.take(turn.rooms(task.agentId(), capacity), live)) {
            case Grant.Start(Instant at, Duration late) -> {
                onLine.add(line);
                trials.takes(trunk);
                Instant placeBy = at.plus(late);
                yield new Decision.Open(candidate, zones, at, placeBy,
                        LiveCall.lastDeadline(placeBy, ground.settings));
            }
            case Grant.Full full -> full(turn, candidate, full);
        };
    }

    /** A task's own agent is no reason for the tasks behind it to wait; any other limit is everybody's. */
    private @Nullable Decision full(BatchTurn turn, Candidate candidate, Grant.Full full) {
        UsageKey by = full.by().key();
        if (by.scope() == Scope.AGENT && !by.id().equals(candidate.batch().agentId())) {
            return new Decision.Wait(candidate, ground.agentWaits.next(full.by(), now), Reason.NO_CAPACITY);
        }
        turn.stop(full.again(), by.scope() == Scope.BATCH);
        return null;
    }
}
