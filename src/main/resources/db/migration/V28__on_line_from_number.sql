-- The caller ID of a call, kept with it: a lost call keeps its slots beyond the deletion of its batch.
alter table on_line add column from_number text;
