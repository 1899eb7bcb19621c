package dev.carillon.simulate;

import org.jspecify.annotations.Nullable;

import dev.carillon.call.Destinations;

/** A trunk as people make it, for any number of its organisation. */
public record TrunkPlan(String organizationId, boolean sandbox, @Nullable Destinations destinations,
        Limits limits) {
}
