package dev.carillon.task;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Function;

import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Writes new tasks, all of a request in one statement. */
public final class TaskSql {

    private static final String INSERT = """
            insert into task (batch_id, seq, to_number, status, reason, budget, own_budget, agent_id,
                              external_id, not_before, timezone, created_at, dynamic_variables)
            select b.batch_id, n.seq, n.to_number, coalesce(n.status, 'pending'), n.reason, n.budget,
                   n.own_budget, n.agent_id, n.external_id, n.not_before, n.timezone, :now, n.dynamic_variables
            from batch_call b,
                 unnest(:seqs::int[], :numbers::text[], :statuses::text[], :reasons::text[],
                        :budgets::smallint[], :own_budgets::boolean[], :agents::text[], :external_ids::text[],
                        :not_before::timestamptz[], :timezones::text[], :variables::jsonb[])
                     as n (seq, to_number, status, reason, budget, own_budget, agent_id, external_id,
                           not_before, timezone, dynamic_variables)
            where b.organization_id = :organization_id and b.batch_id = :batch_id""";

    /**
     * In the order of the key, so that two requests with the same agents wait for each other in one order.
     */
    private static final String AGENT_LIMITS = """
            insert into usage (organization_id, scope, id, max_live, free_at)
            select :organization_id, 50, a.id, 500, :now from unnest(:agents::text[]) as a (id)
            order by a.id collate "C"
            on conflict do nothing""";

    /** A join, for {@code any} of a parameter compares each with each. */
    private static final String NUMBERS = """
            select distinct t.to_number
            from unnest(:numbers::text[]) n(number)
            join task t on t.to_number = n.number
            join batch_call b on b.batch_id = t.batch_id
            where b.organization_id = :organization_id and t.batch_id = :batch_id
              and t.seq >= :first and t.seq < :end""";

    private static final String EXISTING = """
            select t.external_id, t.seq from task t join batch_call b on b.batch_id = t.batch_id
            where b.organization_id = :organization_id and t.batch_id = :batch_id
              and t.external_id = any(:external_ids::text[])""";

    private TaskSql() {
    }

    /**
     * Tasks on their way into a batch.
     *
     * @param first         the number of the first one; the others follow without a gap
     * @param skipped       which of them end at once because of their number, by their place in the list
     * @param batchAttempts the budget of those that name none
     */
    public record Rows(long batchId, int first, List<NewTask> tasks, Set<Integer> skipped,
            int batchAttempts) {

        /** How many of them are still to be dialled. */
        public int open() {
            return tasks.size() - skipped.size();
        }

        private @Nullable String ifSkipped(int seq, String word) {
            return skipped.contains(seq - first) ? word : null;
        }
    }

    /** Writes the tasks; {@link #agentLimits} comes after it. */
    public static void insert(Handle handle, String organizationId, Rows rows, Instant now) {
        if (rows.tasks().isEmpty()) {
            return;
        }
        List<Integer> seqs = new ArrayList<>();
        rows.tasks().forEach(t -> seqs.add(rows.first() + seqs.size()));
        handle.createUpdate(INSERT).bind("organization_id", organizationId).bind("batch_id", rows.batchId())
                .bind("now", now).bindArray("seqs", Integer.class, seqs)
                .bindArray("statuses", String.class, texts(seqs, s -> rows.ifSkipped(s, "skipped")))
                .bindArray("reasons", String.class, texts(seqs, s -> rows.ifSkipped(s, "duplicate_number")))
                .bindArray("numbers", String.class, texts(rows.tasks(), NewTask::toNumber))
                .bindArray("budgets", String.class,
                        texts(rows.tasks(), t -> "" + t.budget(rows.batchAttempts())))
                .bindArray("own_budgets", String.class,
                        texts(rows.tasks(), t -> Boolean.toString(t.maxRetries() != null)))
                .bindArray("agents", String.class, texts(rows.tasks(), NewTask::agentId))
                .bindArray("external_ids", String.class, texts(rows.tasks(), NewTask::externalId))
                .bindArray("not_before", String.class,
                        texts(rows.tasks(), t -> Objects.toString(t.notBefore(), null)))
                .bindArray("timezones", String.class,
                        texts(rows.tasks(), t -> Objects.toString(t.timezone(), null)))
                .bindArray("variables", String.class, texts(rows.tasks(), NewTask::dynamicVariables))
                .execute();
    }

    /** Gives agents that are new to the organisation the limit of the sandbox. */
    public static void agentLimits(Handle handle, String organizationId, SortedSet<String> agents,
            Instant now) {
        if (!agents.isEmpty()) {
            handle.createUpdate(AGENT_LIMITS).bind("organization_id", organizationId).bind("now", now)
                    .bindArray("agents", String.class, List.copyOf(agents)).execute();
        }
    }

    /** Those of the given numbers that tasks of the batch have, from one place to before another. */
    static Set<String> numbers(Handle handle, Span span, List<NewTask> tasks) {
        return new HashSet<>(handle.createQuery(NUMBERS).bind("organization_id", span.organizationId())
                .bind("batch_id", span.batchId()).bind("first", span.first()).bind("end", span.end())
                .bindArray("numbers", String.class, texts(tasks, NewTask::toNumber)).mapTo(String.class)
                .list());
    }

    /** Tasks of a batch by their places. */
    record Span(String organizationId, long batchId, int first, int end) {
    }

    /** The places of tasks that the batch has under the given external ids. */
    static Map<String, Integer> existing(Handle handle, String organizationId, long batchId,
            List<NewTask> tasks) {
        Map<String, Integer> places = new HashMap<>();
        List<@Nullable String> ids = texts(tasks, NewTask::externalId);
        handle.createQuery(EXISTING).bind("organization_id", organizationId).bind("batch_id", batchId)
                .bindArray("external_ids", String.class, ids)
                .map((row, context) -> places.put(row.getString("external_id"), row.getInt("seq"))).list();
        return places;
    }

    /** The agents that the tasks name, in order. */
    public static SortedSet<String> agents(List<NewTask> tasks) {
        var agents = new TreeSet<String>();
        for (NewTask t : tasks) {
            if (t.agentId() != null) {
                agents.add(t.agentId());
            }
        }
        return agents;
    }

    private static <T> List<@Nullable String> texts(List<T> of, Function<T, @Nullable String> text) {
        var texts = new ArrayList<@Nullable String>(of.size());
        of.forEach(t -> texts.add(text.apply(t)));
        return texts;
    }
}
