-- What a batch's tasks and attempts say of it. Tasks at and beyond the total belong to an import that is not
-- complete. Whoever recounts, recounts with this; a batch that is null has nothing, at no cost.
create function recount(of_batch bigint, tasks int)
returns table (total int, sent int, picked_up int, completed int) language sql stable as $$
    select count(*)::int,
           (select count(*) from attempt a where a.batch_id = of_batch and a.no = 1)::int,
           (count(*) filter (where t.picked_up))::int,
           (count(*) filter (where t.status = 'completed'))::int
    from task t where t.batch_id = of_batch and t.seq < tasks
$$;

-- The recount of a batch that has ended, written in the transaction that ended it, or of a large one by upkeep: nothing
-- of it changes any more.
-- A seal that is missing costs a recount, no more.
create table batch_seal (
    batch_id  bigint      primary key references batch_call on delete cascade,
    total     int         not null,
    sent      int         not null,
    picked_up int         not null,
    completed int         not null,
    sealed_at timestamptz not null,
    constraint seal_figures check (0 <= completed and completed <= picked_up and picked_up <= sent and sent <= total)
);

-- Ended batches whose recount upkeep still has to seal, one at a time: large ones, for which nobody should wait.
create table unsealed_batch (
    batch_id bigint primary key references batch_call on delete cascade
);

insert into unsealed_batch (batch_id)
select p.batch_id from batch_progress p
where p.open = 0 and p.status in ('completed', 'failed', 'cancelled');
