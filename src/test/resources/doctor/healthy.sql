-- A small house in which every law holds at 2026-03-01 12:00 UTC: one running batch, one paused, one scheduled.
insert into organization values ('aaaaaaaaaaaaaaaaaaaa', '2026-03-01 10:00Z'), ('bbbbbbbbbbbbbbbbbbbb', '2026-03-01 10:00Z');
insert into organization_counter values ('aaaaaaaaaaaaaaaaaaaa', 2), ('bbbbbbbbbbbbbbbbbbbb', 1);
insert into node overriding system value values
    (1, '2026-03-01 10:00Z', '2026-03-01 12:00:04Z'), (2, '2026-03-01 10:00Z', '2026-03-01 11:00Z');
insert into trunk (trunk_id, organization_id, public_id, kind, name, created_at) overriding system value values
    (1, 'aaaaaaaaaaaaaaaaaaaa', gen_random_uuid(), 'sandbox', 'Sandbox', '2026-03-01 10:00Z'),
    (2, 'bbbbbbbbbbbbbbbbbbbb', gen_random_uuid(), 'sandbox', 'Sandbox', '2026-03-01 10:00Z');
insert into caller_id values ('aaaaaaaaaaaaaaaaaaaa', '*', 1, 0), ('bbbbbbbbbbbbbbbbbbbb', '*', 2, 0);
insert into do_not_call values
    ('aaaaaaaaaaaaaaaaaaaa', '+4915110000003', '2026-03-01 10:00Z'),
    ('aaaaaaaaaaaaaaaaaaaa', '+4915110000000', '2026-03-01 11:59Z');

insert into batch_call (batch_id, organization_id, public_id, from_number, agent_id, status, reason, total, sandbox,
                        quiet_start, quiet_end, quiet_zone, max_attempts, duplicates, created_at, updated_at)
overriding system value values
    (1, 'aaaaaaaaaaaaaaaaaaaa', gen_random_uuid(), '+4930123456', 'agent_1', 'sent', null, 6, true,
     '22:00', '08:00', 'Europe/Berlin', 3, 'skip', '2026-03-01 11:00Z', '2026-03-01 11:00Z'),
    (2, 'aaaaaaaaaaaaaaaaaaaa', gen_random_uuid(), '+4930123456', 'agent_1', 'paused', 'by_user', 1, true,
     null, null, null, 1, 'skip', '2026-03-01 11:00Z', '2026-03-01 11:00Z'),
    (3, 'bbbbbbbbbbbbbbbbbbbb', gen_random_uuid(), '+4930123456', 'agent_1', 'sent', null, 1, true,
     null, null, null, 1, 'skip', '2026-03-01 11:00Z', '2026-03-01 11:59:30Z');
insert into batch_progress (batch_id, status, total, next_seq, open, calling, failed, skipped, sent, picked_up, completed)
values (1, 'sent', 6, 5, 3, 1, 1, 1, 4, 2, 1), (2, 'paused', 1, 0, 1, 0, 0, 0, 0, 0, 0), (3, 'sent', 1, 0, 1, 0, 0, 0, 0, 0, 0);

-- Completed; on the line; waiting for its second attempt; never dialled; lost; not yet reached.
insert into task (batch_id, seq, to_number, status, reason, budget, picked_up, created_at)
select 1, x.seq, '+491511000000' || x.seq, x.status, x.reason, 3, x.picked_up, '2026-03-01 11:00Z'
from (values (0, 'completed', null, true), (1, 'pending', null, true), (2, 'pending', null, false),
             (3, 'skipped', 'do_not_call', false), (4, 'failed', null, false), (5, 'pending', null, false))
    x(seq, status, reason, picked_up);
insert into task (batch_id, seq, to_number, budget, created_at)
values (2, 0, '+4915120000000', 1, '2026-03-01 11:00Z'), (3, 0, '+4915130000000', 1, '2026-03-01 11:00Z');
-- Seen by nobody: an import that is not complete.
insert into task (batch_id, seq, to_number, budget, created_at) values (2, 1, '+4915120000001', 1, '2026-03-01 11:00Z');

insert into attempt (batch_id, seq, no, spent, budget, phase, node_id, trunk_id, to_number, agent_id, opened_at,
                     place_at, place_by, last_deadline, answered_at, ended_at, outcome)
select 1, x.seq, x.no, x.spent, 3, x.phase, x.node, 1, '+491511000000' || x.seq, 'agent_1', x.at, x.at,
       x.at + interval '400 ms', x.at + interval '1 hour', x.answered_at::timestamptz,
       x.ended_at::timestamptz, x.outcome
from (values (0, 1, 1, 4, 1, timestamptz '2026-03-01 11:50:00Z', null, timestamptz '2026-03-01 11:50:00Z', 'not_placed'),
             (0, 2, 1, 4, 1, '2026-03-01 11:50:00.5Z', '2026-03-01 11:50:01Z', '2026-03-01 11:50:05Z', 'completed'),
             (1, 1, 1, 3, 1, '2026-03-01 11:59:55.00Z', '2026-03-01 11:59:56Z', null, null),
             (2, 1, 1, 4, 1, '2026-03-01 11:59:55.02Z', null, '2026-03-01 11:59:59Z', 'no_answer'),
             (4, 1, 1, 4, 2, '2026-03-01 11:59:55.04Z', null, '2026-03-01 11:59:59Z', 'lost'))
    x(seq, no, spent, phase, node, at, answered_at, ended_at, outcome);
update attempt set zones = '{Europe/Berlin}';
-- 13:30 in Berlin is 12:30 UTC. One call of the tally was answered, and no agent said to have come.
update batch_call set calling_window = '[{"days": [7], "start_time": "12:00", "end_time": "13:30"}]',
    stop_loss = '[{"measure": "abandon_rate", "percent": 3, "minimum_calls": 300, "window_minutes": 43200}]'
where batch_id = 1;
insert into call_tally values (1, '2026-03-01 11:50Z', 1, 1, 1, 1, 0, 0), (1, '2026-03-01 11:59Z', 2, 0, 0, 0, 1, 0);
insert into due values (1, '2026-03-01 12:30Z', 2, 2, 1, 'retry_wait');
insert into on_line
select 'aaaaaaaaaaaaaaaaaaaa', a.to_number, a.node_id, 1, a.seq, a.no, 1, 'agent_1', a.last_deadline
from attempt a where a.phase < 4 or a.outcome = 'lost';
insert into usage values
    ('aaaaaaaaaaaaaaaaaaaa', 10, '1', 2, 10, null, 1, '2026-03-01 11:00Z'),
    ('aaaaaaaaaaaaaaaaaaaa', 10, '2', 0, null, null, 1, '2026-03-01 11:00Z'),
    ('aaaaaaaaaaaaaaaaaaaa', 30, 'aaaaaaaaaaaaaaaaaaaa', 2, null, null, 1, '2026-03-01 11:00Z'),
    ('aaaaaaaaaaaaaaaaaaaa', 40, '1', 2, 500, 50, 1, '2026-03-01 11:00Z'),
    ('aaaaaaaaaaaaaaaaaaaa', 50, 'agent_1', 2, 500, null, 1, '2026-03-01 11:00Z'),
    ('bbbbbbbbbbbbbbbbbbbb', 40, '2', 0, 500, 50, 1, '2026-03-01 11:00Z');
insert into event (organization_id, at, type, batch_id) values
    ('aaaaaaaaaaaaaaaaaaaa', '2026-03-01 11:00Z', 'batch_sent', 1);
