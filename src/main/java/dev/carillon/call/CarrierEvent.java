package dev.carillon.call;

import java.time.Duration;
import java.time.Instant;

import org.jspecify.annotations.Nullable;

import dev.carillon.base.Ids.CallKey;

/**
 * What a carrier says of one call.
 *
 * @param outcome how it ended; null unless {@code kind} is {@code ENDED}
 * @param note    the carrier's own words on it, for people
 * @param cause   why the network ended it; null where no network said anything
 * @param again   whether another trunk may be tried: only ever before anything has rung
 * @param resume  what its carrier needs to go on with the call in another process, in its own words; null: it
 *                has not changed, or is not needed. A step that was told before may be told again for it
 * @param until   how long an answered call may go on without its agent; null: as its plan says
 * @param rest    for how long its trunk wants no calls, of a call that it has refused; null: it has not said
 */
public record CarrierEvent(CallKey call, Kind kind, Instant at, @Nullable Outcome outcome,
        @Nullable String note, @Nullable Cause cause, Again again, @Nullable String resume,
        @Nullable Instant until, @Nullable Duration rest) {

    /** The steps of a call that a carrier can tell. */
    public enum Kind {
        RINGING, ANSWERED, JOINED, ENDED
    }

    /** The call went one step on. */
    public static CarrierEvent of(CallKey call, Kind kind, Instant at) {
        return new CarrierEvent(call, kind, at, null, null, null, Again.NO, null, null, null);
    }

    /** The call is over, and the carrier confirms it: its slots are free. */
    public static CarrierEvent ended(CallKey call, Instant at, Outcome outcome) {
        return ended(call, at, outcome, null, Again.NO);
    }

    /** The same, with why the network ended it. */
    public static CarrierEvent ended(CallKey call, Instant at, Outcome outcome, @Nullable Cause cause,
            Again again) {
        return new CarrierEvent(call, Kind.ENDED, at, outcome, null, cause, again, null, null, null);
    }

    /** The same with what its carrier needs to go on with it. */
    public CarrierEvent resumableBy(@Nullable String text) {
        return new CarrierEvent(call, kind, at, outcome, note, cause, again, text, until, rest);
    }

    /** The same of an answered call that may go on for so long without its agent. */
    public CarrierEvent lastingUntil(Instant then) {
        return new CarrierEvent(call, kind, at, outcome, note, cause, again, resume, then, rest);
    }

    /** The same, told at another time. */
    public CarrierEvent toldAt(Instant time) {
        return new CarrierEvent(call, kind, time, outcome, note, cause, again, resume, until, rest);
    }

    /** The same with words for people. */
    public CarrierEvent noted(@Nullable String words) {
        return new CarrierEvent(call, kind, at, outcome, words, cause, again, resume, until, rest);
    }

    /** The same of a call whose trunk wants no others for so long. */
    public CarrierEvent askingForRest(@Nullable Duration length) {
        return new CarrierEvent(call, kind, at, outcome, note, cause, again, resume, until, length);
    }
}
