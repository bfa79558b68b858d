-- PostgreSQL only.
SELECT akoki_fence('inspection_visit');
SELECT akoki_fence('recovery_order');
