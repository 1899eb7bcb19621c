package dev.carillon.carrier.sip.call;

import java.time.Instant;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

import dev.carillon.base.Ids.CallKey;
import dev.carillon.call.Again;
import dev.carillon.call.CarrierEvent;
import dev.carillon.carrier.sip.dialog.LegEnd;
import dev.carillon.carrier.sip.transaction.Hop;

/** Tells what becomes of a call, in the words of the dial half. Called in the owner's queue. */
public final class CallWatch {

    private final CallKey call;
    private final Consumer<CarrierEvent> told;
    private final Runnable over;
    private final TrunkWay way;
    private @Nullable CallState kept;

    /** @param over run once, before the last word: who hears that finds the call gone */
    public CallWatch(CallKey call, Consumer<CarrierEvent> told, Runnable over, TrunkWay way) {
        this.call = call;
        this.told = told;
        this.over = over;
        this.way = way;
    }

    TrunkWay way() {
        return way;
    }

    /** The trunk's side is over; a refusal is a word. */
    void over(LegEnd end, Hop invitedAt) {
        if (end.kind() == LegEnd.Kind.REFUSED) {
            way.speaks(invitedAt);
        }
    }

    void reached(CarrierEvent.Kind step, Instant at) {
        told.accept(CarrierEvent.of(call, step, at));
    }

    /**
     * The same, with what a later process needs to go on from here; nothing if it would not go on otherwise.
     */
    void keep(CarrierEvent.Kind step, Instant at, CallState state) {
        CallState before = kept;
        if (before == null || !before.isAsGoodAs(state)) {
            kept = state;
            told.accept(CarrierEvent.of(call, step, at).resumableBy(state.text()));
        }
    }

    /** It was answered, and may stay so until then at most. */
    void answered(Instant at, CallState state, Instant until) {
        told.accept(CarrierEvent.of(call, CarrierEvent.Kind.ANSWERED, at).resumableBy(state.text())
                .lastingUntil(until));
    }

    void ended(Instant at, Result how) {
        over.run();
        told.accept(CarrierEvent.ended(call, at, how.outcome(), how.cause(),
                how.otherTrunk() ? Again.OTHER_TRUNK : Again.NO).noted(how.note()).askingForRest(how.rest()));
    }
}
