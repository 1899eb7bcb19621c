package dev.carillon.dial;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

import dev.carillon.call.AttemptState;

/**
 * An attempt that an earlier process of this node had open, and that its carrier can go on with or end.
 *
 * @param open       as it was opened
 * @param state      how far it had come, as far as was recorded: not ended
 * @param resume     what its carrier told to be kept of it, or null
 * @param lost       whether others have closed it as lost since, when it was in this state: nothing changes
 *                   that any more, but the carrier may yet tell when its slots are free
 * @param placements how often it has been placed, or was to be: the last time over the trunk in {@code open}
 * @param asked      whether somebody had asked for its end
 */
public record Resumed(Claim.Decision.Open open, AttemptState state, @Nullable Instant ringingAt,
        @Nullable Instant answeredAt, @Nullable Instant joinedAt, @Nullable String resume,
        boolean lost, int placements, Asked asked) {

    /** Of what somebody had asked for the end. Its carrier may have been told, or not. */
    public enum Asked {

        NOTHING, CALL, BATCH;

        LiveCall.HangUp hangUp() {
            return switch (this) {
                case NOTHING -> LiveCall.HangUp.RESTART;
                case CALL -> LiveCall.HangUp.ASKED;
                case BATCH -> LiveCall.HangUp.CANCEL;
            };
        }

        /** A batch's end is that of each of its calls. */
        public static Asked of(boolean batch, boolean call) {
            if (batch) {
                return BATCH;
            }
            return call ? CALL : NOTHING;
        }
    }
}
