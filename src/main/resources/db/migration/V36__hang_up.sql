-- Live calls that somebody has asked to hang up, for the nodes that have them. Upkeep takes the row when the call has
-- ended.
create table hang_up (
    node_id  bigint      not null,
    batch_id bigint      not null,
    seq      int         not null,
    no       smallint    not null,
    asked_at timestamptz not null,
    primary key (node_id, batch_id, seq, no)
);
