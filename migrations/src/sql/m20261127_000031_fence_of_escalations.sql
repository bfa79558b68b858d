-- PostgreSQL only.
SELECT akoki_fence('escalation');
