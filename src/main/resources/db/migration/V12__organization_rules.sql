-- What holds for all batch calls of an organisation. calling_window as in batch_call; null: what the batches say, and
-- 08:00 to 21:00 for live ones; []: none, said explicitly. default_zones: {"RU": "Europe/Moscow", …}, in place of the
-- several zones of a country's numbers.
alter table organization
    add column name           text     check (length(name) between 1 and 255),
    add column weight         smallint not null default 1 check (weight between 1 and 100),
    add column calling_window jsonb,
    add column window_since   timestamptz,
    add column default_zones  jsonb    not null default '{}',
    add column cap_attempts   int      check (cap_attempts >= 1),
    add column cap_days       smallint check (cap_days between 1 and 365),
    add column cap_since      timestamptz,
    add constraint attempt_cap check ((cap_attempts is null) = (cap_days is null));
