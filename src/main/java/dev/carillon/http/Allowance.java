package dev.carillon.http;

import org.jspecify.annotations.Nullable;

import dev.carillon.base.Refusal;

/**
 * What a key may ask, as its answers tell it, and whether the request that was just counted is one too many.
 *
 * @param policy  the value of {@code RateLimit-Policy}
 * @param left    the value of {@code RateLimit}
 * @param refusal null: the request is within the limit
 */
public record Allowance(String policy, String left, @Nullable Refusal refusal) {
}
