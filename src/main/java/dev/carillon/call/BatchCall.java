package dev.carillon.call;

import org.jspecify.annotations.Nullable;

/**
 * What the dial half knows of a batch call: the part of its definition that decides whether and how a task is
 * dialled.
 *
 * @param agentId the agent of every task that names none
 * @param trunk   the way its calls take, or null when it has none that is usable
 */
public record BatchCall(long batchId, String organizationId, String fromNumber, @Nullable String agentId,
        Rules rules, Rank rank, @Nullable Trunk trunk) {
}
