-- Trunks that do not work, as a node sees it that dials: it opens nothing over them until then. Written by that node whenever
-- it changes, for people who look at the directory; no node dials by another's rows.
create table trunk_rest (
    node_id     bigint      not null,
    trunk_id    bigint      not null,
    outcome     text        not null check (outcome in ('trunk_unreachable', 'trunk_config')),
    reason_text text,
    since       timestamptz not null,
    until       timestamptz not null,
    primary key (node_id, trunk_id)
);
