package dev.carillon.doctor;

import java.util.List;

/** No attempt is opened to a number that is on the do-not-call list. */
final class SuppressionSql {

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

    static final List<Question> QUESTIONS = List.of(
            new Question("Suppression", "no attempt is opened to a number that is on the do-not-call list",
                    OPENED));

    private SuppressionSql() {
    }
}
