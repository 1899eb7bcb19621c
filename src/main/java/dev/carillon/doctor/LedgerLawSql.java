package dev.carillon.doctor;

import java.util.List;

/** Every figure equals a recount of what it counts. */
final class LedgerLawSql {

    private static final String LAW = "Ledger";

    /** Tasks at and beyond the total belong to an import that is not complete: nobody counts them yet. */
    private static final String TASKS = """
            with t as (
                select t.batch_id, count(*) as total,
                       count(*) filter (where t.status = 'completed') as completed,
                       count(*) filter (where t.status = 'failed') as failed,
                       count(*) filter (where t.status = 'skipped') as skipped,
                       count(*) filter (where t.status = 'pending') as open,
                       count(*) filter (where t.picked_up) as picked_up
                from task t join batch_progress p on p.batch_id = t.batch_id and t.seq < p.total
                group by t.batch_id)
            select format('batch %s says total %s, completed %s, failed %s, skipped %s, open %s,'
                              || ' picked_up %s; its tasks are %s, %s, %s, %s, %s, %s',
                          p.batch_id, p.total, p.completed, p.failed, p.skipped, p.open, p.picked_up,
                          coalesce(t.total, 0), coalesce(t.completed, 0), coalesce(t.failed, 0),
                          coalesce(t.skipped, 0), coalesce(t.open, 0), coalesce(t.picked_up, 0))
            from batch_progress p left join t on t.batch_id = p.batch_id
            where (p.total, p.completed, p.failed, p.skipped, p.open, p.picked_up) is distinct from
                (coalesce(t.total, 0)::int, coalesce(t.completed, 0)::int, coalesce(t.failed, 0)::int,
                 coalesce(t.skipped, 0)::int, coalesce(t.open, 0)::int, coalesce(t.picked_up, 0)::int)
            """;

    private static final String ATTEMPTS = """
            with a as (
                select a.batch_id, count(*) filter (where a.no = 1) as sent,
                       count(distinct a.seq) filter (where a.answered_at is not null) as picked_up,
                       count(distinct a.seq) filter (where a.outcome = 'completed') as completed,
                       count(*) filter (where a.phase < 4) as calling
                from attempt a group by a.batch_id)
            select format('batch %s says sent %s, picked_up %s, completed %s, calling %s;'
                              || ' its attempts are %s, %s, %s, %s',
                          p.batch_id, p.sent, p.picked_up, p.completed, p.calling, coalesce(a.sent, 0),
                          coalesce(a.picked_up, 0), coalesce(a.completed, 0), coalesce(a.calling, 0))
            from batch_progress p left join a on a.batch_id = p.batch_id
            where (p.sent, p.picked_up, p.completed, p.calling) is distinct from
                (coalesce(a.sent, 0)::int, coalesce(a.picked_up, 0)::int, coalesce(a.completed, 0)::int,
                 coalesce(a.calling, 0)::int)
            """;

    private static final String ORDER = """
            select format('batch %s: completed %s, picked_up %s, sent %s, total %s', p.batch_id,
                  p.completed,
                          p.picked_up, p.sent, p.total)
            from batch_progress p
            where not (0 <= p.completed and p.completed <= p.picked_up and p.picked_up <= p.sent
                       and p.sent <= p.total)
            """;

    private static final String DEFINITIONS = """
            select format('batch %s is %s with %s tasks, its progress %s with %s',
                          coalesce(b.batch_id, p.batch_id), b.status, b.total, p.status, p.total)
            from batch_call b full join batch_progress p on p.batch_id = b.batch_id
            where (b.status, b.total) is distinct from (p.status collate "C", p.total)
            """;

    private static final String ORGANIZATIONS = """
            with b as (select organization_id, count(*) as n from batch_call group by organization_id)
            select format('organisation %s says %s batch calls and has %s',
                          coalesce(c.organization_id, b.organization_id), coalesce(c.batch_count, 0),
                          coalesce(b.n, 0))
            from organization_counter c full join b on b.organization_id = c.organization_id
            where coalesce(c.batch_count, 0) <> coalesce(b.n, 0)
            """;

    private static final String ORPHANS = """
            select format('attempt %s/%s/%s', a.batch_id, a.seq, a.no)
            from attempt a
            where not exists (select from task t where t.batch_id = a.batch_id and t.seq = a.seq)
            """;

    private static final String SEALS = """
            select format('batch %s, now %s with %s open, was sealed with total %s, sent %s, picked_up %s,'
                              || ' completed %s; its tasks are %s, %s, %s, %s',
                          s.batch_id, p.status, p.open, s.total, s.sent, s.picked_up, s.completed, r.total,
                          r.sent, r.picked_up, r.completed)
            from batch_seal s join batch_progress p on p.batch_id = s.batch_id
            cross join lateral recount(s.batch_id, p.total) r
            where p.open > 0 or p.status not in ('completed', 'failed', 'cancelled')
                or (s.total, s.sent, s.picked_up, s.completed) is distinct from
                   (r.total, r.sent, r.picked_up, r.completed)
            """;

    /** A removal is deleted with the last of what it is about. */
    private static final String LEFTOVERS = """
            select format('%s of batch %s', x.kind, x.batch_id)
            from (select 'a task' as kind, t.batch_id from task t group by t.batch_id
                  union all select 'an attempt', a.batch_id from attempt a group by a.batch_id
                  union all select 'a placement', p.batch_id from placement p group by p.batch_id
                  union all select 'a due row', d.batch_id from due d group by d.batch_id
                  union all select 'a number on the line', o.batch_id from on_line o group by o.batch_id
                  union all select 'a limit', u.id::bigint from usage u where u.scope = 10) x
            where not exists (select from batch_call b where b.batch_id = x.batch_id)
                and not exists (select from removed_batch r where r.batch_id = x.batch_id)
            """;

    private static final String REMOVED = """
            select format('batch %s of organisation %s', r.batch_id, r.organization_id)
            from removed_batch r
            where exists (select from batch_call b where b.batch_id = r.batch_id)
                or exists (select from batch_progress p where p.batch_id = r.batch_id)
            """;

    static final List<Question> QUESTIONS = List.of(
            new Question(LAW, "counters equal a recount of the tasks", TASKS),
            new Question(LAW, "counters equal a recount of the attempts", ATTEMPTS),
            new Question(LAW, "0 <= completed <= picked_up <= sent <= total", ORDER),
            new Question(LAW, "a batch and its progress say the same status and total", DEFINITIONS),
            new Question(LAW, "an organisation's counter equals a count of its batch calls", ORGANIZATIONS),
            new Question(LAW, "every attempt has its task", ORPHANS),
            new Question(LAW, "a sealed batch has ended, and its seal equals a recount", SEALS),
            new Question(LAW, "every row is of a batch call that is there or being removed", LEFTOVERS),
            new Question(LAW, "nobody sees a batch call that is being removed", REMOVED));

    private LedgerLawSql() {
    }
}
