-- Why its network ended it: the status of the SIP response, the cause by ITU-T Q.850, and the carrier's reason. Null where
-- no network said anything; not what the program itself says of an end, which stands in note.
alter table attempt add column sip_status smallint, add column q850_cause smallint, add column reason_text text;
