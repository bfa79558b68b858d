-- PostgreSQL only.
SELECT akoki_fence('evidence');
SELECT akoki_fence('evidence_requirement');
SELECT akoki_fence('evidence_file');
SELECT akoki_fence('evidence_use');
