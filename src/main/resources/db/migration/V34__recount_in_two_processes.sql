-- For a large batch: PostgreSQL may count with a second process, so that who asks waits half as long. It has a setting of
-- its own and is therefore planned and begun by itself, which for a small batch takes longer than to count it.
alter function recount(bigint, int) parallel safe;

create function recount_in_two(of_batch bigint, tasks int)
returns table (total int, sent int, picked_up int, completed int) language sql stable
set max_parallel_workers_per_gather = 1 as $$
    select * from recount(of_batch, tasks)
$$;
