-- As attempt: see V31.
alter table task set (autovacuum_analyze_scale_factor = 1);
