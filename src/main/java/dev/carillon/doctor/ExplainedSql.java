package dev.carillon.doctor;

import java.util.List;

/** A task that waits or was never dialled has its reason. */
final class ExplainedSql {

    private static final String LAW = "Explained";

    private static final String PASSED = """
            with d as (select batch_id, seq, count(*) as n from due group by batch_id, seq),
            a as (select batch_id, seq, count(*) as n from attempt where phase < 4 group by batch_id, seq)
            select format('task %s/%s has %s live attempts and %s due rows', t.batch_id, t.seq,
                  coalesce(a.n, 0),
                          coalesce(d.n, 0))
            from task t
            join batch_progress p on p.batch_id = t.batch_id and t.seq < p.next_seq
            left join d on d.batch_id = t.batch_id and d.seq = t.seq
            left join a on a.batch_id = t.batch_id and a.seq = t.seq
            where t.status = 'pending' and coalesce(a.n, 0) + coalesce(d.n, 0) <> 1
            """;

    private static final String AHEAD = """
            select format('task %s/%s', x.batch_id, x.seq)
            from (select batch_id, seq from due union all select batch_id, seq from attempt) x
            join batch_progress p on p.batch_id = x.batch_id
            where x.seq >= p.next_seq
            """;

    private static final String SKIPPED = """
            select format('task %s/%s is %s, reason %s', t.batch_id, t.seq, t.status, t.reason)
            from task t where (t.status = 'skipped') <> (t.reason is not null)
            """;

    private static final String DUE = """
            select format('task %s/%s is %s', d.batch_id, d.seq, coalesce(t.status, 'not there'))
            from due d left join task t on t.batch_id = d.batch_id and t.seq = d.seq
            where t.status is distinct from 'pending'
            """;

    private static final String PAUSED = """
            select format('batch %s is %s, reason %s', b.batch_id, b.status, b.reason)
            from batch_call b where (b.status = 'paused') <> (b.reason is not null)
            """;

    static final List<Question> QUESTIONS = List.of(
            new Question(LAW, "a pending task behind the cursor has one live attempt or one due row",
                    PASSED),
            new Question(LAW, "nothing is due or dialled that the cursor has not passed", AHEAD),
            new Question(LAW, "a skipped task, and no other, has a reason", SKIPPED),
            new Question(LAW, "only pending tasks are due", DUE),
            new Question(LAW, "a paused batch, and no other, has a reason", PAUSED));

    private ExplainedSql() {
    }
}
