-- Which edit of an organisation's hours upkeep has handed on to its running batch calls, by its window_since, and up to
-- which of them; done: to all.
create table organization_edit (
    organization_id text        primary key references organization,
    window_since    timestamptz not null,
    batch_id        bigint      not null default 0,
    done            boolean     not null default false
);
