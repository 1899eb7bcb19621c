-- Placements of attempts over trunks that failed them before anything rang, each followed by another over another trunk, which
-- stands in the attempt's row as long as it is the last.
create table placement (
    batch_id    bigint      not null,
    seq         int         not null,
    no          smallint    not null,
    placement   smallint    not null check (placement between 1 and 2),
    trunk_id    bigint      not null,
    placed_at   timestamptz not null,
    ended_at    timestamptz not null,
    outcome     text        not null,
    sip_status  smallint,
    q850_cause  smallint,
    reason_text text,
    primary key (batch_id, seq, no, placement)
);
