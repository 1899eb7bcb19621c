package dev.carillon.doctor;

import java.util.List;

/**
 * A task has one live attempt, a number one live call of an organisation, and what was lost is not dialled
 * again.
 */
final class SingleDialSql {

    private static final String LAW = "Single dial";

    private static final String TASKS = """
            select format('task %s/%s has %s', a.batch_id, a.seq, count(*))
            from attempt a where a.phase < 4 group by a.batch_id, a.seq having count(*) > 1
            """;

    private static final String NUMBERS = """
            select format('%s of organisation %s has %s', a.to_number, b.organization_id, count(*))
            from attempt a join batch_call b on b.batch_id = a.batch_id
            where a.phase < 4 group by b.organization_id, a.to_number having count(*) > 1
            """;

    private static final String LIVE = """
            select format('attempt %s/%s/%s to %s', a.batch_id, a.seq, a.no, a.to_number)
            from attempt a join batch_call b on b.batch_id = a.batch_id
            where a.phase < 4 and not exists (
                select from on_line o
                where o.organization_id = b.organization_id and o.number = a.to_number
                      and o.batch_id = a.batch_id
                    and o.seq = a.seq and o.no = a.no and o.node_id = a.node_id)
            """;

    /** A lost attempt keeps its row until its end is confirmed. */
    private static final String ON_LINE = """
            select format('%s of attempt %s/%s/%s', o.number, o.batch_id, o.seq, o.no)
            from on_line o
            where not exists (
                select from attempt a
                where a.batch_id = o.batch_id and a.seq = o.seq and a.no = o.no
                    and (a.phase < 4 or a.outcome = 'lost'))
            """;

    /**
     * By itself. A rule may name it, and then waits for its last deadline, or for the start of the node whose
     * calls ended with it. Before the rules were edited others held.
     */
    private static final String LOST = """
            select format('attempt %s/%s/%s after %s, which was lost', a.batch_id, a.seq, a.no, l.no)
            from attempt l join attempt a on a.batch_id = l.batch_id and a.seq = l.seq and a.no = l.no + 1
            join batch_call b on b.batch_id = l.batch_id
            where l.outcome = 'lost'
                and not (coalesce(b.retry_rules @> '[{"condition": "lost"}]', false)
                         or l.ended_at < coalesce(b.retry_since + interval '1 second', '-infinity'))
            """;
    private static final String LOST_SOON = """
            select format('attempt %s/%s/%s at %s, after %s, whose last deadline is %s', a.batch_id, a.seq, a.no,
                          a.opened_at, l.no, l.last_deadline)
            from attempt l join attempt a on a.batch_id = l.batch_id and a.seq = l.seq and a.no = l.no + 1
            where l.outcome = 'lost' and a.opened_at < l.last_deadline
                and l.note is distinct from 'its node was started again'
            """;

    /** Else a later process might go on with a call that is over. */
    private static final String RESUMABLE = """
            select format('of attempt %s/%s/%s', r.batch_id, r.seq, r.no)
            from resumable r
            where not exists (
                select from attempt a
                where a.batch_id = r.batch_id and a.seq = r.seq and a.no = r.no
                    and (a.phase < 4 or a.outcome = 'lost'))
            """;

    /**
     * The last placement stands in the attempt, the others are kept, each over a trunk of its own. A node's
     * clock may step back a little when it learns the database's time.
     */
    private static final String PLACEMENTS = """
            select format('attempt %s/%s/%s: placement %s over trunk %s', p.batch_id, p.seq, p.no, p.placement,
                          p.trunk_id)
            from placement p
            left join attempt a on a.batch_id = p.batch_id and a.seq = p.seq and a.no = p.no
            where a.batch_id is null or a.trunk_id = p.trunk_id or a.place_at < p.placed_at - interval '1 second'
                or (p.placement = 2 and not exists (
                    select from placement x
                    where x.batch_id = p.batch_id and x.seq = p.seq and x.no = p.no and x.placement = 1
                        and x.trunk_id <> p.trunk_id and x.placed_at <= p.placed_at + interval '1 second'))
            """;

    static final List<Question> QUESTIONS = List.of(
            new Question(LAW, "a task has at most one live attempt", TASKS),
            new Question(LAW, "a number has at most one live call of an organisation", NUMBERS),
            new Question(LAW, "every live attempt is on the line", LIVE),
            new Question(LAW, "whatever is on the line is a live or lost attempt", ON_LINE),
            new Question(LAW, "a lost attempt is followed by another only where a rule says so", LOST),
            new Question(LAW, "a lost attempt is not followed by another before its last deadline",
                    LOST_SOON),
            new Question(LAW, "what is kept to go on with a call after a crash is of a live or lost attempt",
                    RESUMABLE),
            new Question(LAW, "an attempt is placed at most three times, over another trunk each time",
                    PLACEMENTS));

    private SingleDialSql() {
    }
}
