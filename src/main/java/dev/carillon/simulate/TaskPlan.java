package dev.carillon.simulate;

import java.time.Instant;
import java.time.ZoneId;

import org.jspecify.annotations.Nullable;

import dev.carillon.call.Callee;

/**
 * A task as people make it.
 *
 * @param duplicate whether its number came before in its batch, so that it is skipped
 */
public record TaskPlan(Callee callee, int budget, @Nullable String agentId, @Nullable ZoneId timezone,
        @Nullable Instant notBefore, boolean duplicate) {

    public String number() {
        return callee.number();
    }
}
