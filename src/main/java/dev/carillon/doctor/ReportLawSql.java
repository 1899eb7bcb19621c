package dev.carillon.doctor;

import java.util.List;

/**
 * What agents said of calls. Whether who opted out is on the do-not-call list is not asked: a number that was
 * taken off it by an earlier version left no trace.
 */
final class ReportLawSql {

    private static final String LAW = "Ledger";

    private static final String ORPHANS = """
            select format('a report of call %s/%s/%s', r.batch_id, r.seq, r.no)
            from call_report r
            where not exists (
                select from attempt a where a.batch_id = r.batch_id and a.seq = r.seq and a.no = r.no)
            """;

    private static final String COMPLETED = """
            select format('attempt %s/%s/%s', a.batch_id, a.seq, a.no)
            from attempt a where a.said_voicemail and a.outcome = 'completed'
            """;

    private static final String SAID_BY_NOBODY = """
            select format('attempt %s/%s/%s', a.batch_id, a.seq, a.no)
            from attempt a
            where a.said_voicemail and not exists (
                select from call_report r
                where r.batch_id = a.batch_id and r.seq = a.seq and r.no = a.no
                    and r.classification = 'voicemail')
                and not exists (select from removed_batch x where x.batch_id = a.batch_id)
            """;

    static final List<Question> QUESTIONS = List.of(
            new Question(LAW, "a report is about an attempt that is there", ORPHANS),
            new Question(LAW, "a call of which it was said in time that a machine answered did not complete",
                    COMPLETED),
            new Question(LAW, "that a machine answered was said by somebody", SAID_BY_NOBODY));

    private ReportLawSql() {
    }
}
