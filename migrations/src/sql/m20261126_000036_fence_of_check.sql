-- PostgreSQL only.
SELECT akoki_fence('verdict');
SELECT akoki_fence('transition');
