package dev.carillon.doctor;

import java.util.List;

/** Live calls never exceed a limit, and starts never a trunk's pace. */
final class CapacitySql {

    private static final String LAW = "Capacity";

    private static final String USAGE = """
            with o as (
                select o.organization_id, s.scope, s.id, count(*) as n
                from on_line o
                cross join lateral (
                    values (10, o.batch_id::text), (30, o.organization_id), (40, o.trunk_id::text), (50,
                          o.agent_id))
                    s(scope, id)
                group by o.organization_id, s.scope, s.id)
            select format('limit %s %s of organisation %s says %s live and has %s',
                          coalesce(u.scope, o.scope), coalesce(u.id, o.id),
                          coalesce(u.organization_id, o.organization_id), coalesce(u.live, 0),
                                coalesce(o.n, 0))
            from (select * from usage where scope in (10, 30, 40, 50)) u
            full join o on o.organization_id = u.organization_id and o.scope = u.scope
                  and o.id = u.id collate "C"
            where coalesce(u.live, 0) <> coalesce(o.n, 0)
            """;

    /** A caller ID has a limit only where somebody set one. */
    private static final String CALLER_ID = """
            with o as (
                select o.organization_id, coalesce(o.from_number, b.from_number) as id, count(*) as n
                from on_line o left join batch_call b on b.batch_id = o.batch_id
                group by 1, 2)
            select format('limit 20 %s of organisation %s says %s live and has %s', u.id, u.organization_id,
                          u.live, coalesce(o.n, 0))
            from usage u
            left join o on o.organization_id = u.organization_id and o.id = u.id collate "C"
            where u.scope = 20 and u.live <> coalesce(o.n, 0)
            """;

    /**
     * When a limit is put below what is live, those calls may end in peace; nothing is opened before enough
     * of them have (law: Obedience). What is reserved is not for batches.
     */
    private static final String LIVE = """
            select format('limit %s %s of organisation %s: %s live of %s', u.scope, u.id,
                  u.organization_id, u.live,
                          u.max_live - u.reserved)
            from usage u
            where u.live > u.max_live - u.reserved
                and (u.limited_at is null or exists (
                    select from on_line o
                    join attempt a on a.batch_id = o.batch_id and a.seq = o.seq and a.no = o.no
                    left join batch_call b on b.batch_id = o.batch_id
                    where o.organization_id = u.organization_id
                        and a.opened_at > u.limited_at + interval '1 second'
                        and u.id collate "C" = case u.scope
                            when 10 then o.batch_id::text when 20 then coalesce(o.from_number, b.from_number)
                            when 30 then o.organization_id
                            when 40 then o.trunk_id::text when 50 then o.agent_id end collate "C"))
            """;

    /**
     * With d = i - cps * t for the i-th start at t, the starts i to j are too many for their window exactly
     * when d rises by more than burst - 1 from i to j: so the lowest d so far tells of every window that ends
     * at j. What started before the pace was changed, and a second more, kept another.
     */
    private static final String PACE = """
            with p as (
                select a.batch_id, a.seq, a.no, 3 as placement, a.trunk_id, a.place_at
                from attempt a where a.outcome is distinct from 'not_placed'
                union all
                select x.batch_id, x.seq, x.no, x.placement, x.trunk_id, x.placed_at from placement x),
            s as (
                select a.trunk_id, a.place_at, u.calls_per_second as cps, u.burst,
                       row_number() over w
                           - u.calls_per_second
                               * extract(epoch from a.place_at - :now::timestamptz)::float8 as d
                from p a
                join trunk t on t.trunk_id = a.trunk_id
                join usage u on u.organization_id = t.organization_id collate "C" and u.scope = 40
                    and u.id = t.trunk_id::text collate "C" and u.calls_per_second is not null
                where a.place_at > greatest(:now::timestamptz - interval '1 hour',
                                            u.paced_since + interval '1 second')
                window w as (partition by a.trunk_id
                             order by a.place_at, a.batch_id, a.seq, a.no, a.placement)),
            m as (
                select s.*, s.d - min(s.d) over (partition by s.trunk_id order by s.place_at
                                                 rows unbounded preceding) + 1 as starts
                from s)
            select format('trunk %s, %s a second, burst %s: too many up to %s', m.trunk_id, m.cps, m.burst,
                  m.place_at)
            from m where m.starts > m.burst + 0.01
            """;

    static final List<Question> QUESTIONS = List.of(
            new Question(LAW, "what a limit says is live is on the line", USAGE),
            new Question(LAW, "what a caller ID's limit says is live is on the line", CALLER_ID),
            new Question(LAW, "live calls do not exceed a limit", LIVE),
            new Question(LAW, "starts on a trunk in any window of the last hour keep its pace", PACE));

    private CapacitySql() {
    }
}
