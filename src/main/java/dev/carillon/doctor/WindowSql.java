package dev.carillon.doctor;

import java.util.List;

/**
 * No attempt is placed in its batch's quiet hours nor rings outside of a calling window, as PostgreSQL's own
 * zones have them.
 */
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

    /**
     * The batch's calling window and its organisation's, each since it is as it is, in every zone that the
     * attempt was opened for. A gap in a window is a minute or longer, so a ring of half a minute that begins
     * and ends within is within. Where the clock is put, both moments are looked at as well.
     */
    private static final String RANG = """
            with w as (
                select b.batch_id, x.spans, coalesce(x.since + interval '1 second', '-infinity') as since
                from batch_call b
                join organization o on o.organization_id = b.organization_id
                cross join lateral (
                    values (b.calling_window, b.window_since),
                           (case when o.calling_window is null and not b.sandbox then
                                '[{"days": [1, 2, 3, 4, 5, 6, 7], "start_time": "08:00",
                                   "end_time": "21:00"}]'::jsonb
                                 else o.calling_window end, o.window_since)) x (spans, since)
                where jsonb_array_length(x.spans) > 0),
            a as (
                select a.batch_id, a.seq, a.no, w.spans, z.name as zone, (m.at at time zone z.name) as local
                from attempt a
                join w on w.batch_id = a.batch_id and a.place_at > w.since
                left join lateral unnest(a.zones) z(name) on true
                cross join lateral (
                    values (a.place_at), (a.place_at + interval '30 seconds' - interval '1 microsecond')) m (at)
                where a.outcome is distinct from 'not_placed'
                    and (z.name is null or z.name in (select n.name from pg_timezone_names n)))
            select format('attempt %s/%s/%s at %s in %s', a.batch_id, a.seq, a.no, min(a.local), a.zone)
            from a
            where a.zone is null or not exists (
                select from jsonb_array_elements(a.spans) s
                where s -> 'days' @> to_jsonb(extract(isodow from a.local)::int)
                    and a.local::time >= (s ->> 'start_time')::time
                    and (s ->> 'end_time' = '00:00' or a.local::time < (s ->> 'end_time')::time))
            group by a.batch_id, a.seq, a.no, a.zone
            """;

    static final List<Question> QUESTIONS = List.of(
            new Question("Window", "no attempt is placed in the quiet hours of its batch", PLACED),
            new Question("Window", "no attempt rings outside of a calling window", RANG));

    private WindowSql() {
    }
}
