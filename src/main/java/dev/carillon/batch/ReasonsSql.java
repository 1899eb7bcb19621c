package dev.carillon.batch;

import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import org.jdbi.v3.core.Handle;

import dev.carillon.call.BatchStatus;
import dev.carillon.call.Reason;
import dev.carillon.task.ProgressSql;
import dev.carillon.task.ProgressSql.Progress;

/**
 * Counts why the tasks of a batch call wait and why they were skipped, as the list of its tasks says it of
 * each; within one snapshot, so that those that wait add up to the pending ones.
 */
final class ReasonsSql {

    /** What has come due waits for its turn like all others, whatever it waited for before. */
    private static final String LATER = """
            select d.reason, count(*) as tasks from due d join batch_call b on b.batch_id = d.batch_id
            where b.organization_id = :organization_id and d.batch_id = :batch_id and d.due_at > :now
            group by d.reason""";

    /** The agents that have no room, and a null when another limit of the batch call has none. */
    private static final String FULL = """
            select distinct case when u.scope = 50 then u.id end
            from usage u join batch_call b on b.organization_id = u.organization_id
            where u.organization_id = :organization_id and b.batch_id = :batch_id
              and u.live >= u.max_live - u.reserved
              and (u.scope = 10 and u.id = b.batch_id::text or u.scope = 30 and u.id = :organization_id
                   or u.scope = 20 and u.id = b.from_number
                   or u.scope = 40 and u.id in (select c.trunk_id::text from caller_id c
                                                where c.organization_id = :organization_id
                                                  and c.number in ('*', b.from_number))
                   or u.scope = 50)""";

    private static final String OF_AGENTS = """
            select count(*) from task t join batch_call b on b.batch_id = t.batch_id
            where b.organization_id = :organization_id and t.batch_id = :batch_id and t.seq < b.total
              and t.status = 'pending' and coalesce(t.agent_id, b.agent_id) = any(:agents::text[])
              and not exists (select from due d where d.batch_id = :batch_id and d.seq = t.seq
                                and d.due_at > :now)
              and not exists (select from attempt a where a.batch_id = :batch_id and a.seq = t.seq
                                and a.phase < 4)""";

    private static final String SKIPPED = """
            select t.reason, count(*) as tasks from task t join batch_call b on b.batch_id = t.batch_id
            where b.organization_id = :organization_id and t.batch_id = :batch_id and t.seq < b.total
              and t.status = 'skipped'
            group by t.reason""";

    /** A change is answered with counts only where they cost its transaction nothing worth mentioning. */
    private static final int COUNTED_IN_CHANGES = 10_000;

    private final Handle handle;
    private final String organizationId;
    private final Progress batch;
    private final Instant now;

    ReasonsSql(Handle handle, String organizationId, Progress batch, Instant now) {
        this.handle = handle;
        this.organizationId = organizationId;
        this.batch = batch;
        this.now = now;
    }

    /**
     * How many tasks have each reason; a reason that none has is not there.
     *
     * @param waiting of those that are pending
     */
    record Counts(Map<Reason, Long> waiting, Map<Reason, Long> skipped) {
    }

    /** The batch call as it is after a change in this transaction; a large one without counts. */
    static BatchView changed(Handle handle, String organizationId, String batchCallId, Instant now) {
        BatchView view = BatchViewSql.find(handle, organizationId, batchCallId);
        if (view.row().figures().total() > COUNTED_IN_CHANGES) {
            return view;
        }
        Progress progress = ProgressSql.find(handle, organizationId, batchCallId);
        return view.with(new ReasonsSql(handle, organizationId, progress, now).count());
    }

    Counts count() {
        return new Counts(waiting(), skipped());
    }

    private Map<Reason, Long> waiting() {
        return switch (batch.status()) {
            case PAUSED -> one(Reason.BATCH_PAUSED, batch.pending());
            case DRAFT, SCHEDULED, SENT -> queuedAndLater();
            case COMPLETED, FAILED, CANCELLED -> Map.of();
        };
    }

    private Map<Reason, Long> queuedAndLater() {
        Map<Reason, Long> counts = batch.nextSeq() == 0 ? none() : byReason(LATER, true);
        long rest = batch.pending() - counts.values().stream().mapToLong(Long::longValue).sum();
        long noRoom = batch.status() == BatchStatus.SENT && rest > 0 ? withoutRoom(rest) : 0;
        add(counts, Reason.NO_CAPACITY, noRoom);
        add(counts, Reason.QUEUED, rest - noRoom);
        return counts;
    }

    private long withoutRoom(long rest) {
        List<String> full = handle.createQuery(FULL).bind("organization_id", organizationId)
                .bind("batch_id", batch.batchId()).map((row, context) -> {
                    String agent = row.getString(1);
                    return agent == null ? "" : agent;
                }).list();
        if (full.isEmpty() || full.contains("")) {
            return full.isEmpty() ? 0 : rest;
        }
        return handle.createQuery(OF_AGENTS).bind("organization_id", organizationId)
                .bind("batch_id", batch.batchId()).bind("now", now)
                .bindArray("agents", String.class, full).mapTo(Long.class).one();
    }

    /** A pending task of a batch call that is cancelled reads as skipped before it is written so. */
    private Map<Reason, Long> skipped() {
        Map<Reason, Long> counts = batch.skipped() == 0 ? none() : byReason(SKIPPED, false);
        if (batch.status() == BatchStatus.CANCELLED) {
            add(counts, Reason.BATCH_CANCELLED, batch.pending());
        }
        return counts;
    }

    private Map<Reason, Long> byReason(String sql, boolean byTime) {
        var query = handle.createQuery(sql).bind("organization_id", organizationId)
                .bind("batch_id", batch.batchId());
        if (byTime) {
            query.bind("now", now);
        }
        Map<Reason, Long> counts = none();
        query.map((row, context) -> counts.put(
                Reason.valueOf(row.getString("reason").toUpperCase(Locale.ROOT)), row.getLong("tasks")))
                .list();
        return counts;
    }

    private static Map<Reason, Long> one(Reason reason, long tasks) {
        Map<Reason, Long> counts = none();
        add(counts, reason, tasks);
        return counts;
    }

    private static void add(Map<Reason, Long> counts, Reason reason, long tasks) {
        if (tasks > 0) {
            counts.merge(reason, tasks, Long::sum);
        }
    }

    private static Map<Reason, Long> none() {
        return new EnumMap<>(Reason.class);
    }
}
