-- Since when the retry rules are as they are; null: since the batch was made. What was tried again before obeyed others.
alter table batch_call add column retry_since timestamptz;
