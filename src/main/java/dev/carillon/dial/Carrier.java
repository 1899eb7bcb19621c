package dev.carillon.dial;

import java.util.function.Consumer;

import dev.carillon.base.Ids.CallKey;
import dev.carillon.call.CarrierEvent;
import dev.carillon.call.Outcome;

/**
 * Someone who places calls. Thread-safe; no method waits for the network.
 *
 * <p>
 * What is told of a call is in the order of its steps, each later than the one before or at the same time. A
 * step may be jumped over, or told again with what is to be kept of it. The end comes once, as the last word
 * and with the network's cause where one has said it, and when it is told the carrier has let go of the call.
 * It never comes of a call that nobody knows anything of, which is for the dial half to give up. Another
 * trunk is offered only of a call that nothing was told of before.
 *
 * <p>
 * A carrier that was closed tells {@code NOT_PLACED} of what it is to place, and nothing more of the calls
 * that it had: they are as they are, and for {@link #adopt} in another process.
 */
public interface Carrier {

    /**
     * Places one call. As its last act before anybody outside can hear of it, the carrier compares the
     * monotonic clock with {@link CallPlan#placeByNanos}: too late, and it tells {@code NOT_PLACED} and does
     * nothing (law: Single dial). From then on it acts alone: the agent is joined and every deadline of the
     * plan kept without asking again. A call that is up here already is refused with {@code LawBroken}, and
     * goes on as it was.
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

    /**
     * Whether it has adopted this call and is still asking what has become of it, or has not come to that
     * yet: until then the call is not given up for want of a word, unless its last deadline passes, and
     * nothing new is opened for some seconds.
     */
    default boolean isAsking(CallKey call) {
        return false;
    }

    /**
     * Ends a call, however far it has come; its end is told to the sink as {@code CANCELLED}, or as what it
     * was where it had ended by itself. Asked again nothing more follows. A call that is not known here is
     * not an error.
     */
    void hangUp(CallKey call);
}
