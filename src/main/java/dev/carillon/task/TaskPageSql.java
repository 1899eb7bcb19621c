package dev.carillon.task;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

import dev.carillon.call.BatchStatus;
import dev.carillon.call.Reason;
import dev.carillon.call.TaskStatus;
import dev.carillon.http.NetworkCause;
import dev.carillon.http.Paging;
import dev.carillon.task.ProgressSql.Progress;

/**
 * Reads a page of tasks. What is derived (calling, why a task waits) is derived here; the transaction is a
 * snapshot.
 */
final class TaskPageSql {

    /**
     * How deep a page of a filter is, is paid by what lies before it: a task's attempts are looked at only
     * where what is stored of it leaves it open.
     */
    private static final String PAGE = """
            select t.*, a.no, a.outcome, a.note, a.sip_status, a.q850_cause, a.reason_text
            from (
                select t.*, b.from_number, coalesce(t.agent_id, b.agent_id) as its_agent, s.shown
                from batch_call b join task t on t.batch_id = b.batch_id
                cross join lateral (
                    select case when t.status <> 'pending' then t.status
                                when exists (select from attempt x
                                             where x.batch_id = t.batch_id and x.seq = t.seq
                                               and x.phase < 4) then 'calling'
                                when b.status = 'cancelled' then 'skipped' else 'pending' end as shown) s
                where b.organization_id = :organization_id and b.batch_id = :batch_id
                  and t.seq >= :first and t.seq < :end
                  and t.status = any(:stored::text[]) and (:status = '' or s.shown = :status)
                order by t.seq offset :offset limit :limit) t
            left join lateral (select x.no, x.outcome, x.note, x.sip_status, x.q850_cause, x.reason_text
                               from attempt x
                               where x.batch_id = t.batch_id and x.seq = t.seq
                               order by x.no desc limit 1) a on true
            order by t.seq""";

    /** What has come due waits for its turn like all others, whatever it waited for before. */
    private static final String DUE = """
            select d.seq, d.reason, d.due_at from due d join batch_call b on b.batch_id = d.batch_id
            where b.organization_id = :organization_id and d.batch_id = :batch_id
              and d.due_at > :now and d.seq = any(:seqs::int[])""";

    /**
     * Limits that are used up: the batch's, the organisation's, its trunks', and those of the page's agents.
     */
    private static final String FULL = """
            select u.scope, u.id from usage u
            where u.organization_id = :organization_id and u.live >= u.max_live - u.reserved
              and (u.scope = 10 and u.id = :batch or u.scope = 30 and u.id = :organization_id
                   or u.scope = 20 and u.id = :from_number
                   or u.scope = 40 and u.id in (select c.trunk_id::text from caller_id c
                                                where c.organization_id = :organization_id
                                                  and c.number in ('*', :from_number))
                   or u.scope = 50 and u.id = any(:agents::text[]))""";
    private static final int AGENT = 50;
    private static final List<String> STORED = Arrays.stream(TaskStatus.values()).map(TaskStatus::word)
            .toList();

    private final Handle handle;
    private final String organizationId;
    private final Progress batch;
    private final Instant now;

    TaskPageSql(Handle handle, String organizationId, Progress batch, Instant now) {
        this.handle = handle;
        this.organizationId = organizationId;
        this.batch = batch;
        this.now = now;
    }

    /** A task as it is stored, with its last attempt. */
    private record Stored(int seq, String toNumber, String status, @Nullable String reason, int attempts,
            @Nullable String outcome, @Nullable String note, NetworkCause cause, @Nullable String externalId,
            @Nullable Instant notBefore, @Nullable String timezone, Instant createdAt, String fromNumber,
            String agentId) {

        static Stored of(ResultSet row) throws SQLException {
            return new Stored(row.getInt("seq"), row.getString("to_number"), row.getString("shown"),
                    row.getString("reason"), row.getInt("no"), row.getString("outcome"),
                    row.getString("note"), new NetworkCause(row.getObject("sip_status", Integer.class),
                            row.getObject("q850_cause", Integer.class), row.getString("reason_text")),
                    row.getString("external_id"), instant(row.getTimestamp("not_before")),
                    row.getString("timezone"),
                    row.getTimestamp("created_at").toInstant(), row.getString("from_number"),
                    row.getString("its_agent"));
        }

        private static @Nullable Instant instant(@Nullable Timestamp at) {
            return at == null ? null : at.toInstant();
        }

        TaskRow row(long batchId, Waiting waiting, BatchStatus batch) {
            return new TaskRow(batchId, seq, toNumber, status, attempts, outcome, note, cause,
                    waiting.reason(batch, this), externalId, notBefore, timezone, waiting.until(this),
                    createdAt);
        }
    }

    /** Places have no gap, so a page without a filter is found by its first place however deep it is. */
    List<TaskRow> rows(Paging paging, Optional<TaskStatus> status) {
        boolean all = status.isEmpty();
        List<Stored> page = handle.createQuery(PAGE).bind("organization_id", organizationId)
                .bind("batch_id", batch.batchId()).bind("end", end(status))
                .bind("first", all ? Math.min(paging.offset(), batch.total()) : 0L)
                .bindArray("stored", String.class, stored(status))
                .bind("status", status.map(TaskStatus::word).orElse(""))
                .bind("offset", all ? 0L : paging.offset())
                .bind("limit", paging.limit()).map((row, context) -> Stored.of(row)).list();
        Waiting waiting = waiting(page.stream().filter(t -> t.status().equals("pending")).toList());
        return page.stream().map(t -> t.row(batch.batchId(), waiting, batch.status())).toList();
    }

    /** Nothing beyond the cursor was ever dialled. */
    private int end(Optional<TaskStatus> status) {
        return status.filter(s -> s == TaskStatus.CALLING).isPresent() ? batch.nextSeq() : batch.total();
    }

    /** What is stored of the tasks that may read as this status; without one, of all. */
    private List<String> stored(Optional<TaskStatus> status) {
        boolean cancelled = batch.status() == BatchStatus.CANCELLED;
        return status.map(s -> switch (s) {
            case PENDING, CALLING -> List.of(TaskStatus.PENDING.word());
            case SKIPPED -> cancelled ? List.of(s.word(), TaskStatus.PENDING.word()) : List.of(s.word());
            case COMPLETED, FAILED -> List.of(s.word());
        }).orElse(STORED);
    }

    private Waiting waiting(List<Stored> pending) {
        if (pending.isEmpty() || batch.status() == BatchStatus.PAUSED) {
            return new Waiting(Map.of(), false, Set.of());
        }
        Map<Integer, Later> due = new HashMap<>();
        handle.createQuery(DUE).bind("organization_id", organizationId).bind("batch_id", batch.batchId())
                .bind("now", now)
                .bindArray("seqs", Integer.class, pending.stream().map(Stored::seq).toList())
                .map((row, context) -> due.put(row.getInt("seq"),
                        new Later(row.getString("reason"), row.getTimestamp("due_at").toInstant())))
                .list();
        return full(due, pending);
    }

    private Waiting full(Map<Integer, Later> due, List<Stored> pending) {
        List<UsedUp> full = handle.createQuery(FULL).bind("organization_id", organizationId)
                .bind("batch", Long.toString(batch.batchId()))
                .bind("from_number", pending.getFirst().fromNumber())
                .bindArray("agents", String.class, pending.stream().map(Stored::agentId).distinct().toList())
                .map((row, context) -> new UsedUp(row.getInt("scope"), row.getString("id"))).list();
        return new Waiting(due, full.stream().anyMatch(u -> u.scope() != AGENT),
                full.stream().filter(u -> u.scope() == AGENT).map(UsedUp::id).collect(Collectors.toSet()));
    }

    /** A limit that leaves no room. */
    private record UsedUp(int scope, String id) {
    }

    /** What a task waits for, and until when. */
    private record Later(String reason, Instant until) {
    }

    /** Why tasks wait: what is stored of it, and which limits are used up. */
    private record Waiting(Map<Integer, Later> due, boolean full, Set<String> fullAgents) {

        @Nullable String reason(BatchStatus batch, Stored task) {
            return switch (task.status()) {
                case "skipped" -> task.reason() == null ? Reason.BATCH_CANCELLED.word() : task.reason();
                case "pending" -> pending(batch, task).orElseGet(() -> stored(task));
                default -> null;
            };
        }

        private String stored(Stored task) {
            Later later = due.get(task.seq());
            return later == null ? Reason.QUEUED.word() : later.reason();
        }

        @Nullable Instant until(Stored task) {
            Later later = due.get(task.seq());
            return later == null ? null : later.until();
        }

        private Optional<String> pending(BatchStatus batch, Stored task) {
            if (batch == BatchStatus.PAUSED) {
                return Optional.of(Reason.BATCH_PAUSED.word());
            }
            boolean noRoom = batch == BatchStatus.SENT && (full || fullAgents.contains(task.agentId()));
            return noRoom && !due.containsKey(task.seq())
                    ? Optional.of(Reason.NO_CAPACITY.word())
                    : Optional.empty();
        }
    }
}
