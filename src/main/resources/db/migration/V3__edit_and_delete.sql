-- Batch calls are edited and deleted.

-- Every row satisfied the narrower rule, so none is looked at again.
alter table event drop constraint event_type_check;
alter table event add constraint event_type_check check (type in (
    'attempt_ended', 'batch_created', 'batch_scheduled', 'batch_sent', 'batch_paused', 'batch_cancelled',
    'batch_completed', 'batch_failed', 'batch_appended', 'batch_updated')) not valid;

-- Since when the quiet hours are as they are; null: since the batch was made. What was placed before obeyed others.
alter table batch_call add column quiet_since timestamptz;

-- Whether the task itself named its number of attempts: then its batch's changes it no more.
alter table task add column own_budget boolean not null default false;

-- When max_live was put below what was live then: those calls may end in peace.
alter table usage add column limited_at timestamptz;

-- A running batch whose rules were edited. What was stored by the rules before is brought in line by upkeep, in steps,
-- and then the row goes. budgets: whether the tasks' budgets are to be written, and how far that has come: next_seq in
-- the tasks that the cursor has not reached, (due_at, seq) in the due rows. look_at: not before.
create table batch_edit (
    batch_id  bigint      primary key references batch_call,
    edited_at timestamptz not null,
    look_at   timestamptz not null,
    budgets   boolean     not null,
    next_seq  int         not null default 0,
    due_at    timestamptz not null default '-infinity',
    seq       int         not null default -1
);

-- A batch call that was deleted: nobody sees it any more, and upkeep removes in steps what is left of it.
-- emptied: its tasks, attempts and limits are gone; only its events are still looked for.
create table removed_batch (
    batch_id        bigint      primary key,
    organization_id text        not null references organization,
    removed_at      timestamptz not null,
    emptied         boolean     not null default false
);
