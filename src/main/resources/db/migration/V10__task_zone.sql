-- Where the called party is, if the task says so: the name of a time zone.
alter table task add column timezone text;
