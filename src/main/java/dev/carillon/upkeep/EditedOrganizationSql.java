package dev.carillon.upkeep;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

import org.jdbi.v3.core.Handle;

/**
 * Hands an edit of an organisation's hours on to its batch calls that run or are paused: to each as if its
 * own had been edited.
 */
final class EditedOrganizationSql {

    private static final String NEXT = """
            select o.organization_id, o.window_since,
                   case when e.window_since = o.window_since then e.batch_id else 0 end as batch_id
            from organization o left join organization_edit e on e.organization_id = o.organization_id
            where o.window_since is not null
              and (e.organization_id is null or e.window_since <> o.window_since or not e.done)
            order by o.organization_id limit 1""";

    private static final String BATCHES = """
            select b.batch_id from batch_call b
            where b.organization_id = :organization_id and b.batch_id > :batch_id
              and b.status in ('sent', 'paused')
            order by b.batch_id limit :most""";

    /** As an edit of the batch call's own hours: the walk begins anew, whatever it was about before. */
    private static final String FOLLOW = """
            insert into batch_edit as e (batch_id, edited_at, look_at, budgets, hours)
            select k.batch_id, :now, :now, false, 2 from unnest(:batches::bigint[]) k(batch_id)
            order by k.batch_id
            on conflict (batch_id) do update
            set edited_at = excluded.edited_at, look_at = excluded.look_at, hours = excluded.hours,
                hours_due_at = excluded.hours_due_at, hours_seq = excluded.hours_seq""";

    private static final String WALKED = """
            insert into organization_edit as e (organization_id, window_since, batch_id, done)
            values (:organization_id, :window_since, :batch_id, :done)
            on conflict (organization_id) do update
            set window_since = excluded.window_since, batch_id = excluded.batch_id, done = excluded.done""";

    private final Handle handle;
    private final Instant now;

    EditedOrganizationSql(Handle handle, Instant now) {
        this.handle = handle;
        this.now = now;
    }

    private record Edited(String organizationId, Instant windowSince, long batchId) {
    }

    /** Up to one step's number of batch calls of one organisation. */
    int step() {
        Optional<Edited> edited = handle.createQuery(NEXT)
                .map((row, context) -> new Edited(row.getString("organization_id"),
                        row.getTimestamp("window_since").toInstant(), row.getLong("batch_id")))
                .findOne();
        return edited.map(this::handOn).orElse(0);
    }

    private int handOn(Edited edited) {
        List<Long> batches = handle.createQuery(BATCHES).bind("organization_id", edited.organizationId())
                .bind("batch_id", edited.batchId()).bind("most", Upkeep.STEP).mapTo(Long.class).list();
        if (!batches.isEmpty()) {
            handle.createUpdate(FOLLOW).bind("now", now).bindArray("batches", Long.class, batches).execute();
        }
        return handle.createUpdate(WALKED).bind("organization_id", edited.organizationId())
                .bind("window_since", edited.windowSince())
                .bind("batch_id", batches.isEmpty() ? edited.batchId() : batches.getLast())
                .bind("done", batches.size() < Upkeep.STEP).execute() + batches.size();
    }
}
