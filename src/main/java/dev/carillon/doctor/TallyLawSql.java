package dev.carillon.doctor;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

import dev.carillon.call.Outcome;

/** What a batch's stop-loss rules are told equals a recount of its attempts. */
final class TallyLawSql {

    /**
     * Calls before its rules were made, or before it was resumed, count no more: of the minute, neither. No
     * rule looks back for longer than 30 days.
     */
    private static final String TALLIES = """
            with b as (
                select b.batch_id, greatest(date_trunc('minute', b.counts_since) + interval '1 minute',
                                            :now::timestamptz - interval '30 days') as since
                from batch_call b where b.stop_loss is not null),
            a as (
                select a.batch_id, date_trunc('minute', a.ended_at) as minute, count(*) as calls,
                       count(*) filter (where a.answered_at is not null) as answered,
                       count(*) filter (where a.answered_at is not null and a.outcome <> 'voicemail')
                           as by_person,
                       count(*) filter (where a.answered_at is not null and a.outcome <> 'voicemail'
                           and (a.joined_at is null or a.joined_at > a.answered_at + interval '2 seconds'))
                           as abandoned,
                       count(*) filter (where a.answered_at is null and a.outcome in (%s)) as failed,
                       count(*) filter (where a.answered_at is null
                           and a.outcome in ('declined', 'blocked_by_callee')) as declined
                from attempt a join b on b.batch_id = a.batch_id
                where a.phase = 4 and a.outcome <> 'not_placed' and a.ended_at >= b.since
                group by 1, 2),
            c as (
                select c.* from call_tally c join b on b.batch_id = c.batch_id where c.minute >= b.since)
            select format('batch %%s at %%s says %%s calls, answered %%s, by_person %%s, abandoned %%s, failed'
                              || ' %%s, declined %%s; its attempts are %%s, %%s, %%s, %%s, %%s, %%s',
                          coalesce(c.batch_id, a.batch_id), coalesce(c.minute, a.minute), c.calls, c.answered,
                          c.by_person, c.abandoned, c.failed, c.declined, a.calls, a.answered, a.by_person,
                          a.abandoned, a.failed, a.declined)
            from c full join a on a.batch_id = c.batch_id and a.minute = c.minute
            where (c.calls, c.answered, c.by_person, c.abandoned, c.failed, c.declined) is distinct from
                (a.calls::int, a.answered::int, a.by_person::int, a.abandoned::int, a.failed::int,
                 a.declined::int)
            """.formatted(Arrays.stream(Outcome.values()).filter(Outcome::failedByNetwork)
            .map(outcome -> "'" + outcome.word() + "'").collect(Collectors.joining(", ")));

    static final List<Question> QUESTIONS = List.of(
            new Question("Ledger", "a tally of calls equals a recount of the attempts", TALLIES));

    private TallyLawSql() {
    }
}
