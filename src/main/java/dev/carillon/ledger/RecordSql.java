package dev.carillon.ledger;

/**
 * The statements of a record. What is written after the attempts follows from the attempts that moved, so the
 * same changes recorded twice change nothing. The arrays are sorted by key, and with them the locks.
 */
final class RecordSql {

    static final String MOVE_ATTEMPTS = """
            update attempt a
            set phase = v.phase,
                ringing_at = coalesce(a.ringing_at,
                    timestamptz 'epoch' + v.ringing_at * interval '1 microsecond'),
                answered_at = coalesce(a.answered_at,
                    timestamptz 'epoch' + v.answered_at * interval '1 microsecond'),
                joined_at = coalesce(a.joined_at,
                    timestamptz 'epoch' + v.joined_at * interval '1 microsecond'),
                ended_at = timestamptz 'epoch' + v.ended_at * interval '1 microsecond',
                outcome = v.outcome, note = v.note
            from unnest(?::bigint[], ?::int[], ?::int[], ?::int[], ?::bigint[], ?::bigint[], ?::bigint[],
                ?::bigint[], ?::text[], ?::text[]) with ordinality
                v(batch_id, seq, no, phase, ringing_at, answered_at, joined_at, ended_at, outcome, note, i)
            where a.batch_id = any(array[v.batch_id]) and a.seq = v.seq and a.no = v.no and a.phase < v.phase
            returning v.i, a.trunk_id, a.agent_id
            """;

    static final String CANCELLED = """
            select p.batch_id from batch_progress p where p.batch_id = any(?::bigint[])
                and p.status = 'cancelled'
            """;

    /** Whether this was the task's first answer is asked of the row as it was before this statement. */
    static final String MOVE_TASKS = """
            update task t
            set status = coalesce(v.status, t.status), reason = v.reason,
                picked_up = t.picked_up or v.answered
            from unnest(?::bigint[], ?::int[], ?::text[], ?::text[], ?::boolean[]) with ordinality
                v(batch_id, seq, status, reason, answered, i)
            where t.batch_id = any(array[v.batch_id]) and t.seq = v.seq and t.status = 'pending'
                and (v.status is not null or not t.picked_up)
            returning v.i, v.answered and not
                (select x.picked_up from task x where x.batch_id = t.batch_id and x.seq = t.seq)
            """;

    static final String ADD_EVENTS = """
            insert into event (organization_id, at, type, batch_id, seq, no, word)
            select v.organization_id, timestamptz 'epoch' + v.at * interval '1 microsecond', 'attempt_ended',
                   v.batch_id, v.seq, v.no, v.word
            from unnest(?::text[], ?::bigint[], ?::bigint[], ?::int[], ?::int[], ?::text[])
                v(organization_id, at, batch_id, seq, no, word)
            """;

    static final String LOCK_BATCHES = """
            select b.batch_id, b.status
            from unnest(?::bigint[]) k(batch_id)
            cross join lateral (
                select * from batch_progress p where p.batch_id = k.batch_id for no key update) b
            """;

    /** What is on the line of the given calls; read without a lock, to know which limits to lock. */
    static final String FIND_ON_LINE = """
            select v.i, o.trunk_id, o.agent_id
            from unnest(?::text[], ?::text[], ?::bigint[], ?::int[], ?::int[]) with ordinality
                v(organization_id, number, batch_id, seq, no, i)
            cross join lateral (
                select * from on_line x
                where x.organization_id = v.organization_id and x.number = v.number
                    and x.batch_id = v.batch_id and x.seq = v.seq and x.no = v.no
                offset 0) o
            """;

    static final String HANG_UP = """
            delete from on_line where ctid = any(array(
                select (select o.ctid from on_line o
                        where o.organization_id = v.organization_id and o.number = v.number
                            and o.batch_id = v.batch_id and o.seq = v.seq and o.no = v.no)
                from unnest(?::text[], ?::text[], ?::bigint[], ?::int[], ?::int[])
                    v(organization_id, number, batch_id, seq, no)))
            returning batch_id, seq, no
            """;

    static final String FORGET_RECENT = """
            delete from recent_call r
            using unnest(?::text[], ?::text[], ?::bigint[], ?::int[], ?::int[])
                v(organization_id, number, batch_id, seq, no)
            where r.organization_id = any(array[v.organization_id]) and r.number = any(array[v.number])
                and r.batch_id = v.batch_id and r.seq = v.seq and r.no = v.no
            """;

    static final String COUNT = """
            update batch_progress b
            set picked_up = b.picked_up + v.picked_up, completed = b.completed + v.completed,
                failed = b.failed + v.failed, skipped = b.skipped + v.skipped, calling = b.calling - v.ended,
                open = b.open - v.completed - v.failed - v.skipped
            from unnest(?::bigint[], ?::int[], ?::int[], ?::int[], ?::int[], ?::int[])
                v(batch_id, picked_up, completed, failed, skipped, ended)
            where b.batch_id = any(array[v.batch_id])
            returning b.batch_id, b.open
            """;

    private RecordSql() {
    }
}
