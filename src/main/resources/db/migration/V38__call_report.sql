-- What agents said of calls, one row a call that something was said of; it goes with the batch call's attempts. late:
-- some of it was said after the call had ended.
create table call_report (
    batch_id       bigint      not null,
    seq            int         not null,
    no             smallint    not null,
    classification text        check (classification in ('voicemail', 'human')),
    opt_out        boolean     not null,
    disposition    text        check (length(disposition) between 1 and 100),
    note           text        check (length(note) between 1 and 2000),
    late           boolean     not null,
    first_at       timestamptz not null,
    last_at        timestamptz not null,
    primary key (batch_id, seq, no),
    constraint report_says_something
        check (classification is not null or opt_out or disposition is not null or note is not null)
);
