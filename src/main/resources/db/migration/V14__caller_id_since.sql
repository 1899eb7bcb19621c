alter table caller_id
    add column name       text check (length(name) between 1 and 255),
    add column created_at timestamptz;
