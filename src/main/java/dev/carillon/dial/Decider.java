package dev.carillon.dial;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import dev.carillon.call.Admission;
import dev.carillon.call.BatchCall;
import dev.carillon.call.Reason;
import dev.carillon.call.Task;
import dev.carillon.call.Verdict;
import dev.carillon.dial.Capacity.Grant;
import dev.carillon.dial.Claim.Candidate;
import dev.carillon.dial.Claim.Decision;
import dev.carillon.dial.UsageKey.Scope;

/** What becomes of the tasks of one claim: the rules first, then the limits. Used once; not thread-safe. */
final class Decider {

    /** How long a start may wait between its commit and its moment. */
    static final Duration HORIZON = Duration.ofMillis(100);
    /** From its moment on, how long a start may be late; with the horizon at most 500 ms from the commit. */
    private static final Duration PLACE_WITHIN = Duration.ofMillis(400);
    private static final Duration CAPACITY_WAIT = Duration.ofMillis(20);
    private static final Duration AGENT_WAIT = Duration.ofSeconds(1);
    private static final Duration BUSY_WAIT = Duration.ofSeconds(5);

    private final DialSettings settings;
    private final Instant now;
    private final Capacity capacity;
    private final List<Decision> decisions = new ArrayList<>();
    private final Set<String> onLine = new HashSet<>();
    private final Map<Long, Instant> stopped = new HashMap<>();
    private int room;

    /** @param room how many calls this node may still take */
    Decider(DialSettings settings, Claim claim, Instant now, int room) {
        this.settings = settings;
        this.now = now;
        this.room = room;
        this.capacity = new Capacity(claim.usage(), now, now.plus(HORIZON));
        claim.candidates().forEach(this::decide);
    }

    List<Decision> decisions() {
        return decisions;
    }

    Map<UsageKey, Instant> freeAt() {
        return capacity.freeAt();
    }

    /** The batches that met a limit, and until when they rest. */
    Map<Long, Instant> stopped() {
        return stopped;
    }

    private void decide(Candidate candidate) {
        if (stopped.containsKey(candidate.batch().batchId())) {
            return;
        }
        switch (Admission.decide(candidate.batch(), candidate.task(), now)) {
            case Verdict.Never(Reason reason) -> decisions.add(new Decision.Skip(candidate, reason));
            case Verdict.Later(Instant at, Reason reason) ->
                decisions.add(new Decision.Wait(candidate, at, reason));
            case Verdict.Dial() -> dial(candidate);
        }
    }

    private void dial(Candidate candidate) {
        String line = candidate.batch().organizationId() + candidate.task().toNumber();
        if (onLine.contains(line)) {
            decisions.add(new Decision.Wait(candidate, now.plus(BUSY_WAIT), Reason.NUMBER_BUSY));
            return;
        }
        if (room == 0) {
            stopped.put(candidate.batch().batchId(), now.plus(CAPACITY_WAIT));
            return;
        }
        switch (capacity.take(limits(candidate.batch(), candidate.task()))) {
            case Grant.Start(Instant at) -> {
                room--;
                onLine.add(line);
                Instant placeBy = at.plus(PLACE_WITHIN);
                decisions.add(
                        new Decision.Open(candidate, at, placeBy, LiveCall.lastDeadline(placeBy, settings)));
            }
            case Grant.Full full -> full(candidate, full);
        }
    }

    /** A task's own agent is no reason for the tasks behind it to wait; any other limit is everybody's. */
    private void full(Candidate candidate, Grant.Full full) {
        boolean own = full.by().scope() == Scope.AGENT && !full.by().id().equals(candidate.batch().agentId());
        if (own) {
            decisions.add(new Decision.Wait(candidate, now.plus(AGENT_WAIT), Reason.NO_CAPACITY));
        } else {
            Instant until = full.until() == null
                    ? now.plus(CAPACITY_WAIT)
                    : full.until().minus(HORIZON.dividedBy(2));
            stopped.put(candidate.batch().batchId(), until);
        }
    }

    private static List<UsageKey> limits(BatchCall batch, Task task) {
        String organization = batch.organizationId();
        var limits = new ArrayList<UsageKey>(4);
        limits.add(new UsageKey(organization, Scope.BATCH, Long.toString(batch.batchId())));
        limits.add(new UsageKey(organization, Scope.ORGANIZATION, organization));
        if (batch.trunk() != null) {
            limits.add(new UsageKey(organization, Scope.TRUNK, Long.toString(batch.trunk().trunkId())));
        }
        if (task.agentId() != null) {
            limits.add(new UsageKey(organization, Scope.AGENT, task.agentId()));
        }
        return limits;
    }
}
