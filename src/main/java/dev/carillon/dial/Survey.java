package dev.carillon.dial;

import java.time.Instant;
import java.util.List;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import dev.carillon.base.Ids.CallKey;
import dev.carillon.call.BatchCall;

/**
 * A look at all there is to dial, without locks: hints for fairness, never a ground for dialling.
 *
 * @param prospects batches in status {@code sent} with something queued or due, now or later
 * @param hangUp    of the batches with live calls here, those whose calls are to be hung up
 * @param ending    calls of this node that somebody has asked to hang up, and that live or, lost, may be up
 */
public record Survey(List<Prospect> prospects, Set<Long> hangUp, Set<CallKey> ending) {

    /**
     * A batch that has work.
     *
     * @param version another one whenever the batch was written, be it only its limits
     * @param queued  tasks that the cursor has not reached
     * @param nextDue the earliest of what is later; null: nothing is
     */
    public record Prospect(BatchCall batch, long version, int queued, @Nullable Instant nextDue) {
    }
}
