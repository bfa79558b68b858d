-- PostgreSQL only.
SELECT akoki_fence('checklist_item');
SELECT akoki_fence('finding');
SELECT akoki_fence('finding_cycle');
SELECT akoki_fence('finding_action');
