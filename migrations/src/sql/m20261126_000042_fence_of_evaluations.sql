-- PostgreSQL only.
SELECT akoki_fence('self_evaluation');
SELECT akoki_fence('self_evaluation_unit');
SELECT akoki_fence('score');
SELECT akoki_fence('observation');
