package dev.carillon.call;

import java.time.Duration;

/**
 * How often an organisation calls one person, over all its batch calls.
 *
 * @param attempts how many attempts to a number
 * @param within   in any span of this length
 */
public record AttemptCap(int attempts, Duration within) {
}
