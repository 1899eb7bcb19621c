package dev.carillon.figures;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

import dev.carillon.base.Ids;
import dev.carillon.base.Refusal;
import dev.carillon.figures.Figures.Counts;
import dev.carillon.figures.Figures.Group;
import dev.carillon.figures.Figures.Times;

/** Counts the figures from the attempts, in one statement. */
final class FiguresSql {

    private static final String BATCH = """
            select batch_id from batch_call
            where organization_id = :organization_id and public_id = :public_id""";

    private static final String TRUNK = """
            select trunk_id from trunk
            where organization_id = :organization_id and public_id = :public_id""";

    /**
     * The first part says what is meant: {@code abandoned} as 16 CFR 310.4(b)(4) has it, counted from the
     * answer; {@code effective} as ITU-T E.425's network effectiveness: answer, user busy, ring no answer,
     * terminal rejection. The key of a task is one number, for records are slow to tell apart.
     */
    private static final String FIGURES = """
            with a as (
                select case when :group_by = 'batch_call' then b.public_id end as batch_call,
                       case when :group_by = 'trunk' then t.public_id end as trunk,
                       case when :group_by = 'from_number' then b.from_number end as from_number,
                       case when :group_by in ('hour', 'day')
                            then date_trunc(:group_by, a.place_at, 'UTC') end as since,
                       (a.batch_id << 31) + a.seq as task, a.phase = 4 as over, a.outcome,
                       a.place_at, a.ringing_at, a.answered_at, a.joined_at, a.ended_at,
                       a.phase = 4 and a.answered_at is not null as answered,
                       a.phase = 4 and a.answered_at is not null and a.outcome <> 'voicemail' as by_person
                from batch_call b
                join attempt a on a.batch_id = b.batch_id
                left join trunk t on t.trunk_id = a.trunk_id and t.organization_id = b.organization_id
                where b.organization_id = :organization_id
                  and b.batch_id = coalesce(:batch_id::bigint, b.batch_id)
                  and a.trunk_id = coalesce(:trunk_id::bigint, a.trunk_id)
                  and b.from_number = coalesce(:from_number::text, b.from_number)
                  and a.place_at >= coalesce(:from::timestamptz, '-infinity')
                  and a.place_at < coalesce(:to::timestamptz, 'infinity')
                  and a.outcome is distinct from 'not_placed')
            select a.batch_call, a.trunk, a.from_number, a.since,
                   count(*) filter (where a.over) as attempts,
                   count(*) filter (where not a.over) as live,
                   count(*) filter (where a.over and a.outcome not in ('trunk_unreachable', 'trunk_config'))
                       as seizures,
                   count(*) filter (where a.answered) as answered,
                   count(*) filter (where a.by_person) as by_person,
                   count(*) filter (where a.over and a.joined_at is not null) as joined,
                   count(*) filter (where a.outcome = 'completed') as completed,
                   count(*) filter (where a.by_person
                       and (a.joined_at is null or a.joined_at > a.answered_at + interval '2 seconds'))
                       as abandoned,
                   count(*) filter (where a.answered
                       or a.outcome in ('busy', 'no_answer', 'declined', 'blocked_by_callee')) as effective,
                   count(distinct a.task) filter (where a.over) as tasks,
                   count(distinct a.task) filter (where a.by_person) as contacted,
                   avg(extract(epoch from a.ended_at - a.answered_at)) filter (where a.answered)
                       as acd_seconds,
                   1000 * avg(extract(epoch from a.ringing_at - a.place_at)) filter (where a.over)
                       as pdd_mean,
                   1000 * percentile_cont(0.95) within group (order by extract(epoch from a.ringing_at - a.place_at))
                       filter (where a.over) as pdd_p95,
                   1000 * percentile_cont(0.5) within group (order by extract(epoch from a.joined_at - a.answered_at))
                       filter (where a.answered) as agent_p50,
                   1000 * percentile_cont(0.95) within group (order by extract(epoch from a.joined_at - a.answered_at))
                       filter (where a.answered) as agent_p95
            from a
            group by a.batch_call, a.trunk, a.from_number, a.since
            order by a.since, a.from_number collate "C", a.batch_call, a.trunk
            limit :most""";

    private FiguresSql() {
    }

    /** The rows, at most so many; without grouping always one. */
    static List<Figures> read(Handle handle, String organizationId, FiguresQuery query, int most) {
        Long batchId =
                key(handle, BATCH, organizationId, id(query.batchCallId(), Ids.BATCH_CALL, "batch call"));
        Long trunkId = key(handle, TRUNK, organizationId, id(query.trunkId(), Ids.TRUNK, "trunk"));
        List<Figures> rows = handle.createQuery(FIGURES).bind("organization_id", organizationId)
                .bind("group_by", query.groupBy() == null ? "" : query.groupBy().word())
                .bind("batch_id", batchId).bind("trunk_id", trunkId).bind("from_number", query.fromNumber())
                .bind("from", query.from()).bind("to", query.to()).bind("most", most)
                .map((row, context) -> figures(row)).list();
        return rows.isEmpty() && query.groupBy() == null ? List.of(Figures.none()) : rows;
    }

    /** What a public id names, and what to say when it names nothing. */
    private record Named(@Nullable UUID id, String what) {
    }

    private static @Nullable Named id(@Nullable String text, String prefix, String what) {
        return text == null ? null : new Named(Ids.uuid(prefix, text), what);
    }

    /** The same words whether it is not there, another organisation's, or no id at all (law: Tenancy). */
    private static @Nullable Long key(Handle handle, String sql, String organizationId,
            @Nullable Named named) {
        if (named == null) {
            return null;
        }
        Refusal unknown = Refusal.of(Refusal.Code.NOT_FOUND, "there is no " + named.what() + " with this id");
        if (named.id() == null) {
            throw unknown;
        }
        return handle.createQuery(sql).bind("organization_id", organizationId).bind("public_id", named.id())
                .mapTo(Long.class).findOne().orElseThrow(() -> unknown);
    }

    private static Figures figures(ResultSet row) throws SQLException {
        UUID batch = row.getObject("batch_call", UUID.class);
        UUID trunk = row.getObject("trunk", UUID.class);
        Timestamp since = row.getTimestamp("since");
        Instant at = since == null ? null : since.toInstant();
        return new Figures(
                new Group(batch == null ? null : Ids.text(Ids.BATCH_CALL, batch),
                        trunk == null ? null : Ids.text(Ids.TRUNK, trunk), row.getString("from_number"), at),
                counts(row),
                new Times(number(row, "acd_seconds"), number(row, "pdd_mean"), number(row, "pdd_p95"),
                        number(row, "agent_p50"), number(row, "agent_p95")));
    }

    private static Counts counts(ResultSet row) throws SQLException {
        return new Counts(row.getLong("attempts"), row.getLong("live"), row.getLong("seizures"),
                row.getLong("answered"), row.getLong("by_person"), row.getLong("joined"),
                row.getLong("completed"), row.getLong("abandoned"), row.getLong("effective"),
                row.getLong("tasks"), row.getLong("contacted"));
    }

    private static @Nullable Double number(ResultSet row, String column) throws SQLException {
        double value = row.getDouble(column);
        return row.wasNull() ? null : value;
    }
}
