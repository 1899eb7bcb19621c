-- hours: how many times upkeep is still to walk over the due rows that wait for hours that were edited, and how far it has
-- come, (hours_due_at, hours_seq). Rows that nodes store by the former hours during the first walk, the second one finds.
alter table batch_edit
    add column hours        smallint    not null default 0 check (hours >= 0),
    add column hours_due_at timestamptz not null default '-infinity',
    add column hours_seq    int         not null default -1;
