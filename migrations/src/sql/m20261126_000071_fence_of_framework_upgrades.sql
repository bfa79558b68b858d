-- PostgreSQL only.
SELECT akoki_fence('framework_upgrade');
