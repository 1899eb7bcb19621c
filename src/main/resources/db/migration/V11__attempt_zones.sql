-- Where the called party may have been, if a calling window asked: the names of the time zones that were looked at.
alter table attempt add column zones text[];
