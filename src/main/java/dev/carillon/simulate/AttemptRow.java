package dev.carillon.simulate;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

import dev.carillon.base.Ids.CallKey;
import dev.carillon.call.AttemptState;
import dev.carillon.call.Outcome;
import dev.carillon.dial.UsageKey;

/** One attempt, from its opening to its end. */
final class AttemptRow {

    private static final Duration ABANDONED_AFTER = Duration.ofSeconds(2);

    final CallKey key;
    final Line line;
    Opening opening;
    /** The trunks that failed it before the one that it is placed over. */
    final List<Long> before = new ArrayList<>(0);
    AttemptState state = AttemptState.PLACING;
    @Nullable Instant ringingAt;
    @Nullable Instant answeredAt;
    @Nullable Instant joinedAt;
    @Nullable Instant endedAt;
    @Nullable Outcome outcome;
    /** What its carrier told to be kept until its slots are free. */
    @Nullable String resume;
    /** Its agent said so while it lived. */
    boolean saidVoicemail;

    AttemptRow(CallKey key, Line line, Opening opening) {
        this.key = key;
        this.line = line;
        this.opening = opening;
    }

    /**
     * What was decided when it was opened, or placed over another trunk.
     *
     * @param spent  what the task has used of its budget, this attempt included
     * @param limits those that it takes a place of, where they are
     */
    record Opening(long node, Instant at, Instant placeBy, Instant lastDeadline, int spent, int budget,
            long trunkId, String agentId, List<UsageKey> limits, List<ZoneId> zones) {

        Opening over(long trunk, Instant by, Instant deadline) {
            List<UsageKey> its = limits.stream().map(key -> key.scope() == UsageKey.Scope.TRUNK
                    ? new UsageKey(key.organizationId(), key.scope(), Long.toString(trunk))
                    : key).toList();
            return new Opening(node, at, by, deadline, spent, budget, trunk, agentId, its, zones);
        }
    }

    /** It is placed over another trunk. */
    void moves(long trunk, Instant placeBy, Instant lastDeadline) {
        before.add(opening.trunkId());
        opening = opening.over(trunk, placeBy, lastDeadline);
    }

    boolean ended() {
        return state == AttemptState.ENDED;
    }

    /** How far it came before it ended. */
    AttemptState reached() {
        if (!ended()) {
            return state;
        }
        if (answeredAt == null) {
            return ringingAt == null ? AttemptState.PLACING : AttemptState.RINGING;
        }
        return joinedAt == null ? AttemptState.ANSWERED : AttemptState.JOINED;
    }

    /** Whether it was answered by a person whom no agent was joined to in time (16 CFR 310.4(b)(4)). */
    boolean abandoned() {
        return byPerson() && (joinedAt == null || joinedAt.isAfter(answeredAt().plus(ABANDONED_AFTER)));
    }

    boolean byPerson() {
        return answeredAt != null && outcome != Outcome.VOICEMAIL;
    }

    private Instant answeredAt() {
        return answeredAt == null ? Instant.MAX : answeredAt;
    }
}
