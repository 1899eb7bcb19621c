package dev.carillon.dial;

import java.util.function.Consumer;

import dev.carillon.base.Ids.CallKey;
import dev.carillon.call.CarrierEvent;
import dev.carillon.call.Outcome;

/** Someone who places calls. Thread-safe; neither method waits for the network. */
public interface Carrier {

    /**
     * Places one call. As its last act before anybody outside can hear of it, the carrier compares the
     * monotonic clock with {@link CallPlan#placeByNanos}: too late, and it tells {@code NOT_PLACED} and does
     * nothing (law: Single dial). From then on it acts alone: the agent is joined and every deadline of the
     * plan kept without asking again.
     *
     * @param told where it says what happens, from any thread; the sink never blocks
     */
    void place(CallPlan plan, Consumer<CarrierEvent> told);

    /**
     * Takes a call over that an earlier process of this node had placed here. One that was joined goes on,
     * and its end is told; any other is ended at once, and told as what it was. A carrier that cannot tell
     * what has become of it says that it is lost, and by that confirms nothing.
     */
    default void adopt(Adopted call, Consumer<CarrierEvent> told) {
        told.accept(CarrierEvent.ended(call.plan().call(), call.at(), Outcome.LOST));
    }

    /** Ends a call; its end is told to the sink as ever. A call that is not known here is not an error. */
    void hangUp(CallKey call);
}
