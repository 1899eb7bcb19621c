-- When max_live was put below what was live then: those calls may end in peace.
alter table usage add column limited_at timestamptz;
