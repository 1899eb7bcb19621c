package dev.carillon.dial;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

import dev.carillon.call.Outcome;
import dev.carillon.call.Trunk;

/**
 * A trunk that does not work and takes no new attempts of a node.
 *
 * @param why   the last of the outcomes that said so; congestion, where the trunk itself has asked for it
 * @param words the same for people; null: none were told
 * @param since when it began not to work
 * @param until when it is tried again
 */
public record TrunkRest(Trunk trunk, Outcome why, @Nullable String words, Instant since, Instant until) {
}
