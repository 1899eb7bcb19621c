package dev.carillon.ledger;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;

import org.jspecify.annotations.Nullable;

import dev.carillon.base.Ids.CallKey;
import dev.carillon.call.AttemptState;
import dev.carillon.call.Callee;
import dev.carillon.dial.AttemptChange;
import dev.carillon.dial.AttemptChange.End;
import dev.carillon.dial.Retries;

/**
 * Finds calls of a node by what is on the line, without locks: what is written of them afterwards is a
 * record's matter.
 */
final class OpenCallSql {

    static final int PIECE = 300;

    private static final String CALLS = """
            select o.organization_id, o.number, o.batch_id, o.seq, o.no, coalesce(a.phase, 4),
                coalesce(a.spent, 1), coalesce(a.budget, 1), o.deadline,
                coalesce(o.from_number,
                    (select b.from_number from batch_call b where b.batch_id = o.batch_id), ''),
                (select t.timezone from task t where t.batch_id = o.batch_id and t.seq = o.seq)
            from on_line o
            left join lateral (
                select x.phase, x.spent, x.budget from attempt x where x.batch_id = o.batch_id and x.seq = o.seq
                    and x.no = o.no
                offset 0) a on true
            """;

    static final String DEAD_NODES = """
            select n.node_id from node n
            where n.lease_until < ? and exists (select from on_line o where o.node_id = n.node_id)
            """;

    /**
     * While this is held the node cannot renew its lease: it finds its attempts as they are, or all of them
     * lost.
     */
    static final String HOLD_NODE =
            "select true from node n where n.node_id = ? and n.lease_until < ? for share";

    /**
     * No claim of the node is under way when this returns: a COMMIT whose answer was lost is done or undone.
     */
    static final String WAIT_FOR_CLAIMS = "select pg_advisory_xact_lock(20251, ?::int)";

    static final String OPEN_OF_NODE = CALLS + "where o.node_id = ? and a.phase < 4 limit 300";
    /** Beside {@code o}: what its carrier needs to go on with it, or what an API calls it; null: nothing. */
    private static final String KEPT = """
            coalesce(
                (select r.state from resumable r
                 where r.batch_id = o.batch_id and r.seq = o.seq and r.no = o.no),
                (select k.carrier_id from carrier_call k
                 where k.batch_id = o.batch_id and k.seq = o.seq and k.no = o.no),
                (select min(w.carrier_id) from carrier_word w
                 where w.batch_id = o.batch_id and w.seq = o.seq and w.no = o.no and w.leg = 'called'))
            """;
    /** A condition beside {@code o} and {@code a}: its carrier can go on with it, or end it. */
    private static final String RESUMABLE = """
            coalesce((select case t.kind when 'sip' then %2$s or %1$s is not null
                        when 'rest' then %1$s is not null else false end
                      from trunk t where t.trunk_id = o.trunk_id), false)
            """;
    static final String NOT_RESUMABLE_OF_NODE =
            CALLS + "where o.node_id = ? and a.phase < 4 and not (" + RESUMABLE.formatted(KEPT, "a.phase < 2")
                    + ") limit 300";
    /** With those that others have closed as lost meanwhile: they may be up, and hold their slots. */
    static final String RESUMABLE_OF_NODE = """
            select o.batch_id, o.seq, o.no, o.number, a.phase, a.spent, a.budget, a.trunk_id, a.agent_id,
                a.place_at, a.place_by, a.last_deadline, a.ringing_at, a.answered_at, a.joined_at,
                (select t.timezone from task t where t.batch_id = o.batch_id and t.seq = o.seq),
                %s,
                1 + (select count(*) from placement p
                     where p.batch_id = o.batch_id and p.seq = o.seq and p.no = o.no),
                coalesce((select p.hang_up from batch_progress p where p.batch_id = o.batch_id), false),
                coalesce((select true from hang_up h where h.node_id = o.node_id
                    and h.batch_id = o.batch_id and h.seq = o.seq and h.no = o.no), false)
            from on_line o
            cross join lateral (
                select * from attempt x where x.batch_id = o.batch_id and x.seq = o.seq and x.no = o.no
                    and (x.phase < 4 or x.outcome = 'lost')
                offset 0) a
            where o.node_id = ? and %s""".formatted(KEPT, RESUMABLE.formatted(KEPT, "a.answered_at is null"));

    /** The calls that ended with their process; any other's may still be up. */
    static final String SANDBOX_OF_NODE = CALLS + """
            where o.node_id = ? and (select t.kind = 'sandbox' from trunk t where t.trunk_id = o.trunk_id)
            limit 300
            """;
    static final String PLACING_OF_NODE = CALLS + "where o.node_id = ? and a.phase = 0";

    /**
     * Calls whose last deadline has passed: closed before, or, long after it, forgotten by whoever held them.
     */
    static final String EXPIRED = CALLS + """
            where o.deadline < ? and (coalesce(a.phase, 4) = 4 or o.deadline < ?) limit 300
            """;

    /** One call that is closed, and whose places are still taken. */
    static final String LOST_CALL = CALLS + """
            where (o.organization_id, o.number) in (
                    select b.organization_id, x.to_number
                    from attempt x join batch_call b on b.batch_id = x.batch_id
                    where x.batch_id = ? and x.seq = ? and x.no = ?)
                and o.batch_id = ? and o.seq = ? and o.no = ? and a.phase = 4
            """;

    private OpenCallSql() {
    }

    /**
     * A call on the line.
     *
     * @param spent    what the task's attempts have used, this one included
     * @param deadline by when every word about it has come
     */
    record Call(String organizationId, String fromNumber, String number, CallKey key, int phase, int spent,
            int budget, Instant deadline, @Nullable ZoneId timezone) {

        AttemptChange ends(End end) {
            return new AttemptChange(key, organizationId, fromNumber, number, AttemptState.ENDED, null, null,
                    null, end);
        }

        Retries.Tried tried() {
            return new Retries.Tried(new Callee(number), timezone, spent - 1, budget);
        }
    }

    static boolean holdDead(Connection c, long nodeId, Instant now) throws SQLException {
        return !Statements.list(c, HOLD_NODE, r -> r.getBoolean(1), nodeId, now).isEmpty();
    }

    static void waitForClaims(Connection c, long nodeId) throws SQLException {
        Statements.list(c, WAIT_FOR_CLAIMS, r -> true, nodeId);
    }

    static Call call(ResultSet r) throws SQLException {
        var key = new CallKey(r.getLong(3), r.getInt(4), r.getInt(5));
        String zone = r.getString(11);
        return new Call(r.getString(1), r.getString(10), r.getString(2), key, r.getInt(6),
                r.getInt(7), r.getInt(8), Statements.instant(r, 9), zone == null ? null : ZoneId.of(zone));
    }

    static List<Call> calls(Connection c, String sql, Object... values) throws SQLException {
        return Statements.list(c, sql, OpenCallSql::call, values);
    }
}
