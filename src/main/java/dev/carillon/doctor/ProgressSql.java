package dev.carillon.doctor;

import java.util.List;

/** What may be dialled is dialled, and nothing is held past its time: as long as there is a node to do it. */
final class ProgressSql {

    static final String LAW = "Progress";

    private static final String ENDED = """
            select format('batch %s', p.batch_id)
            from batch_progress p
            where p.status = 'sent' and p.open = 0
                  and exists (select from node n where n.lease_until > :now::timestamptz)
            """;

    /**
     * Only where an organisation stands still altogether: as long as it has a call on the line or had one
     * lately, its limits and its pace may be why the others wait; and so may a pace of less than a call a
     * minute.
     */
    private static final String STANDSTILL = """
            with late as (
                select b.organization_id, b.batch_id
                from batch_call b join batch_progress p on p.batch_id = b.batch_id
                where p.status = 'sent' and b.status = 'sent'
                    and b.updated_at < :now::timestamptz - interval '60 seconds'
                    and (p.next_seq < p.total
                         or exists (select from due d
                                    where d.batch_id = b.batch_id
                                          and d.due_at < :now::timestamptz - interval '60 seconds')))
            select format('batch %s of organisation %s', l.batch_id, l.organization_id)
            from late l
            where exists (select from node n where n.lease_until > :now::timestamptz)
                and not exists (select from on_line o where o.organization_id = l.organization_id collate "C")
                and not exists (
                    select from batch_call b join attempt a on a.batch_id = b.batch_id
                    where b.organization_id = l.organization_id
                          and a.opened_at > :now::timestamptz - interval '60 seconds')
                and not exists (
                    select from usage u
                    where u.organization_id = l.organization_id collate "C"
                          and u.free_at > :now::timestamptz - interval '60 seconds')
            """;

    private static final String DEAD_NODE = """
            select format('attempt %s/%s/%s of node %s', a.batch_id, a.seq, a.no, a.node_id)
            from attempt a left join node n on n.node_id = a.node_id
            where a.phase < 4
                and coalesce(n.lease_until, '-infinity') < :now::timestamptz - interval '10 seconds'
                and exists (select from node x where x.lease_until > :now::timestamptz)
            """;

    /**
     * An attempt that nobody closed is given half a minute more, lest a node that is only slow is overruled.
     */
    private static final String ON_LINE = """
            select format('%s of attempt %s/%s/%s', o.number, o.batch_id, o.seq, o.no)
            from on_line o
            left join attempt a on a.batch_id = o.batch_id and a.seq = o.seq and a.no = o.no
            where o.deadline < :now::timestamptz -
                  case when a.phase < 4 then interval '40 seconds' else interval '10 seconds' end
                and exists (select from node x where x.lease_until > :now::timestamptz)
            """;

    static final List<Question> QUESTIONS = List.of(
            new Question(LAW, "a batch with nothing open has ended", ENDED),
            new Question(LAW, "what is due is dialled when nothing is in its way", STANDSTILL),
            new Question(LAW, "a dead node's attempts are taken over", DEAD_NODE),
            new Question(LAW, "nothing is on the line past its last deadline", ON_LINE));

    private ProgressSql() {
    }
}
