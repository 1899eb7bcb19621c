-- What a batch call itself says of when and how often its tasks are dialled, and when it pauses by itself.
-- calling_window: [{"days": [1 to 7, Monday first], "start_time": "08:00", "end_time": "21:00"}, …] in the called party's
-- time, 00:00 as an end meaning the end of the day; window_since: since when it is as it is, null: since the batch was
-- made. retry_rules: [{"condition", "time"} | {"condition", "minutes"}, …], those that hold. stop_loss: [{"measure",
-- "percent", "minimum_calls", "window_minutes"}, …]; null: none. counts_since: whoever resumed a batch that a rule had
-- paused has seen the calls before; they count no more.
alter table batch_call
    add column calling_window jsonb,
    add column window_since   timestamptz,
    add column retry_rules    jsonb,
    add column retry_spread   boolean  not null default false,
    add column priority       smallint not null default 5 check (priority between 0 and 9),
    add column stop_loss      jsonb,
    add column counts_since   timestamptz,
    add column reason_detail  text;

-- Batches that were started, changed or appended to lately: what a node looks at between two looks at all that run.
create index batch_call_changed on batch_call (updated_at) where status = 'sent';
create index batch_call_stop_loss on batch_call (batch_id) where status = 'sent' and stop_loss is not null;
