-- Since when a node dials without a gap in its lease; 'infinity': it only answers. Who has just begun to dial waits
-- until what the others opened while they thought themselves alone has been placed (law: Capacity).
alter table node add column dials_since timestamptz not null default 'epoch';
create index node_by_lease on node (lease_until);
