package dev.carillon.simulate;

/** What goes wrong in a world. */
enum Fault {

    /** A process ends, between any two of its actions, and is started again. */
    NODE_KILLED,
    /** A process ends and never comes back. */
    NODE_GONE,
    /** A process ends between a COMMIT and what was to follow it. */
    KILLED_AFTER_COMMIT,
    /** A process stands still, perhaps beyond its lease. */
    NODE_FROZEN,
    /** It stands still between a COMMIT and what was to follow it. */
    FROZEN_AFTER_COMMIT,
    /** A COMMIT is done, and its answer comes late. */
    COMMIT_SLOW,
    /** Its lease is not renewed for a while. */
    LEASE_LOST,
    /** Its time is off by what may go unnoticed. */
    CLOCK_WRONG,
    /** It has lost the time, and knows. */
    CLOCK_UNKNOWN,
    /** The ledger is away before a transaction. */
    LEDGER_AWAY,
    /** The ledger is away for a while, for everybody. */
    LEDGER_OUTAGE,
    /** A transaction is done, and nobody hears of it. */
    ANSWER_LOST,
    /** A transaction is not done, and nobody hears of it. */
    NOT_DONE_AND_ANSWER_LOST,
    EVENT_LOST, EVENT_DOUBLED, EVENT_LATE, EVENT_REORDERED,
    /** A trunk on which phones ring takes no calls for a while. */
    TRUNK_FAULTY,
    /** The carrier says nothing more of a call. */
    CARRIER_SILENT,
    /** The carrier does not confirm a hang-up. */
    NO_CONFIRMATION
}
