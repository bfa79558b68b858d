-- PostgreSQL only.
SELECT akoki_fence('accredited_body');
SELECT akoki_fence('auditor');
SELECT akoki_fence('audit_programme');
SELECT akoki_fence('audit');
SELECT akoki_fence('audit_unit');
SELECT akoki_fence('audit_member');
ALTER VIEW audit_writer SET (security_invoker = true);
ALTER VIEW audit_author SET (security_invoker = true);
