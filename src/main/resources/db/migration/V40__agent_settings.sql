-- settings: how an agent is reached, {"uri": "sip:…", …}; null: only the sandbox can play it. secrets: as those of a trunk.
alter table agent
    add column settings jsonb,
    add column secrets  jsonb not null default '{}';
create index agent_reached on agent (organization_id, agent_id) where settings is not null;
