-- What a carrier calls a call that it was asked for, so that it can be asked of it after a crash. It goes with the batch
-- call's attempts.
create table carrier_call (
    batch_id   bigint      not null,
    seq        int         not null,
    no         smallint    not null,
    carrier_id text        not null check (length(carrier_id) between 1 and 64),
    primary key (batch_id, seq, no)
);
