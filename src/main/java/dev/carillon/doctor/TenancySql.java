package dev.carillon.doctor;

import java.util.List;

/** Every row belongs to the organisation of what it is about. */
final class TenancySql {

    private static final String LAW = "Tenancy";

    private static final String ON_LINE = """
            select format('%s of batch %s: organisation %s, not %s', o.number, o.batch_id,
                  o.organization_id,
                          b.organization_id)
            from on_line o join batch_call b on b.batch_id = o.batch_id
            where o.organization_id <> b.organization_id
            """;

    private static final String EVENT = """
            select format('event %s of batch %s: organisation %s, not %s', e.event_id, e.batch_id,
                  e.organization_id,
                          b.organization_id)
            from event e join batch_call b on b.batch_id = e.batch_id
            where e.organization_id <> b.organization_id
            """;

    private static final String USAGE = """
            select format('limit %s %s: organisation %s, not %s', u.scope, u.id, u.organization_id,
                  x.organization_id)
            from usage u
            join (select 10 as scope, batch_id::text as id, organization_id from batch_call
                  union all select 40, trunk_id::text, organization_id from trunk
                  union all select 30, organization_id, organization_id from organization) x
                on x.scope = u.scope and x.id = u.id collate "C"
            where u.organization_id <> x.organization_id
            """;

    private static final String CALLER_ID = """
            select format('caller ID %s of organisation %s on trunk %s of %s', c.number, c.organization_id,
                  t.trunk_id,
                          t.organization_id)
            from caller_id c join trunk t on t.trunk_id = c.trunk_id
            where c.organization_id <> t.organization_id
            """;

    private static final String CALLER_ID_LIMIT = """
            select format('limit 20 %s of organisation %s, which has no such caller ID', u.id,
                          u.organization_id)
            from usage u
            where u.scope = 20 and not exists (
                select from caller_id c
                where c.organization_id = u.organization_id and c.number = u.id collate "C")
            """;

    private static final String ATTEMPT = """
            select format('attempt %s/%s/%s of organisation %s on trunk %s of %s', a.batch_id, a.seq, a.no,
                          b.organization_id, t.trunk_id, t.organization_id)
            from (select a.batch_id, a.seq, a.no, a.trunk_id from attempt a
                  union all select p.batch_id, p.seq, p.no, p.trunk_id from placement p) a
            join batch_call b on b.batch_id = a.batch_id
            join trunk t on t.trunk_id = a.trunk_id
            where b.organization_id <> t.organization_id
            """;

    static final List<Question> QUESTIONS = List.of(
            new Question(LAW, "what is on the line belongs to the organisation of its batch", ON_LINE),
            new Question(LAW, "an event belongs to the organisation of its batch", EVENT),
            new Question(LAW, "a limit belongs to the organisation of what it limits", USAGE),
            new Question(LAW, "a caller ID and its trunk belong to one organisation", CALLER_ID),
            new Question(LAW, "a caller ID's limit belongs to an organisation that has the caller ID",
                    CALLER_ID_LIMIT),
            new Question(LAW, "a call goes over a trunk of its own organisation", ATTEMPT));

    private TenancySql() {
    }
}
