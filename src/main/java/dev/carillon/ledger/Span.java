package dev.carillon.ledger;

import java.util.List;

import dev.carillon.call.BatchCall;
import dev.carillon.dial.Claim.Candidate;

/**
 * What a claim holds of one batch: the cursor's range as it was read, and the tasks in it that may be decided
 * on. Tasks in the range that have ended already (duplicates, say) are passed over.
 *
 * @param high the first seq behind the range
 */
record Span(BatchCall batch, int low, int high, List<Candidate> cursor) {
}
