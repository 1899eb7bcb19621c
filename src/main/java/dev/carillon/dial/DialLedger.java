package dev.carillon.dial;

import java.time.Instant;
import java.util.List;
import java.util.Set;

import dev.carillon.base.Ids.CallKey;

/**
 * Where the facts are kept, as one node sees them. Every method is one or more whole transactions and returns
 * after the commit. Called by the node's one dial thread only. Every method throws {@link LedgerAway} when
 * the database is away.
 */
public interface DialLedger {

    /** What there is to dial, and which of this node's live calls are to be hung up. */
    Survey survey(Instant now, Look look);

    /** Locks tasks to decide on; empty of candidates when this node's lease has ended. */
    Claim claim(ClaimRequest request);

    /**
     * Records what carriers told, in one transaction: attempts, tasks, counters, slots, events, and the end
     * of a batch whose last task it was. One thread may do so while another does everything else.
     *
     * @return of the changes, those that were recorded otherwise than they say, as they were recorded: calls
     *         that ended as completed, and whose agent had said before that a machine had answered
     */
    List<AttemptChange> record(List<AttemptChange> changes);

    /**
     * Places attempts of this node over other trunks of their caller IDs, in one transaction. After it
     * returns, and only then, carriers may be told of them again (law: Single dial). Left out is what does
     * not stand as placing any more, has been placed {@link Placement#MOST} times, or is not to be dialled:
     * its batch does not run, or its number is on the do-not-call list.
     *
     * @param resting trunks that are not taken
     * @return what the chooser chose
     */
    List<Placement> placeElsewhere(List<Placement.Failed> failed, Set<Long> resting, Instant now,
            Placement.Chooser chooser);

    /** Which trunks rest on this node, and no others: for people who look at the directory. */
    void keepRests(List<TrunkRest> rests);

    /**
     * Starts the scheduled batches whose time has come and pauses those that cannot start.
     */
    void turnBatches(Instant now);

    /**
     * A look at all that run: ends those that have nothing left, pauses those without a usable trunk and
     * those that have broken one of their stop-loss rules.
     */
    void stopBatches(Instant now);

    /**
     * Closes as {@code lost} the open attempts of nodes whose lease has ended, frees the slots whose last
     * deadline has passed, and returns how many attempts were lost.
     */
    int takeOver(Instant now);

    /**
     * Closes as {@code lost} what this node had open before it started and no carrier can go on with. The
     * slots of a sandbox's calls are free, for they ended with the process; any other's may still be up and
     * keep theirs until their last deadline. To be called before the first claim.
     */
    int takeOverSelf(Instant now);

    /**
     * What this node had open before it started and its carriers can go on with or end: it is this process's
     * from now on. To be called after {@link #takeOverSelf}, before the first claim.
     */
    List<Resumed> resume();

    /**
     * Ends as {@code not_placed} this node's attempts in state placing that are not among the given ones:
     * what a COMMIT without an answer may have opened, and no carrier was told.
     */
    int disown(Set<CallKey> known, Instant now);
}
