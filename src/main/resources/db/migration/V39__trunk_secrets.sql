-- secrets: what the settings of a trunk leave out, {"password": "sealed, in base64"}; the key is nowhere in the database.
-- own_destinations: whether somebody said where it may call; a live trunk of which nobody did may call the countries of
-- its caller IDs, and countries are those.
alter table trunk
    add column secrets          jsonb   not null default '{}',
    add column own_destinations boolean not null default true;
create index trunk_live on trunk (trunk_id) where kind <> 'sandbox';
