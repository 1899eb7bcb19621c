alter table agent
    add column name       text check (length(name) between 1 and 255),
    add column updated_at timestamptz;
