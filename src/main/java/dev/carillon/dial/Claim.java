package dev.carillon.dial;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import dev.carillon.call.Admission;
import dev.carillon.call.BatchCall;
import dev.carillon.call.Reason;
import dev.carillon.call.Task;

/**
 * Tasks under this node's lock, with the limits they fall under. {@link #open} commits what was decided;
 * close without it gives everything back as it was. Not thread-safe.
 */
public interface Claim extends AutoCloseable {

    /**
     * After this time a node that has begun to dial is known to all, and what they opened before is placed:
     * twice {@code Admission.PLACED_WITHIN}, for a COMMIT may take a while and clocks differ.
     */
    Duration SETTLED = Admission.PLACED_WITHIN.multipliedBy(2);

    /** What was claimed: per batch first what is due, by its time, then the cursor's tasks in their order. */
    List<Candidate> candidates();

    /** Every limit that a candidate falls under, as it stands under the lock. */
    Map<UsageKey, Usage> usage();

    /**
     * Since when this node has dialled beside others: what one of them opened while it was alone has been
     * placed by then. Null: none dials at the claim's moment, and none begins to within {@link #SETTLED} of
     * it.
     */
    @Nullable Instant sharedSince();

    /**
     * Commits the decisions. A candidate without one stays as it was; of a batch's cursor tasks only the last
     * ones may be left out, for the cursor never passes a task that has neither an attempt, nor a due row,
     * nor an end. After it returns, and only then, carriers may be told.
     *
     * @param freeAt the new {@link Usage#freeAt} of what has a pace and was used
     * @throws LedgerAway with {@code outcomeUnknown} when the answer to the COMMIT was lost: nothing of it
     *                    may be placed
     */
    void open(List<Decision> decisions, Map<UsageKey, Instant> freeAt);

    @Override
    void close();

    /**
     * A task that may be decided on.
     *
     * @param line how its agent is reached; null: nobody has looked, as in the sandbox
     */
    record Candidate(BatchCall batch, Task task, boolean fromDue, @Nullable AgentLine line) {

        public Candidate(BatchCall batch, Task task, boolean fromDue) {
            this(batch, task, fromDue, null);
        }

        /** How its agent is reached, as far as anybody knows. */
        AgentLine agent() {
            String agentId = task.agentId();
            return line == null ? AgentLine.of(agentId == null ? "" : agentId) : line;
        }
    }

    /** What becomes of a candidate. */
    sealed interface Decision {

        Candidate candidate();

        /**
         * An attempt is opened: the task's number is on the line from the commit on.
         *
         * @param zones where the called party may be, if a calling window asked for it
         */
        record Open(Candidate candidate, List<ZoneId> zones, Instant placeAt, Instant placeBy,
                Instant lastDeadline) implements Decision {
        }

        /** A due row, with its reason. */
        record Wait(Candidate candidate, Instant dueAt, Reason reason) implements Decision {
        }

        /** The task ends as skipped. */
        record Skip(Candidate candidate, Reason reason) implements Decision {
        }
    }
}
