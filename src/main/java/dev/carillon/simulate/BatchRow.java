package dev.carillon.simulate;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

import org.jspecify.annotations.Nullable;

import dev.carillon.call.BatchCall;
import dev.carillon.call.BatchStatus;
import dev.carillon.call.CallTally;
import dev.carillon.call.Destinations;
import dev.carillon.call.Reason;
import dev.carillon.call.Trunk;

/** A batch call: what people defined, and the figures that move. */
final class BatchRow {

    final long id;
    final String organizationId;
    BatchPlan plan;
    BatchStatus status;
    @Nullable Reason reason;
    /** The figures, when a rule of its own paused it. */
    @Nullable String detail;
    @Nullable Instant countsSince;
    Instant updatedAt;
    boolean hangUp;
    long version;
    int nextSeq;
    int open;
    int calling;
    int failed;
    int skipped;
    int sent;
    int pickedUp;
    int completed;
    final List<TaskRow> tasks = new ArrayList<>();
    final NavigableSet<DueRow> due = new TreeSet<>();
    final TreeMap<Long, int[]> tally = new TreeMap<>();
    private @Nullable Known known;

    BatchRow(long id, BatchPlan plan, Instant now) {
        this.id = id;
        this.organizationId = plan.organizationId();
        this.plan = plan;
        this.status = plan.status();
        this.updatedAt = now;
    }

    /** A definition as it was put together, and from which versions. */
    private record Known(long batch, long organization, long trunkId, long trunk, BatchCall call) {

        boolean still(BatchRow row, OrganizationRow organization, @Nullable TrunkRow way) {
            return batch == row.version && this.organization == organization.version
                    && trunkId == (way == null ? 0 : way.id) && trunk == (way == null ? 0 : way.version);
        }
    }

    /** What the dial half knows of it. */
    BatchCall call(Tables tables) {
        return call(tables, Set.of());
    }

    /** The same while these trunks rest. */
    BatchCall call(Tables tables, Set<Long> resting) {
        OrganizationRow organization = tables.organization(organizationId);
        TrunkRow way = ways(tables).stream().filter(trunk -> usable(trunk, resting)).findFirst().orElse(null);
        if (known == null || !known.still(this, organization, way)) {
            known = new Known(version, organization.version, way == null ? 0 : way.id,
                    way == null ? 0 : way.version, plan.call(id, organization, trunk(tables, resting)));
        }
        return known.call();
    }

    /** The trunk that it takes at this moment; null: none is usable. */
    @Nullable TrunkRow way(Tables tables) {
        return ways(tables).stream().filter(trunk -> usable(trunk, Set.of())).findFirst().orElse(null);
    }

    private static boolean usable(TrunkRow trunk, Set<Long> resting) {
        return !trunk.paused && !resting.contains(trunk.id);
    }

    private @Nullable Trunk trunk(Tables tables, Set<Long> resting) {
        var pausedBefore = new ArrayList<Destinations>();
        for (TrunkRow way : ways(tables)) {
            if (usable(way, resting)) {
                return way.trunk(pausedBefore);
            }
            pausedBefore.add(way.destinations == null ? Destinations.ANYWHERE : way.destinations);
        }
        return null;
    }

    /** The trunks of its number and kind, the preferred first. */
    List<TrunkRow> ways(Tables tables) {
        var ways = new ArrayList<TrunkRow>(3);
        for (OrganizationRow.CallerId id : tables.organization(organizationId).callerIds) {
            TrunkRow trunk = tables.trunk(id.trunkId());
            if ((id.number().equals("*") || id.number().equals(plan.fromNumber()))
                    && trunk.sandbox == plan.sandbox()) {
                ways.add(trunk);
            }
        }
        return ways;
    }

    int queued() {
        return tasks.size() - nextSeq;
    }

    void turn(BatchStatus to, @Nullable Reason why, Instant now) {
        status = to;
        reason = why;
        detail = null;
        touch(now);
    }

    /** It was written. */
    void touch(Instant now) {
        version++;
        updatedAt = now.isAfter(updatedAt) ? now : updatedAt;
    }

    void wait(TaskRow task, DueRow row) {
        due.add(row);
        task.due = row;
    }

    void take(TaskRow task) {
        if (task.due != null) {
            due.remove(task.due);
            task.due = null;
        }
    }

    /** How the calls since a moment ended; of its minute, only when it began with it. */
    CallTally tally(Instant since) {
        int[] sum = new int[6];
        long from = Math.ceilDiv(since.toEpochMilli(), 60_000L);
        for (int[] minute : tally.tailMap(from).values()) {
            for (int i = 0; i < sum.length; i++) {
                sum[i] += minute[i];
            }
        }
        return new CallTally(sum[0], sum[1], sum[2], sum[3], sum[4], sum[5]);
    }
}
