-- Since when the pace is as it is; null: since the row was made. What started before kept another.
alter table usage add column paced_since timestamptz;
