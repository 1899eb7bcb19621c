-- Every row satisfied the narrower rule, so none is looked at again.
alter table event drop constraint event_type_check;
alter table event add constraint event_type_check check (type in (
    'attempt_ended', 'batch_created', 'batch_scheduled', 'batch_sent', 'batch_paused', 'batch_cancelled',
    'batch_completed', 'batch_failed', 'batch_appended', 'batch_updated', 'call_reported', 'call_opted_out')) not valid;
