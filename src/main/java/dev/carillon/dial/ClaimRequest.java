package dev.carillon.dial;

import java.time.Instant;
import java.util.List;

import dev.carillon.call.BatchCall;

/**
 * What a node would like to have.
 *
 * @param now        due rows up to this time are taken
 * @param shares     at most so many tasks of each batch, each batch once
 * @param skipLocked whether a batch that another transaction holds is left out instead of waited for
 */
public record ClaimRequest(Instant now, List<Share> shares, boolean skipLocked) {

    /** How many tasks of a batch at most. */
    public record Share(BatchCall batch, int most) {
    }
}
