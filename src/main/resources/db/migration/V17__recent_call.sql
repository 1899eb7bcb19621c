-- Attempts that count against an organisation's cap on attempts to one person; written only where there is one.
create table recent_call (
    organization_id text        collate "C" not null,
    number          text        not null,
    opened_at       timestamptz not null,
    batch_id        bigint      not null,
    seq             int         not null,
    no              smallint    not null,
    primary key (organization_id, number, opened_at, batch_id, seq, no)
);
create index recent_call_by_age on recent_call using brin (opened_at);

-- How the calls of a minute ended, of batches that have a stop-loss rule: changed in the transaction that records them.
create table call_tally (
    batch_id  bigint      not null,
    minute    timestamptz not null,
    calls     int         not null,
    answered  int         not null,
    by_person int         not null,
    abandoned int         not null,
    failed    int         not null,
    declined  int         not null,
    primary key (batch_id, minute),
    constraint tally_figures check (0 <= abandoned and abandoned <= by_person and by_person <= answered
        and answered + failed + declined <= calls and failed >= 0 and declined >= 0)
) with (fillfactor = 50);
create index call_tally_by_age on call_tally using brin (minute);
