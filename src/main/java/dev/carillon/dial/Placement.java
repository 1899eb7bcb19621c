package dev.carillon.dial;

import java.time.Instant;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import dev.carillon.base.Ids.CallKey;
import dev.carillon.call.BatchCall;
import dev.carillon.call.Cause;
import dev.carillon.call.Outcome;

/**
 * An attempt that goes on over another trunk.
 *
 * @param batch its batch, with the trunk that it takes now
 */
public record Placement(CallKey call, BatchCall batch, Instant placeAt, Instant placeBy,
        Instant lastDeadline) {

    /** An attempt is placed so often at most, each time over another trunk. */
    public static final int MOST = 3;

    /** How a placement failed before anything rang. */
    public record Failed(CallKey call, String organizationId, String toNumber, Instant at, Outcome outcome,
            @Nullable Cause cause) {
    }

    /**
     * What the ledger holds while it is decided who goes on, and over which trunk.
     *
     * @param ways        of each attempt that may go on, its batch with each trunk that it could take, the
     *                    preferred first
     * @param usage       the limits of those trunks, as they stand under the lock
     * @param sharedSince as {@link Claim#sharedSince}
     */
    public record Ways(Map<CallKey, List<BatchCall>> ways, Map<UsageKey, Usage> usage,
            @Nullable Instant sharedSince) {

        /** Nobody may go on. */
        public static final Ways NONE = new Ways(Map.of(), Map.of(), null);

        List<BatchCall> of(CallKey call) {
            return ways.getOrDefault(call, List.of());
        }
    }

    /**
     * Who goes on.
     *
     * @param freeAt the new {@link Usage#freeAt} of what has a pace and was used
     */
    public record Chosen(List<Placement> placements, Map<UsageKey, Instant> freeAt) {
    }

    /** Decides under the lock; may be asked again when the transaction is repeated. */
    @FunctionalInterface
    public interface Chooser {

        Chosen choose(Ways ways);
    }
}
