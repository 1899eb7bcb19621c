-- Batch calls are edited and deleted.
-- Each table that is altered for it has a file, and so a transaction, of its own: nobody who holds one of them is waited
-- for while another is locked.

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
create table removed_batch (
    batch_id        bigint      primary key,
    organization_id text        not null references organization,
    removed_at      timestamptz not null
);
