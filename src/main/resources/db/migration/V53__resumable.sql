-- What the carrier of a live call needs to go on with it in another process of its node, in that carrier's own words; it has
-- numbers and addresses in it. A row goes with the record of the call's end, or by upkeep.
create table resumable (
    batch_id   bigint      not null,
    seq        int         not null,
    no         smallint    not null,
    state      text        not null check (length(state) <= 16384),
    written_at timestamptz not null,
    primary key (batch_id, seq, no)
);
