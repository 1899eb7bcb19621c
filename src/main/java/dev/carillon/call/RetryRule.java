package dev.carillon.call;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;

/** When a task is tried again after an attempt that ended so. */
public record RetryRule(Outcome condition, Timing timing) {

    public RetryRule {
        if (!condition.mayBeRetried()) {
            throw new IllegalArgumentException("no rule may name " + condition.word());
        }
    }

    /** After a while, or at a time of day. */
    public sealed interface Timing {

        /** So long after the end of the attempt. */
        record After(Duration span) implements Timing {
        }

        /** When the clock next shows this after the end of the attempt. */
        record At(LocalTime time) implements Timing {
        }
    }

    Instant next(Instant endedAt, ZoneId zone) {
        return switch (timing) {
            case Timing.After(Duration span) -> endedAt.plus(span);
            case Timing.At(LocalTime time) -> {
                ZonedDateTime local = endedAt.atZone(zone);
                ZonedDateTime today = local.toLocalDate().atTime(time).atZone(zone);
                yield (today.isAfter(local)
                        ? today
                        : local.toLocalDate().plusDays(1).atTime(time).atZone(zone))
                        .toInstant();
            }
        };
    }
}
