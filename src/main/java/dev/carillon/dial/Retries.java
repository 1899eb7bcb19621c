package dev.carillon.dial;

import java.time.Instant;
import java.time.ZoneId;

import org.jspecify.annotations.Nullable;

import dev.carillon.call.BatchCall;
import dev.carillon.call.Callee;
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
    public record Tried(Callee callee, @Nullable ZoneId timezone, int spent, int budget) {
    }

    /**
     * What was never placed falls due at once; if its batch has expired, the claim says so with its reason.
     * What would fall outside of the hours waits for their next opening.
     *
     * @param endedAt when it ended; of one that is lost, when its last deadline passes
     */
    public static Next after(Outcome outcome, Instant endedAt, BatchCall batch, Tried tried) {
        int spent = tried.spent() + (outcome.costsBudget() ? 1 : 0);
        Hours hours = batch.rules().hours();
        Instant again = batch.rules().retryPlan().next(outcome, endedAt,
                () -> hours.clock(tried.timezone(), tried.callee()),
                new RetryPlan.Budget(spent, tried.budget())).orElse(null);
        if (again == null) {
            return new Next.Done(outcome.taskStatus());
        }
        if (!outcome.costsBudget()) {
            return new Next.Again(again, spent, Reason.RETRY_WAIT);
        }
        Instant open = hours.openingOfRetry(tried.timezone(), tried.callee(), again);
        if (batch.rules().expired(open)) {
            return new Next.Done(outcome.taskStatus());
        }
        return new Next.Again(open, spent, open.isAfter(again) ? Reason.OUTSIDE_WINDOW : Reason.RETRY_WAIT);
    }
}
