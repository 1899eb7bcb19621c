package dev.carillon.dial;

import org.jspecify.annotations.Nullable;

import dev.carillon.call.Outcome;
import dev.carillon.call.Trunk;

/**
 * Is told what the dial half does, as it sees it. Called while it works, {@link #placed} by any thread, the
 * others by the dial thread: it is quick and throws nothing.
 */
public interface DialObserver {

    /** An attempt is open and durable: from now on it holds a place of this node. */
    void opened(Trunk trunk);

    /** Its carrier has been told. */
    void placed(Trunk trunk);

    /** Its end is recorded; once an attempt. */
    void ended(Trunk trunk, Outcome outcome);

    /** It had ended because the network blocks such calls; told after its end, with what is known of it. */
    default void blocked(Trunk trunk, AttemptChange change) {
    }

    /** A trunk failed it before anything rang, and it goes on over another one. */
    default void moved(Trunk from, Trunk to) {
    }

    /**
     * A trunk does not work and takes no new attempts of this node for a while, or for another while.
     *
     * @param rest null: that is over, and it is tried again
     */
    default void rests(Trunk trunk, @Nullable TrunkRest rest) {
    }

    /** A trunk that had rested works again, or is to be taken for one that does. */
    default void works(Trunk trunk) {
    }

    /** It holds no place of this node any more. */
    void left(Trunk trunk);

    /** Nobody who watches. */
    static DialObserver none() {
        return new DialObserver() {

            @Override
            public void opened(Trunk trunk) {
            }

            @Override
            public void placed(Trunk trunk) {
            }

            @Override
            public void ended(Trunk trunk, Outcome outcome) {
            }

            @Override
            public void left(Trunk trunk) {
            }
        };
    }
}
