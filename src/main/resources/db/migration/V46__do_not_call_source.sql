-- Who put it there: the called party through an agent, or through its network; null: a request did.
alter table do_not_call add column source text;
alter table do_not_call add constraint do_not_call_source
    check (source in ('opt_out', 'blocked_by_callee')) not valid;
