package dev.carillon.dial;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

import dev.carillon.call.AttemptState;

/**
 * A call that this node had open when its process ended, as the ledger knows it.
 *
 * @param plan       as it was placed by; its {@code place_by} has passed
 * @param state      how far it had come, as far as was recorded
 * @param at         when this process has taken it over
 * @param answeredAt null: it was not, as far as was recorded
 * @param resume     what its carrier told of it to be kept; null: nothing
 */
public record Adopted(CallPlan plan, AttemptState state, Instant at, @Nullable Instant answeredAt,
        @Nullable String resume) {

    /** For errors and logs: no number. */
    @Override
    public String toString() {
        return "what is left of " + plan.call();
    }
}
