package dev.carillon.doctor;

import java.util.List;

/** No attempt is placed in its batch's quiet hours, as PostgreSQL's own zones have them. */
final class WindowSql {

    /**
     * A name that only Java knows cannot be asked for here. Before the hours were edited others held, and for
     * a second more (law: Obedience).
     */
    private static final String PLACED = """
            with b as (
                select b.batch_id, b.quiet_start, b.quiet_end, b.quiet_zone, b.quiet_since
                from batch_call b
                where b.quiet_zone is not null
                      and b.quiet_zone in (select z.name from pg_timezone_names z)),
            a as (
                select a.batch_id, a.seq, a.no, b.quiet_start, b.quiet_end, b.quiet_zone,
                       (a.place_at at time zone b.quiet_zone)::time as local
                from attempt a join b on b.batch_id = a.batch_id
                where a.outcome is distinct from 'not_placed'
                    and a.place_at > coalesce(b.quiet_since + interval '1 second', '-infinity'))
            select format('attempt %s/%s/%s at %s, quiet from %s to %s in %s', a.batch_id, a.seq, a.no,
                  a.local,
                          a.quiet_start, a.quiet_end, a.quiet_zone)
            from a
            where case when a.quiet_start < a.quiet_end then a.local >= a.quiet_start
                  and a.local < a.quiet_end
                       else a.local >= a.quiet_start or a.local < a.quiet_end end
            """;

    static final List<Question> QUESTIONS = List
            .of(new Question("Window", "no attempt is placed in the quiet hours of its batch", PLACED));

    private WindowSql() {
    }
}
