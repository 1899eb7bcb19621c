-- reserved: how many of a trunk's live calls batches leave free. day, day_starts, day_limit: how many live attempts an
-- organisation's batches opened on that day (UTC), and how many they may; they are in its row of scope 30.
alter table usage
    add column reserved   int not null default 0 check (reserved >= 0),
    add column day        date,
    add column day_starts int not null default 0 check (day_starts >= 0),
    add column day_limit  int check (day_limit >= 1);
