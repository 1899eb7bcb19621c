package dev.carillon.dial;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

import dev.carillon.call.Admission;
import dev.carillon.call.BatchCall;
import dev.carillon.call.Hours;
import dev.carillon.call.Outcome;
import dev.carillon.call.Reason;
import dev.carillon.call.RetryPlan;
import dev.carillon.dial.AttemptChange.Next;

/** What follows for a task when an attempt has ended: another one, with its time and reason, or the end. */
public final class Retries {

    private Retries() {
    }

    /**
     * The task that was tried.
     *
     * @param spent what its attempts had used before this one
     */
    public record Tried(String toNumber, @Nullable ZoneId timezone, int spent, int budget) {
    }

    /**
     * What was never placed falls due at once; if its batch has expired, the claim says so with its reason.
     * What would fall outside of the hours waits for their next opening.
     *
     * @param endedAt when it ended; of one that is lost, when its last deadline passes
     */
    public static Next after(Outcome outcome, Instant endedAt, BatchCall batch, Tried tried) {
        int spent = tried.spent() + (outcome.costsBudget() ? 1 : 0);
        Instant again = batch.rules().retryPlan().next(outcome, endedAt, () -> zone(batch, tried),
                new RetryPlan.Budget(spent, tried.budget())).orElse(null);
        if (again == null) {
            return new Next.Done(outcome.taskStatus());
        }
        if (!outcome.costsBudget()) {
            return new Next.Again(again, spent, Reason.RETRY_WAIT);
        }
        Instant open = opening(batch.rules().hours(), tried, again);
        if (batch.rules().expired(open)) {
            return new Next.Done(outcome.taskStatus());
        }
        return new Next.Again(open, spent, open.isAfter(again) ? Reason.OUTSIDE_WINDOW : Reason.RETRY_WAIT);
    }

    /** Hours that never come are for the claim to tell. */
    private static Instant opening(Hours hours, Tried tried, Instant again) {
        List<ZoneId> zones =
                hours.windows().isEmpty() ? List.of() : hours.zones(tried.timezone(), tried.toNumber());
        return hours.opening(zones, again, Admission.PLACED_WITHIN, Duration.ZERO).orElse(again);
    }

    /** Wall-clock times are the batch's if it has a zone, else the called party's. */
    private static ZoneId zone(BatchCall batch, Tried tried) {
        Hours hours = batch.rules().hours();
        return Optional.ofNullable(hours.zone())
                .or(() -> hours.zones(tried.timezone(), tried.toNumber()).stream().findFirst())
                .orElse(ZoneOffset.UTC);
    }
}
