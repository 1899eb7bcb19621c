package dev.carillon.ledger;

/**
 * The statements of a record. What is written after the attempts follows from the attempts that moved, so the
 * same changes recorded twice change nothing. The arrays are sorted by key, and with them the locks.
 */
final class RecordSql {

    /**
     * Whether an agent has said in time that a machine had answered is asked of the row itself, under its
     * lock: whoever was told that it counts committed before this.
     */
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
                outcome = case when a.said_voicemail and v.outcome = 'completed' then 'voicemail'
                               else v.outcome end,
                note = v.note, sip_status = nullif(v.sip_status, 0), q850_cause = nullif(v.q850_cause, 0),
                reason_text = v.reason_text
            from (select unnest(?::bigint[]) as batch_id, unnest(?::int[]) as seq, unnest(?::int[]) as no,
                    unnest(?::int[]) as phase, unnest(?::bigint[]) as ringing_at,
                    unnest(?::bigint[]) as answered_at, unnest(?::bigint[]) as joined_at,
                    unnest(?::bigint[]) as ended_at, unnest(?::text[]) as outcome,
                    unnest(?::text[]) as note, unnest(?::int[]) as sip_status,
                    unnest(?::int[]) as q850_cause, unnest(?::text[]) as reason_text,
                    unnest(?::int[]) as i) v
            where a.batch_id = any(array[v.batch_id]) and a.seq = v.seq and a.no = v.no and a.phase < v.phase
            returning v.i, a.trunk_id, a.agent_id, a.said_voicemail
            """;

    /**
     * Of attempts that have not ended yet, so that what is recorded twice puts nobody on the list again who
     * was taken off it in between. In order, so that two records do not wait for each other in a circle.
     */
    static final String SUPPRESS = """
            insert into do_not_call (organization_id, number, added_at, source)
            select v.organization_id, v.number, timestamptz 'epoch' + v.at * interval '1 microsecond',
                'blocked_by_callee'
            from (select unnest(?::text[]) as organization_id, unnest(?::text[]) as number,
                    unnest(?::bigint[]) as at, unnest(?::bigint[]) as batch_id, unnest(?::int[]) as seq,
                    unnest(?::int[]) as no) v
            where (select x.phase < 4 from attempt x
                   where x.batch_id = v.batch_id and x.seq = v.seq and x.no = v.no)
            on conflict do nothing
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
            from (select unnest(?::bigint[]) as batch_id, unnest(?::int[]) as seq,
                    unnest(?::text[]) as status, unnest(?::text[]) as reason,
                    unnest(?::boolean[]) as answered, unnest(?::int[]) as i) v
            where t.batch_id = any(array[v.batch_id]) and t.seq = v.seq and t.status = 'pending'
                and (v.status is not null or not t.picked_up)
            returning v.i, v.answered and not
                (select x.picked_up from task x where x.batch_id = t.batch_id and x.seq = t.seq)
            """;

    static final String ADD_EVENTS = """
            insert into event (organization_id, at, type, batch_id, seq, no, word)
            select v.organization_id, timestamptz 'epoch' + v.at * interval '1 microsecond', 'attempt_ended',
                   v.batch_id, v.seq, v.no, v.word
            from (select unnest(?::text[]) as organization_id, unnest(?::bigint[]) as at,
                    unnest(?::bigint[]) as batch_id, unnest(?::int[]) as seq, unnest(?::int[]) as no,
                    unnest(?::text[]) as word) v
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
            from (select unnest(?::text[]) as organization_id, unnest(?::text[]) as number,
                    unnest(?::bigint[]) as batch_id, unnest(?::int[]) as seq, unnest(?::int[]) as no,
                    unnest(?::int[]) as i) v
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
                from (select unnest(?::text[]) as organization_id, unnest(?::text[]) as number,
                    unnest(?::bigint[]) as batch_id, unnest(?::int[]) as seq, unnest(?::int[]) as no) v))
            returning batch_id, seq, no
            """;

    static final String FORGET_RECENT = """
            delete from recent_call r
            using (select unnest(?::text[]) as organization_id, unnest(?::text[]) as number,
                    unnest(?::bigint[]) as batch_id, unnest(?::int[]) as seq, unnest(?::int[]) as no) v
            where r.organization_id = any(array[v.organization_id]) and r.number = any(array[v.number])
                and r.batch_id = v.batch_id and r.seq = v.seq and r.no = v.no
            """;

    static final String COUNT = """
            update batch_progress b
            set picked_up = b.picked_up + v.picked_up, completed = b.completed + v.completed,
                failed = b.failed + v.failed, skipped = b.skipped + v.skipped, calling = b.calling - v.ended,
                open = b.open - v.completed - v.failed - v.skipped
            from (select unnest(?::bigint[]) as batch_id, unnest(?::int[]) as picked_up,
                    unnest(?::int[]) as completed, unnest(?::int[]) as failed,
                    unnest(?::int[]) as skipped, unnest(?::int[]) as ended) v
            where b.batch_id = any(array[v.batch_id])
            returning b.batch_id, b.open
            """;

    private RecordSql() {
    }
}
