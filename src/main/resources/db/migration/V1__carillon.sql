-- Carillon's first schema. CHECKs repeat the tables of dev.carillon.call; a test compares them with the enums.
-- Times are handed in by the program (Timeline); nothing here asks the database's clock.

create table installation (
    only_one   boolean     primary key default true check (only_one),
    id_key     bytea       not null check (length(id_key) = 16),
    created_at timestamptz not null
);

create table organization (
    organization_id text        primary key check (organization_id ~ '^[a-z0-9]{20}$'),
    created_at      timestamptz not null
);

-- The list's exact total, changed in the transaction that inserts or deletes a batch.
create table organization_counter (
    organization_id text   primary key references organization,
    batch_count     bigint not null default 0 check (batch_count >= 0)
);

create table api_key (
    organization_id text        not null references organization,
    api_key_id      uuid        not null,
    key             text        not null unique,
    secret_hash     bytea       not null check (length(secret_hash) = 32),
    scope           text        not null check (scope in ('read', 'operate', 'admin')),
    created_at      timestamptz not null,
    revoked_at      timestamptz,
    primary key (organization_id, api_key_id)
);

-- A running server: its lease, renewed every second. Whoever's lease has ended loses its open attempts.
create table node (
    node_id    bigint      generated always as identity primary key,
    started_at timestamptz not null,
    lease_until timestamptz not null
);

create table trunk (
    trunk_id        bigint      generated always as identity primary key,
    organization_id text        not null references organization,
    public_id       uuid        not null,
    kind            text        not null check (kind in ('sandbox', 'sip', 'rest')),
    name            text        not null,
    settings        jsonb       not null default '{}',
    paused          boolean     not null default false,
    created_at      timestamptz not null,
    unique (organization_id, public_id)
);

-- '*' is any number; only a sandbox trunk has it.
create table caller_id (
    organization_id text   not null references organization,
    number          text   not null check (number = '*' or number ~ '^\+[1-9][0-9]{6,14}$'),
    trunk_id        bigint not null references trunk,
    preference      int    not null default 0,
    primary key (organization_id, number, trunk_id)
);

create table agent (
    organization_id text        not null references organization,
    agent_id        text        not null,
    created_at      timestamptz not null,
    primary key (organization_id, agent_id)
);

create table do_not_call (
    organization_id text        not null,
    number          text        not null check (number ~ '^\+[1-9][0-9]{6,14}$'),
    added_at        timestamptz not null,
    primary key (organization_id, number)
);

-- What people define. It changes rarely, so it carries the sort indices of the list.
create table batch_call (
    batch_id         bigint      generated always as identity primary key,
    organization_id  text        not null references organization,
    public_id        uuid        not null,
    name             text        collate "C" check (length(name) between 1 and 255),
    from_number      text        not null check (from_number ~ '^\+[1-9][0-9]{6,14}$'),
    agent_id         text,
    status           text        collate "C" not null
        check (status in ('draft', 'scheduled', 'sent', 'paused', 'completed', 'failed', 'cancelled')),
    reason           text
        check (reason in ('by_user', 'missed_start', 'stop_loss', 'trunk_config', 'no_trunk', 'unknown_agent')),
    total            int         not null check (total >= 0),
    sandbox          boolean     not null,
    timezone         text,
    scheduled_at     timestamptz,
    expires_at       timestamptz,
    quiet_start      time,
    quiet_end        time,
    quiet_zone       text,
    retry_enabled    boolean     not null default false,
    max_attempts     smallint    not null check (max_attempts between 1 and 10),
    duplicates       text        not null check (duplicates in ('skip', 'allow', 'reject')),
    created_at       timestamptz not null,
    updated_at       timestamptz not null,
    started_at       timestamptz,
    ended_at         timestamptz,
    unique (organization_id, public_id),
    check ((reason is not null) = (status = 'paused')),
    check ((quiet_start is null) = (quiet_end is null) and (quiet_start is null) = (quiet_zone is null)),
    check (quiet_start <> quiet_end)
);
create index batch_call_by_created on batch_call (organization_id, created_at, batch_id);
create index batch_call_by_updated on batch_call (organization_id, updated_at, batch_id);
create index batch_call_by_status on batch_call (organization_id, status, batch_id);
create index batch_call_by_total on batch_call (organization_id, total, batch_id);
-- Nulls come last in both directions, so one index serves only one of them.
create index batch_call_by_name on batch_call (organization_id, name, batch_id);
create index batch_call_by_name_down on batch_call (organization_id, name desc nulls last, batch_id desc);
create index batch_call_by_schedule on batch_call (organization_id, scheduled_at, batch_id);
create index batch_call_by_schedule_down
    on batch_call (organization_id, scheduled_at desc nulls last, batch_id desc);
create index batch_call_running on batch_call (batch_id) where status = 'sent';
create index batch_call_waiting on batch_call (scheduled_at) where status = 'scheduled';

-- The row that moves: claim, pause, cancel, append and every counter lock it. No second index, so updates stay HOT.
create table batch_progress (
    batch_id  bigint  primary key references batch_call,
    status    text    not null
        check (status in ('draft', 'scheduled', 'sent', 'paused', 'completed', 'failed', 'cancelled')),
    hang_up   boolean not null default false,
    total     int     not null,
    next_seq  int     not null default 0,
    open      int     not null,
    calling   int     not null default 0,
    failed    int     not null default 0,
    skipped   int     not null default 0,
    sent      int     not null default 0,
    picked_up int     not null default 0,
    completed int     not null default 0,
    constraint ledger_figures check (0 <= completed and completed <= picked_up and picked_up <= sent and sent <= total),
    constraint ledger_open check (open >= 0 and open = total - completed - failed - skipped),
    constraint ledger_parts check (failed >= 0 and skipped >= 0 and calling between 0 and open),
    constraint ledger_cursor check (next_seq between 0 and total),
    constraint batch_end check (status not in ('completed', 'failed') or open = 0)
) with (fillfactor = 50);

-- A domain, and not a CHECK of the table: the pattern is compared when a number is written, not whenever its task is.
create domain phone_number as text check (value ~ '^\+[1-9][0-9]{6,14}$');

-- A task's row is written when it is made and when it ends; that it is on the line is what its open attempt says.
-- It is written at its first answer, too: half of each page is left for both, or two of three writes need a new entry
-- in the index. budget: how many attempts it may have, the first included; not_placed attempts are free.
create table task (
    batch_id          bigint      not null,
    seq               int         not null check (seq >= 0),
    to_number         phone_number not null,
    status            text        not null default 'pending'
        check (status in ('pending', 'completed', 'failed', 'skipped')),
    reason            text
        check (reason in ('do_not_call', 'duplicate_number', 'unknown_time_zone', 'window_impossible', 'attempt_cap',
                          'blocked_destination', 'batch_cancelled', 'expired', 'removed')),
    budget            smallint    not null check (budget between 1 and 10),
    picked_up         boolean     not null default false,
    agent_id          text,
    external_id       text        check (length(external_id) between 1 and 255),
    not_before        timestamptz,
    created_at        timestamptz not null,
    dynamic_variables jsonb,
    primary key (batch_id, seq),
    constraint explained check ((reason is not null) = (status = 'skipped'))
) with (fillfactor = 50);
create unique index task_external_id on task (batch_id, external_id) where external_id is not null;

-- A cancelled batch whose pending tasks are not yet written as skipped; upkeep does it in small steps and takes the row.
create table deferred_end (
    batch_id bigint primary key references batch_call
);

-- Everything that is later, with its reason. A row is never updated: it is deleted when its task is claimed.
-- no: the number of the next attempt; spent: how much of the budget the attempts before it have used.
create table due (
    batch_id bigint      not null,
    due_at   timestamptz not null,
    seq      int         not null,
    no       smallint    not null check (no >= 1),
    spent    smallint    not null check (spent >= 0 and spent < no),
    reason   text        not null
        check (reason in ('outside_window', 'retry_wait', 'not_before', 'trunk_paused', 'number_busy', 'no_capacity')),
    primary key (batch_id, due_at, seq)
);

-- phase: 0 placing, 1 ringing, 2 answered, 3 joined, 4 ended; it only ascends, and no index holds what it changes.
-- spent counts this attempt too, but for one that ended not_placed.
create table attempt (
    batch_id      bigint      not null,
    seq           int         not null,
    no            smallint    not null check (no >= 1),
    spent         smallint    not null,
    budget        smallint    not null,
    phase         smallint    not null check (phase between 0 and 4),
    node_id       bigint      not null,
    trunk_id      bigint      not null,
    to_number     text        not null,
    agent_id      text        not null,
    opened_at     timestamptz not null,
    place_at      timestamptz not null,
    place_by      timestamptz not null,
    last_deadline timestamptz not null,
    ringing_at    timestamptz,
    answered_at   timestamptz,
    joined_at     timestamptz,
    ended_at      timestamptz,
    outcome       text
        check (outcome in ('completed', 'voicemail', 'abandoned', 'agent_failed', 'no_answer', 'busy', 'declined',
                           'invalid_number', 'blocked_by_network', 'blocked_by_callee', 'media_mismatch', 'congestion',
                           'trunk_unreachable', 'trunk_config', 'cancelled', 'lost', 'not_placed', 'failed')),
    note          text,
    primary key (batch_id, seq, no),
    constraint attempt_end check ((phase = 4) = (outcome is not null) and (phase = 4) = (ended_at is not null)),
    constraint attempt_budget check (spent between 1 and budget)
) with (fillfactor = 45);

-- What is in use of each limit, and the limit. scope: 10 batch, 20 caller ID, 30 organisation, 40 trunk, 50 agent.
-- free_at: when the next start fits the pace; microseconds matter. Locked in the order
-- scope, organisation, id, so that agents, learned last, come last.
create table usage (
    organization_id  text        collate "C" not null,
    scope            smallint    not null check (scope in (10, 20, 30, 40, 50)),
    id               text        collate "C" not null,
    live             int         not null default 0 check (live >= 0),
    max_live         int         check (max_live >= 1),
    calls_per_second float8      check (calls_per_second > 0),
    burst            int         not null default 1 check (burst >= 1),
    free_at          timestamptz not null,
    primary key (organization_id, scope, id)
) with (fillfactor = 50);

-- One row a live call; its key is the rule that a number has one live call of an organisation. Written only while
-- holding the organisation's usage row. A lost attempt keeps its row until its end is confirmed or its deadline passes.
create table on_line (
    organization_id text        collate "C" not null,
    number          text        not null,
    node_id         bigint      not null,
    batch_id        bigint      not null,
    seq             int         not null,
    no              smallint    not null,
    trunk_id        bigint      not null,
    agent_id        text        not null,
    deadline        timestamptz not null,
    primary key (organization_id, number)
);
create index on_line_by_node on on_line (node_id);

-- Readers go in the order (xid, event_id), and only below the oldest transaction that still runs.
create table event (
    organization_id text        collate "C" not null,
    xid             xid8        not null default pg_current_xact_id(),
    event_id        bigint      generated always as identity,
    at              timestamptz not null,
    type            text        not null check (type in ('attempt_ended', 'batch_created', 'batch_scheduled', 'batch_sent',
                                                         'batch_paused', 'batch_cancelled', 'batch_completed',
                                                         'batch_failed', 'batch_appended')),
    batch_id        bigint      not null,
    seq             int,
    no              smallint,
    word            text,
    primary key (organization_id, xid, event_id)
);

-- The first answer to an Idempotency-Key, written in the transaction of its effect; kept for a day.
create table idempotency (
    organization_id text        not null,
    key             text        not null check (length(key) between 1 and 255),
    fingerprint     bytea       not null,
    status          smallint    not null,
    body            text        not null,
    created_at      timestamptz not null,
    primary key (organization_id, key)
);
create index idempotency_by_age on idempotency (created_at);
create index event_by_age on event using brin (at);
