-- As attempt: see V31.
alter table event set (autovacuum_analyze_scale_factor = 1);
