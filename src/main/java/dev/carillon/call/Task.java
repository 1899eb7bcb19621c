package dev.carillon.call;

import java.time.Instant;
import java.time.ZoneId;

import org.jspecify.annotations.Nullable;

import dev.carillon.base.Ids.CallKey;

/**
 * A task that is about to be decided on: one recipient, and what its next attempt would be.
 *
 * @param call     the key that its next attempt would have
 * @param spent    how much of its budget the attempts before have used
 * @param budget   how many attempts it may have, the first included (law: Budget)
 * @param agentId  its agent, its own or its batch's
 * @param timezone where its called party is, if the task says so
 * @param pickedUp whether an attempt before was answered
 */
public record Task(CallKey call, Callee callee, int spent, int budget, @Nullable String agentId,
        @Nullable ZoneId timezone, @Nullable Instant notBefore, boolean pickedUp, Facts facts) {

    public String toNumber() {
        return callee.number();
    }

    /**
     * What is true of the task's number at this moment, whatever its batch.
     *
     * @param suppressed     whether it is on the organisation's do-not-call list (law: Suppression)
     * @param busy           whether the organisation has it on the line (law: Single dial)
     * @param recentAttempts how many attempts the organisation's cap counts; 0 where there is no cap
     */
    public record Facts(boolean suppressed, boolean busy, int recentAttempts) {

        /** Nothing that stands in the way. */
        public static final Facts NONE = new Facts(false, false, 0);
    }
}
