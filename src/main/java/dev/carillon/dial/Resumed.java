package dev.carillon.dial;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

import dev.carillon.call.AttemptState;

/**
 * An attempt that an earlier process of this node had open, and that its carrier can go on with or end.
 *
 * @param open   as it was opened
 * @param state  how far it has come, as far as was recorded: not ended
 * @param resume what its carrier told to be kept of it, or null
 */
public record Resumed(Claim.Decision.Open open, AttemptState state, @Nullable Instant ringingAt,
        @Nullable Instant answeredAt, @Nullable Instant joinedAt, @Nullable String resume) {
}
