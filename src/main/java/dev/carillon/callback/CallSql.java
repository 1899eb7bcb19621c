package dev.carillon.callback;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.SqlStatement;
import org.jspecify.annotations.Nullable;

import dev.carillon.base.Ids.CallKey;
import dev.carillon.call.AttemptState;
import dev.carillon.http.NetworkCause;

/** One attempt, found by its key within its organisation, and what people ask of it. */
final class CallSql {

    private static final String FIND = """
            select b.public_id, b.from_number, a.batch_id, a.seq, a.no, a.to_number, a.agent_id, a.phase,
                   a.outcome, a.note, a.sip_status, a.q850_cause, a.reason_text, a.opened_at, a.ringing_at,
                   a.answered_at, a.joined_at, a.ended_at, a.said_voicemail, t.external_id,
                   t.dynamic_variables::text as variables,
                   r.batch_id is not null as reported, r.classification, r.opt_out, r.disposition,
                   r.note as said, r.late, r.first_at, r.last_at,
                   exists (select from on_line o
                           where o.organization_id = b.organization_id and o.number = a.to_number
                             and o.batch_id = a.batch_id and o.seq = a.seq and o.no = a.no) as on_line
            from batch_call b
            join attempt a on a.batch_id = b.batch_id
            join task t on t.batch_id = a.batch_id and t.seq = a.seq
            left join call_report r on r.batch_id = a.batch_id and r.seq = a.seq and r.no = a.no
            where b.organization_id = :organization_id and b.batch_id = :batch_id and a.seq = :seq
              and a.no = :no""";

    private static final String PLACEMENTS = """
            select t.public_id, p.placed_at, p.ended_at, p.outcome, p.sip_status, p.q850_cause, p.reason_text
            from batch_call b
            join placement p on p.batch_id = b.batch_id
            left join trunk t on t.trunk_id = p.trunk_id
            where b.organization_id = :organization_id and b.batch_id = :batch_id and p.seq = :seq
              and p.no = :no
            order by p.placement""";

    private static final String OWNER = """
            select b.organization_id, a.ended_at from batch_call b
            join attempt a on a.batch_id = b.batch_id
            where b.batch_id = :batch_id and a.seq = :seq and a.no = :no""";

    /** A lost call may be up as long as its places are taken, and its node may have it. */
    private static final String HANG_UP = """
            insert into hang_up (node_id, batch_id, seq, no, asked_at)
            select a.node_id, a.batch_id, a.seq, a.no, :now from batch_call b
            join attempt a on a.batch_id = b.batch_id
            where b.organization_id = :organization_id and b.batch_id = :batch_id and a.seq = :seq
              and a.no = :no
              and (a.phase < 4 or exists (
                    select from on_line o
                    where o.organization_id = b.organization_id and o.number = a.to_number
                      and o.batch_id = a.batch_id and o.seq = a.seq and o.no = a.no))
            on conflict do nothing""";

    private CallSql() {
    }

    /** Whose call it is, and when it ended. */
    record Owner(String organizationId, @Nullable Instant endedAt) {
    }

    static Optional<CallRow> find(Handle handle, String organizationId, CallKey call) {
        return of(handle.createQuery(FIND), call).bind("organization_id", organizationId)
                .map((row, context) -> row(row)).findOne();
    }

    /** The placements that failed it, each followed by another over another trunk. */
    static List<FailedPlacement> placements(Handle handle, String organizationId, CallKey call) {
        return of(handle.createQuery(PLACEMENTS), call).bind("organization_id", organizationId)
                .map((row, context) -> new FailedPlacement(row.getObject("public_id", UUID.class),
                        row.getTimestamp("placed_at").toInstant(), row.getTimestamp("ended_at").toInstant(),
                        row.getString("outcome"), cause(row)))
                .list();
    }

    private static NetworkCause cause(ResultSet row) throws SQLException {
        return new NetworkCause(row.getObject("sip_status", Integer.class),
                row.getObject("q850_cause", Integer.class), row.getString("reason_text"));
    }

    static Optional<Owner> owner(Handle handle, CallKey call) {
        return of(handle.createQuery(OWNER), call)
                .map((row, context) -> new Owner(row.getString("organization_id"), instant(row, "ended_at")))
                .findOne();
    }

    /** Leaves word for the node of a call that may be up; false when it is over, or the word is there. */
    static boolean hangUp(Handle handle, String organizationId, CallKey call, Instant now) {
        return of(handle.createUpdate(HANG_UP), call).bind("organization_id", organizationId).bind("now", now)
                .execute() > 0;
    }

    static <S extends SqlStatement<S>> S of(S statement, CallKey call) {
        return statement.bind("batch_id", call.batchId()).bind("seq", call.seq()).bind("no", call.no());
    }

    private static CallRow row(ResultSet row) throws SQLException {
        var key = new CallKey(row.getLong("batch_id"), row.getInt("seq"), row.getInt("no"));
        var parties = new CallRow.Parties(row.getString("from_number"), row.getString("to_number"),
                row.getString("agent_id"));
        var times = new CallRow.Times(row.getTimestamp("opened_at").toInstant(), instant(row, "ringing_at"),
                instant(row, "answered_at"), instant(row, "joined_at"), instant(row, "ended_at"));
        var end = new CallRow.End(row.getString("outcome"), row.getString("note"),
                cause(row));
        var task = new CallRow.Task(row.getString("external_id"), row.getString("variables"));
        return new CallRow(key, row.getObject("public_id", UUID.class), parties,
                AttemptState.of(row.getInt("phase")), row.getBoolean("on_line"), end, times, task,
                row.getBoolean("reported") ? report(row) : null);
    }

    /**
     * A node of the version before knows nothing of what is said in time, and may have recorded completed.
     */
    private static Report report(ResultSet row) throws SQLException {
        boolean heard = row.getBoolean("said_voicemail") && !"completed".equals(row.getString("outcome"));
        return new Report(row.getString("classification"), row.getBoolean("opt_out"),
                row.getString("disposition"), row.getString("said"), row.getBoolean("late"),
                heard, row.getTimestamp("first_at").toInstant(),
                row.getTimestamp("last_at").toInstant());
    }

    private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        Timestamp at = row.getTimestamp(column);
        return at == null ? null : at.toInstant();
    }
}
