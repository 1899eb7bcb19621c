package dev.carillon.simulate;

import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

import dev.carillon.call.BatchCall;
import dev.carillon.call.BatchStatus;
import dev.carillon.call.CallingWindow;
import dev.carillon.call.Hours;
import dev.carillon.call.QuietHours;
import dev.carillon.call.Rank;
import dev.carillon.call.RetryPlan;
import dev.carillon.call.Rules;
import dev.carillon.call.StopLoss;
import dev.carillon.call.Trunk;

/**
 * A batch call as people define it.
 *
 * @param budget how many attempts a task has that says nothing else
 */
public record BatchPlan(String organizationId, String fromNumber, @Nullable String agentId, boolean sandbox,
        BatchStatus status, @Nullable Instant scheduledAt, Timing timing, RetryPlan retryPlan, int budget,
        int priority, List<StopLoss> stopLoss) {

    public BatchPlan {
        stopLoss = List.copyOf(stopLoss);
    }

    /**
     * When its tasks may be dialled.
     *
     * @param window its own, beside its organisation's; null: none
     */
    public record Timing(@Nullable QuietHours quiet, @Nullable CallingWindow window, @Nullable ZoneId zone,
            @Nullable Instant expiresAt) {

        /** At any time. */
        public static final Timing ALWAYS = new Timing(null, null, null, null);
    }

    /** The same with other hours and retries, as an edit changes it. */
    BatchPlan edited(Timing other, RetryPlan retries, int rank) {
        return new BatchPlan(organizationId, fromNumber, agentId, sandbox, status, scheduledAt, other,
                retries, budget, rank, stopLoss);
    }

    BatchCall call(long id, OrganizationRow organization, @Nullable Trunk way) {
        var rules = new Rules(hours(organization), retryPlan, timing.expiresAt(), organization.cap);
        return new BatchCall(id, organizationId, fromNumber, agentId, rules,
                new Rank(organization.weight, priority), way);
    }

    /** Both windows must be open; live batches have one as long as their organisation says nothing. */
    private Hours hours(OrganizationRow organization) {
        var windows = new ArrayList<CallingWindow>(2);
        if (organization.window == null && !sandbox) {
            windows.add(CallingWindow.DEFAULT_LIVE);
        } else if (organization.window != null && !organization.window.isEmpty()) {
            windows.add(new CallingWindow(organization.window));
        }
        if (timing.window() != null) {
            windows.add(timing.window());
        }
        return new Hours(timing.quiet(), windows, timing.zone(), organization.defaultZones);
    }
}
