-- The agent has said, while the call lived, that a machine had answered; null: nobody has. It is written and read under
-- the row's lock, so the attempt's end knows it whenever whoever said it was told that it counts.
alter table attempt add column said_voicemail boolean;
