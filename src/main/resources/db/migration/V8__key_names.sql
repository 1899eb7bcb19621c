-- What people call a key; one that was made before has none.
alter table api_key add column name text check (length(name) between 1 and 255);
