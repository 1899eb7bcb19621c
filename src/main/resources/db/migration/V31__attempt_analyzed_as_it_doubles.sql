-- Grows by every call, and whoever reads it does so by its key, whatever the statistics say. Analysed with every tenth
-- that is added, a young table is analysed all the time, which costs more than a call's own writes. So are task and
-- event, in the next two migrations: one table each, so that none waits for a writer of two.
alter table attempt set (autovacuum_analyze_scale_factor = 1);
