package dev.carillon.simulate;

import java.time.Instant;

import dev.carillon.dial.DialLedger;

/**
 * Where a world's rows are kept: in memory, or in a database that whoever starts the simulator hands in. It
 * begins empty.
 */
public interface Store extends AutoCloseable {

    /** What goes wrong with one transaction. */
    enum Mishap {
        NONE, AWAY, ANSWER_LOST, NOT_DONE_AND_ANSWER_LOST
    }

    ApiHalf api();

    /** The ledger of one process of a node; nodes are 1, 2, …. */
    DialLedger ledger(long node);

    /** The node has its lease since then, without a gap, until then. */
    void lease(long node, Instant since, Instant until);

    /** The rows as they are after what was committed last. */
    Tables tables();

    /** A transaction is over: {@link #tables} is to show what it wrote. */
    default void refresh() {
        // What is in memory is always as it is.
    }

    /**
     * Makes the node's next transaction fail by itself, cut off at one of its steps.
     *
     * @return false when this store cannot, so that the transaction is left out or its answer is held back
     */
    default boolean cut(long node, Mishap mishap, int step) {
        return false;
    }

    /** What of it was not cut off is left alone. */
    default void spare(long node) {
        // What cannot be cut is spared.
    }

    @Override
    void close();
}
