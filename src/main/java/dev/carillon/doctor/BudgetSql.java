package dev.carillon.doctor;

import java.util.List;

/** Attempts that cost something never exceed their task's budget. */
final class BudgetSql {

    private static final String LAW = "Budget";

    private static final String TASKS = """
            select format('task %s/%s has %s of %s', t.batch_id, t.seq, count(*), t.budget)
            from attempt a join task t on t.batch_id = a.batch_id and t.seq = a.seq
            where a.outcome is distinct from 'not_placed'
            group by t.batch_id, t.seq, t.budget having count(*) > t.budget
            """;

    private static final String SPENT = """
            with a as (
                select a.*, 1 + count(*) filter (where a.outcome is distinct from 'not_placed')
                    over (partition by a.batch_id, a.seq order by a.no
                          rows between unbounded preceding and 1 preceding) as should_be
                from attempt a)
            select format('attempt %s/%s/%s says %s, not %s', a.batch_id, a.seq, a.no, a.spent, a.should_be)
            from a where a.spent <> a.should_be
            """;

    private static final String DUE = """
            select format('task %s/%s: next attempt %s after spending %s, and %s attempts cost %s',
                  d.batch_id, d.seq,
                          d.no, d.spent, x.attempts, x.cost)
            from due d
            cross join lateral (
                select count(*) as attempts,
                      count(*) filter (where a.outcome is distinct from 'not_placed') as cost
                from attempt a where a.batch_id = d.batch_id and a.seq = d.seq) x
            where d.no <> x.attempts + 1 or d.spent <> x.cost
            """;

    /** Counted from the attempts; what was opened before the cap was as it is counts for another. */
    private static final String CAP = """
            with a as (
                select b.organization_id, a.to_number, a.opened_at, o.cap_attempts, o.cap_days,
                       lag(a.opened_at, o.cap_attempts) over (
                           partition by b.organization_id, a.to_number
                           order by a.opened_at, a.batch_id, a.seq, a.no) as before
                from organization o
                join batch_call b on b.organization_id = o.organization_id
                join attempt a on a.batch_id = b.batch_id
                where o.cap_attempts is not null and a.outcome is distinct from 'not_placed'
                    and a.opened_at > coalesce(o.cap_since + interval '1 second', '-infinity'))
            select format('%s of organisation %s at %s: more than the %s attempts of its cap', a.to_number,
                          a.organization_id, a.opened_at, a.cap_attempts)
            from a where a.before > a.opened_at - make_interval(hours => 24 * a.cap_days)
            """;

    static final List<Question> QUESTIONS = List.of(
            new Question(LAW, "attempts that cost do not exceed the task's budget", TASKS),
            new Question(LAW, "an attempt knows what was spent up to it", SPENT),
            new Question(LAW, "a due row knows what was spent before it", DUE),
            new Question(LAW, "attempts to a number do not exceed its organisation's cap", CAP));

    private BudgetSql() {
    }
}
