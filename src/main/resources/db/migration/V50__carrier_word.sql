-- What carriers have told by callback of calls, one row a leg and status, for the node that has the call. sequence: the
-- carrier's own counting of a leg's words. Upkeep takes the rows after a week.
create table carrier_word (
    word_id         bigint      generated always as identity primary key,
    organization_id text        not null,
    node_id         bigint      not null,
    batch_id        bigint      not null,
    seq             int         not null,
    no              smallint    not null,
    leg             text        not null check (leg in ('called', 'agent')),
    status          text        not null
        check (status in ('queued', 'initiated', 'ringing', 'in-progress', 'completed', 'busy', 'no-answer', 'failed',
                          'canceled')),
    carrier_id      text        not null check (length(carrier_id) between 1 and 64),
    sequence        int,
    sip_status      smallint    not null,
    seconds         int         not null,
    told_at         timestamptz not null,
    read            boolean     not null default false,
    unique (batch_id, seq, no, leg, status)
);
create index carrier_word_unread on carrier_word (node_id, word_id) where not read;
create index carrier_word_by_age on carrier_word using brin (told_at);
