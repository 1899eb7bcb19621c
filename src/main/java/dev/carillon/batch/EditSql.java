package dev.carillon.batch;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Update;

import dev.carillon.call.QuietHours;
import dev.carillon.task.TaskSql;

/** Writes another definition of a batch call; its row of progress is locked. */
final class EditSql {

    private static final String DEFINITION = """
            update batch_call
            set name = :name, from_number = :from_number, agent_id = :agent_id, timezone = :timezone,
                scheduled_at = :scheduled_at, expires_at = :expires_at, quiet_start = :quiet_start,
                quiet_end = :quiet_end, quiet_zone = :quiet_zone, retry_enabled = :retry_enabled,
                max_attempts = :max_attempts, retry_spread = :retry_spread, duplicates = :duplicates,
                retry_rules = :retry_rules::jsonb, calling_window = :calling_window::jsonb,
                priority = :priority, stop_loss = :stop_loss::jsonb, updated_at = greatest(updated_at, :now),
                quiet_since = case when :other_quiet_hours then :now else quiet_since end,
                window_since = case when :other_window then :now else window_since end,
                retry_since = case when :other_retry_rules then :now else retry_since end,
                counts_since = case when stop_loss is null and :stop_loss::jsonb is not null then :now
                                    else counts_since end
            where organization_id = :organization_id and batch_id = :batch_id""";

    /** Whatever the pace was before, the next start comes no later than by the new one. */
    private static final String LIMIT = """
            update usage
            set max_live = :max_live, calls_per_second = :calls_per_second,
                free_at = least(free_at, :next_start),
                limited_at = case when live > :max_live::int then :now::timestamptz end
            where organization_id = :organization_id and scope = 10 and id = :id""";

    /** Of a batch that nobody dials: all at once. */
    private static final String BUDGETS = """
            update task t set budget = :max_attempts from batch_call b
            where b.organization_id = :organization_id and b.batch_id = :batch_id
              and t.batch_id = b.batch_id and t.seq < b.total
              and t.status = 'pending' and not t.own_budget""";

    /** A second edit begins the way through the budgets anew. */
    private static final String FOLLOW_LATER = """
            insert into batch_edit as e (batch_id, edited_at, look_at, budgets, hours)
            select b.batch_id, :now, :now, :budgets, :hours from batch_call b
            where b.organization_id = :organization_id and b.batch_id = :batch_id
            on conflict (batch_id) do update
            set edited_at = excluded.edited_at, look_at = excluded.look_at, budgets = e.budgets or excluded.budgets,
                next_seq = excluded.next_seq, due_at = excluded.due_at, seq = excluded.seq,
                hours = greatest(e.hours, excluded.hours),
                hours_due_at = case when excluded.hours = 0 then e.hours_due_at else excluded.hours_due_at end,
                hours_seq = case when excluded.hours = 0 then e.hours_seq else excluded.hours_seq end""";

    private static final String WITHOUT_AGENT = """
            select exists (select from task t join batch_call b on b.batch_id = t.batch_id
                           where b.organization_id = :organization_id and b.batch_id = :batch_id
                             and t.seq < b.total and t.agent_id is null)""";

    private static final String CALLS_ITSELF = """
            select exists (select from task t join batch_call b on b.batch_id = t.batch_id
                           where b.organization_id = :organization_id and b.batch_id = :batch_id
                             and t.seq < b.total and t.to_number = :number)""";

    /** What nodes store by the former hours while the first pass goes on, the second one finds. */
    private static final int HOURS_PASSES = 2;

    private static final Duration SECOND = Duration.ofSeconds(1);

    private EditSql() {
    }

    /**
     * A checked edit.
     *
     * @param changed what is another now
     * @param running whether it was begun: then what is stored by the former rules is brought in line later
     */
    record Edit(String organizationId, long batchId, Terms terms, Set<Editable> changed, boolean running,
            Instant now) {

        private boolean of(Editable field) {
            return changed.contains(field);
        }
    }

    /** Writes the definition; {@link #limits} comes after everything else. */
    static void write(Handle handle, Edit edit) {
        if (edit.of(Editable.RETRY_CONFIG) && !edit.running()) {
            handle.createUpdate(BUDGETS).bind("organization_id", edit.organizationId())
                    .bind("batch_id", edit.batchId())
                    .bind("max_attempts", edit.terms().retry().maxAttempts()).execute();
        }
        definition(handle, edit);
        boolean hours = edit.of(Editable.QUIET_HOURS) || edit.of(Editable.CALLING_WINDOW);
        boolean stored = hours || edit.of(Editable.EXPIRES_AT) || edit.of(Editable.RETRY_CONFIG);
        if (edit.running() && stored) {
            handle.createUpdate(FOLLOW_LATER).bind("organization_id", edit.organizationId())
                    .bind("batch_id", edit.batchId()).bind("now", edit.now())
                    .bind("budgets", edit.of(Editable.RETRY_CONFIG)).bind("hours", hours ? HOURS_PASSES : 0)
                    .execute();
        }
    }

    private static void definition(Handle handle, Edit edit) {
        Terms t = edit.terms();
        Optional<QuietHours> quiet = Optional.ofNullable(t.quietHours());
        Update update = handle.createUpdate(DEFINITION).bind("organization_id", edit.organizationId())
                .bind("batch_id", edit.batchId()).bind("name", t.name()).bind("from_number", t.fromNumber())
                .bind("agent_id", t.agentId()).bind("timezone", t.zone() == null ? null : t.zone().getId())
                .bind("scheduled_at", t.scheduledAt()).bind("expires_at", t.expiresAt())
                .bind("quiet_start", quiet.map(QuietHours::start).orElse(null))
                .bind("quiet_end", quiet.map(QuietHours::end).orElse(null))
                .bind("quiet_zone", quiet.map(q -> q.zone().getId()).orElse(null))
                .bind("duplicates", t.duplicates().word()).bind("now", edit.now())
                .bind("other_quiet_hours", edit.of(Editable.QUIET_HOURS))
                .bind("other_window", edit.of(Editable.CALLING_WINDOW))
                .bind("other_retry_rules", edit.of(Editable.RETRY_RULES));
        DialRulesSql.bind(update, t.retry(), t.dialling());
        update.execute();
    }

    /**
     * The batch's own limits, then those of its agent: the order in which these rows are locked everywhere.
     */
    static void limits(Handle handle, Edit edit) {
        Pacing pacing = edit.terms().pacing();
        if (edit.of(Editable.PACING)) {
            handle.createUpdate(LIMIT).bind("organization_id", edit.organizationId())
                    .bind("id", Long.toString(edit.batchId())).bind("max_live", pacing.maxLiveCalls())
                    .bind("calls_per_second", pacing.callsPerSecond()).bind("now", edit.now())
                    .bind("next_start", nextStart(pacing, edit.now())).execute();
        }
        if (edit.of(Editable.AGENT_ID) && edit.terms().agentId() != null) {
            var agents = new TreeSet<String>(Set.of(edit.terms().agentId()));
            TaskSql.agentLimits(handle, edit.organizationId(), agents, edit.now());
        }
    }

    private static Instant nextStart(Pacing pacing, Instant now) {
        return pacing.callsPerSecond() == null
                ? now
                : now.plusNanos((long) (SECOND.toNanos() / pacing.callsPerSecond()));
    }

    /** Whether a task of the batch names no agent. */
    static boolean needsAgent(Handle handle, String organizationId, long batchId) {
        return handle.createQuery(WITHOUT_AGENT).bind("organization_id", organizationId)
                .bind("batch_id", batchId).mapTo(Boolean.class).one();
    }

    /** Whether a task of the batch has this number. */
    static boolean calls(Handle handle, String organizationId, long batchId, String number) {
        return handle.createQuery(CALLS_ITSELF).bind("organization_id", organizationId)
                .bind("batch_id", batchId).bind("number", number).mapTo(Boolean.class).one();
    }
}
