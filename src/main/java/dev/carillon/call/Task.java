package dev.carillon.call;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

import dev.carillon.base.Ids.CallKey;

/**
 * A task that is about to be decided on: one recipient, and what its next attempt would be.
 *
 * @param call       the key that its next attempt would have
 * @param spent      how much of its budget the attempts before have used
 * @param budget     how many attempts it may have, the first included (law: Budget)
 * @param agentId    its agent, its own or its batch's
 * @param pickedUp   whether an attempt before was answered
 * @param suppressed whether its number is on the organisation's do-not-call list at this moment (law:
 *                   Suppression)
 * @param numberBusy whether the organisation has its number on the line at this moment (law: Single dial)
 */
public record Task(CallKey call, String toNumber, int spent, int budget, @Nullable String agentId,
        @Nullable Instant notBefore, boolean pickedUp, boolean suppressed, boolean numberBusy) {
}
