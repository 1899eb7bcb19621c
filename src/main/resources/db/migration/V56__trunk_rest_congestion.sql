-- A trunk may also ask for its rest: it answers 503 with Retry-After, and the call ends as congestion.
alter table trunk_rest
    drop constraint trunk_rest_outcome_check,
    add constraint trunk_rest_outcome_check check (outcome in ('trunk_unreachable', 'trunk_config', 'congestion'));
