-- What the list's filters look for: batch calls of an agent, of a caller ID, and parts of names in any case.
create index batch_call_by_agent on batch_call (organization_id, agent_id);
create index batch_call_by_from_number on batch_call (organization_id, from_number);

-- Parts of names need pg_trgm, of PostgreSQL's contrib. A database that does not have it, or a user who may not create it,
-- goes without: then a search by name reads every name of the organisation. The case is ICU's, as in the search itself.
do $$
declare
    place text;
begin
    create extension if not exists pg_trgm;
    select quote_ident(n.nspname) into strict place
    from pg_extension e join pg_namespace n on n.oid = e.extnamespace where e.extname = 'pg_trgm';
    execute 'create index batch_call_by_part_of_name on batch_call'
        || ' using gin (lower(name collate "und-x-icu") ' || place || '.gin_trgm_ops)';
exception when insufficient_privilege or undefined_file or undefined_object or feature_not_supported then
    raise notice 'without pg_trgm: %', sqlerrm;
end
$$;
