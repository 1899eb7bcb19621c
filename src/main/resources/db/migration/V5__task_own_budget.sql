-- Whether the task itself named its number of attempts: then its batch's changes it no more.
alter table task add column own_budget boolean not null default false;

-- Until now nobody could change the batch's: where a task has another, it named it.
update task t set own_budget = true
from batch_call b
where b.batch_id = t.batch_id and b.status not in ('completed', 'failed', 'cancelled')
    and t.status = 'pending' and t.budget <> b.max_attempts;
