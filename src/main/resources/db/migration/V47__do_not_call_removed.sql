-- Numbers that somebody has taken off the do-not-call list, and when last: so that it can be told from one that was never put
-- there although its owner had asked for it.
create table do_not_call_removed (
    organization_id text        not null,
    number          text        not null,
    removed_at      timestamptz not null,
    primary key (organization_id, number)
);
