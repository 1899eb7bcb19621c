package dev.carillon.doctor;

import java.util.List;

/** No attempt is opened to a number that is on the do-not-call list, and whoever asked for it is. */
final class SuppressionSql {

    private static final String LAW = "Suppression";

    /**
     * An attempt's time is that of its step: an opt-out within the second may have been committed after it.
     */
    private static final String OPENED = """
            select format('attempt %s/%s/%s to %s at %s, on the list since %s', a.batch_id, a.seq, a.no,
                  a.to_number,
                          a.opened_at, d.added_at)
            from do_not_call d
            join batch_call b on b.organization_id = d.organization_id
            join attempt a on a.batch_id = b.batch_id and a.to_number = d.number
            where a.opened_at > d.added_at + interval '1 second'
            """;

    /**
     * Or somebody has taken it off the list since. An attempt of which the network's words are not kept was
     * recorded by a version that did not know of it.
     */
    private static final String UNWANTED = """
            select format('attempt %s/%s/%s to %s at %s', a.batch_id, a.seq, a.no, a.to_number, a.ended_at)
            from attempt a
            join batch_call b on b.batch_id = a.batch_id
            where a.outcome = 'blocked_by_callee' and a.sip_status is not null
                and not exists (
                    select from do_not_call d
                    where d.organization_id = b.organization_id and d.number = a.to_number)
                and not exists (
                    select from do_not_call_removed r
                    where r.organization_id = b.organization_id and r.number = a.to_number
                        and r.removed_at > a.ended_at - interval '1 second')
            """;

    static final List<Question> QUESTIONS = List.of(
            new Question(LAW, "no attempt is opened to a number that is on the do-not-call list", OPENED),
            new Question(LAW, "whoever did not want a call is on the do-not-call list", UNWANTED));

    private SuppressionSql() {
    }
}
