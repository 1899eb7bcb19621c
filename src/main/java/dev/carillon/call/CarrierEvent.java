package dev.carillon.call;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

import dev.carillon.base.Ids.CallKey;

/**
 * What a carrier says of one call.
 *
 * @param outcome how it ended; null unless {@code kind} is {@code ENDED}
 * @param note    the carrier's words, for people
 */
public record CarrierEvent(CallKey call, Kind kind, Instant at, @Nullable Outcome outcome,
        @Nullable String note) {

    /** The steps of a call that a carrier can tell. */
    public enum Kind {
        RINGING, ANSWERED, JOINED, ENDED
    }

    /** The call went one step on. */
    public static CarrierEvent of(CallKey call, Kind kind, Instant at) {
        return new CarrierEvent(call, kind, at, null, null);
    }

    /** The call is over, and the carrier confirms it: its slots are free. */
    public static CarrierEvent ended(CallKey call, Instant at, Outcome outcome) {
        return new CarrierEvent(call, Kind.ENDED, at, outcome, null);
    }
}
