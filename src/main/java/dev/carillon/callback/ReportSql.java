package dev.carillon.callback;

import org.jdbi.v3.core.Handle;

import dev.carillon.base.Ids.CallKey;

/** Writes what is told of a call. */
final class ReportSql {

    /**
     * Under the attempt's own lock, so that either its end is recorded after this and knows it, or this finds
     * the end and changes nothing. Once said it is not said again, so that who repeats it locks nothing.
     */
    private static final String SAY_VOICEMAIL = """
            update attempt a set said_voicemail = true from batch_call b
            where b.organization_id = :organization_id and b.batch_id = :batch_id
              and a.batch_id = b.batch_id and a.seq = :seq and a.no = :no and a.phase < 4
              and a.said_voicemail is not true""";

    /**
     * A machine stays one and an opt-out stays; of what else is told twice, the last holds. While it is
     * written its batch call cannot be deleted, so that nothing is left of one that is gone.
     */
    private static final String TELL = """
            insert into call_report as r (batch_id, seq, no, classification, opt_out, disposition, note, late,
                first_at, last_at)
            select a.batch_id, a.seq, a.no, :classification, :opt_out, :disposition, :note, a.phase = 4, :now,
                :now
            from batch_call b join attempt a on a.batch_id = b.batch_id
            where b.organization_id = :organization_id and b.batch_id = :batch_id and a.seq = :seq
              and a.no = :no
            for key share of b
            on conflict (batch_id, seq, no) do update
            set classification = case when r.classification = 'voicemail' then r.classification
                                      else coalesce(excluded.classification, r.classification) end,
                opt_out = r.opt_out or excluded.opt_out,
                disposition = coalesce(excluded.disposition, r.disposition),
                note = coalesce(excluded.note, r.note), late = r.late or excluded.late,
                last_at = greatest(r.last_at, excluded.last_at)
            where (excluded.classification <> r.classification and r.classification <> 'voicemail')
                or (excluded.classification is not null and r.classification is null)
                or (excluded.opt_out and not r.opt_out) or (excluded.late and not r.late)
                or (excluded.disposition is not null and excluded.disposition is distinct from r.disposition)
                or (excluded.note is not null and excluded.note is distinct from r.note)""";

    private ReportSql() {
    }

    /** Its end is to be recorded as voicemail and not as completed, unless it has been. */
    static void sayVoicemail(Handle handle, String organizationId, CallKey call) {
        CallSql.of(handle.createUpdate(SAY_VOICEMAIL), call).bind("organization_id", organizationId)
                .execute();
    }

    /** Keeps what is told, with what was told before; false when nothing of it was new. */
    static boolean tell(Handle handle, String organizationId, CallKey call, Told told) {
        return CallSql.of(handle.createUpdate(TELL), call).bind("organization_id", organizationId)
                .bind("classification", told.classification()).bind("opt_out", told.optOut())
                .bind("disposition", told.disposition()).bind("note", told.note()).bind("now", told.at())
                .execute() > 0;
    }
}
