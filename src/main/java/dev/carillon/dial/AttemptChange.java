package dev.carillon.dial;

import java.time.Instant;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import dev.carillon.base.Ids.CallKey;
import dev.carillon.call.AttemptState;
import dev.carillon.call.Cause;
import dev.carillon.call.Outcome;
import dev.carillon.call.Reason;
import dev.carillon.call.TaskStatus;

/**
 * How an attempt moved on since it was last recorded, everything folded into one. Recording only goes
 * forward: what is already as far or further is left as it is, so the same change may be recorded twice.
 *
 * @param fromNumber its caller ID, which may have limits
 * @param toNumber   with the organisation the key of its row in {@code on_line}
 * @param end        null while the call lives
 * @param resume     what its carrier needs to go on with it after a crash, to be kept until it ends; null:
 *                   nothing that was not kept before
 */
public record AttemptChange(CallKey call, String organizationId, String fromNumber,
        String toNumber, AttemptState state,
        @Nullable Instant ringingAt, @Nullable Instant answeredAt, @Nullable Instant joinedAt,
        @Nullable End end, @Nullable String resume) {

    /** Of a call of which nothing is to be kept for a later process. */
    public AttemptChange(CallKey call, String organizationId, String fromNumber, String toNumber,
            AttemptState state, @Nullable Instant ringingAt, @Nullable Instant answeredAt,
            @Nullable Instant joinedAt, @Nullable End end) {
        this(call, organizationId, fromNumber, toNumber, state, ringingAt, answeredAt, joinedAt, end, null);
    }

    /** Whether there may be something that was kept of it, and nobody needs any more. */
    public boolean forgets() {
        return end != null && end.slotsFree() && (resume != null || end.outcome() == Outcome.LOST);
    }

    /** Whether it ends as completed: what a machine answered never does. */
    public boolean completes() {
        return end != null && end.outcome() == Outcome.COMPLETED;
    }

    /** Whether the called party has said by its network that it does not want such calls (SIP 607). */
    public boolean blockedByCallee() {
        return end != null && end.outcome() == Outcome.BLOCKED_BY_CALLEE;
    }

    /** What it is when its agent has said that a machine had answered. */
    public AttemptChange saidVoicemail() {
        if (end == null) {
            return this;
        }
        return new AttemptChange(call, organizationId, fromNumber, toNumber, state, ringingAt,
                answeredAt == null ? end.at() : answeredAt, joinedAt, end.saidVoicemail(), resume);
    }

    /**
     * How it ended.
     *
     * @param note          the program's or its carrier's own words
     * @param cause         why the network ended it; null where no network said anything
     * @param slotsFree     whether the carrier has confirmed that the call is gone; else the slots stay taken
     *                      until it does or the last deadline has passed (law: Capacity)
     * @param nextOfMachine what follows if a machine had answered; asked only then
     */
    public record End(Outcome outcome, @Nullable String note, @Nullable Cause cause, Instant at, Next next,
            boolean slotsFree, Supplier<Next> nextOfMachine) {

        /** An end of which no network said why, and after which nothing follows if a machine had answered. */
        public End(Outcome outcome, @Nullable String note, Instant at, Next next, boolean slotsFree) {
            this(outcome, note, null, at, next, slotsFree,
                    () -> new Next.Done(Outcome.VOICEMAIL.taskStatus()));
        }

        private End saidVoicemail() {
            return new End(Outcome.VOICEMAIL, note, cause, at, nextOfMachine.get(), slotsFree, nextOfMachine);
        }

        /** The same, and its slots are free. */
        public End confirmed() {
            return new End(outcome, note, cause, at, next, true, nextOfMachine);
        }

        /** The same, and this is why the network ended it. */
        public End because(Cause why) {
            return new End(outcome, note, why, at, next, slotsFree, nextOfMachine);
        }
    }

    /** What follows for the task. */
    public sealed interface Next {

        /** Another attempt: a due row. {@code spent} is the budget used so far. */
        record Again(Instant dueAt, int spent, Reason reason) implements Next {
        }

        /** The task is over. */
        record Done(TaskStatus status) implements Next {
        }
    }
}
