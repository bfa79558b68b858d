-- PostgreSQL only.
SELECT akoki_fence('evidence_use');
ALTER VIEW evidence_reader SET (security_invoker = true);
