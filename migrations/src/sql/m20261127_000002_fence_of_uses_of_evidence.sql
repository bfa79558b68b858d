-- PostgreSQL only.
SELECT akoki_fence('evidence_use');
ALTER VIEW evidence_reader SET (security_invoker = true);
ALTER VIEW evidence_author SET (security_invoker = true);
