-- Since when the quiet hours are as they are; null: since the batch was made. What was placed before obeyed others.
alter table batch_call add column quiet_since timestamptz;
